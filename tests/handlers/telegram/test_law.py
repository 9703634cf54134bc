"""On Telegram an answer names its articles; a button opens their texts."""

from __future__ import annotations

from typing import Any, cast

from bot.conversation import Answer, Inquiry, LawTexts, Reply, Verb
from bot.faq.statutes import CitedArticle, LawBook
from bot.handlers.wording.law import OPEN_LAWS
from bot.outcome import Outcome
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.fakes import entry
from tests.handlers.telegram.service import FakeAssistant, serving
from tests.statutes import FEE_TEXT, corpus, statute

FEE = entry("property-fee")


def laws_of(text: str) -> tuple[CitedArticle, ...]:
    book = LawBook()
    book.take(corpus(statute(articles={"944": text})), {})
    return book.cited(FEE)


class LawAssistant(FakeAssistant):
    """Answers with one entry, and with its law when the button is pressed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._laws = laws_of(text)

    async def respond(self, work: Any, inquiry: Inquiry, *, key: str) -> Outcome:
        opens = inquiry.choice is not None and inquiry.choice.verb is Verb.LAW
        reply: Reply = LawTexts(FEE, self._laws) if opens else Answer(FEE, "ABC2345", 0.9, laws=self._laws)
        return Outcome(reply)


def button_of(message: dict[str, Any]) -> str:
    rows = message["reply_markup"]["inline_keyboard"]
    return cast("str", next(one["callback_data"] for row in rows for one in row if one["text"] == OPEN_LAWS))


async def test_answer_names_the_article_and_the_button_opens_it(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake, LawAssistant(FEE_TEXT)):
        await fake.people.say(42, "物业费")
        answer = await fake.people.wait_for(42, "ABC2345")
        assert "《民法典》第944条" in answer["text"]
        assert FEE_TEXT not in answer["text"]
        await fake.people.press_data(42, answer, button_of(answer))
        law = await fake.people.wait_for(42, "第九百四十四条")
    assert FEE_TEXT in law["text"]
    assert "2021年1月1日起施行" in law["text"]


async def test_article_longer_than_a_message_comes_in_parts(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake, LawAssistant("甲" * 5000 + "完")):
        await fake.people.say(42, "物业费")
        answer = await fake.people.wait_for(42, "ABC2345")
        await fake.people.press_data(42, answer, button_of(answer))
        await fake.people.wait_for(42, "甲完")
    parts = [text for text in fake.people.texts(42) if "甲" in text]
    assert len(parts) == 2
    assert sum(text.count("甲") for text in parts) == 5000
