"""Law texts are shown with title, version and day of effect; without texts nothing is offered."""

from __future__ import annotations

from bot.conversation import Answer, LawTexts, More, read_choice
from bot.faq.entry import Entry
from bot.faq.statutes import CitedArticle, LawBook
from bot.handlers.kiosk.showing import show_message
from bot.handlers.wording import describe
from bot.handlers.wording.law import LAW_MOVED, OPEN_LAWS
from tests.fakes import entry
from tests.statutes import FEE_TEXT, corpus, statute

FEE = entry("property-fee", citations=[{"law": "民法典", "article": n} for n in (944, 1254)])
LONG = entry(
    "property-accident-conceal-and-report-it-late",
    citations=[
        {"law": "最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释", "article": n}
        for n in (1, 2)
    ],
)


def laws_of(one: Entry, **changes: object) -> tuple[CitedArticle, ...]:
    book = LawBook()
    book.take(corpus(statute(**changes)), {})  # type: ignore[arg-type]
    return book.cited(one)


def long_laws() -> tuple[CitedArticle, ...]:
    return laws_of(LONG, title=LONG.citations[0].law, articles={"1": "甲" * 2000, "2": "乙" * 2000})


def labels(reply: Answer | More | LawTexts) -> list[str]:
    return [button.label for row in describe(reply).buttons for button in row]


def test_answer_without_texts_offers_none() -> None:
    reply = Answer(FEE, "ABC", 0.9)
    assert OPEN_LAWS not in labels(reply)
    assert [law.text for law in describe(reply).laws] == ["", ""]


def test_answer_with_texts_opens_them() -> None:
    reply = Answer(FEE, "ABC", 0.9, laws=laws_of(FEE))
    assert OPEN_LAWS in labels(reply)
    first = describe(reply).laws[0].text
    assert (
        first
        == f"《中华人民共和国民法典》（2020年5月28日的文本，2021年1月1日起施行）\n第九百四十四条　{FEE_TEXT}"
    )


def test_law_without_dates_says_so() -> None:
    laws = laws_of(FEE, version_date=None, effective_date=None)
    assert "版本日期不详" in describe(LawTexts(FEE, laws)).text


def test_moved_law_is_warned_of_before_the_answer_and_before_the_longer_matter() -> None:
    answer = describe(Answer(FEE, "ABC", 0.9, law_moved=True)).text
    assert answer.index(LAW_MOVED) < answer.index(FEE.answer)
    assert LAW_MOVED in describe(More(FEE, law_moved=True)).text
    assert LAW_MOVED not in describe(Answer(FEE, "ABC", 0.9)).text


def test_short_texts_are_read_at_once() -> None:
    message = describe(LawTexts(FEE, laws_of(FEE)))
    assert FEE_TEXT in message.text
    assert "禁止从建筑物中抛掷物品。" in message.text
    assert message.buttons == ()


def test_long_texts_are_chosen_from_and_every_code_fits_a_button() -> None:
    message = describe(LawTexts(LONG, long_laws()))
    assert len(message.buttons) == 2
    for (button,) in message.buttons:
        assert len(button.code.encode()) <= 64
        assert read_choice(button.code) is not None
        assert len(button.label) <= 40
    assert message.buttons[1][0].label.endswith("》第2条")
    assert message.buttons[1][0].code.endswith("#1")


def test_one_long_text_is_shown_whole() -> None:
    assert "甲" * 2000 in describe(LawTexts(LONG, long_laws()[:1])).text


def test_page_shows_texts_where_the_articles_stand_and_no_button() -> None:
    shown = show_message(describe(Answer(FEE, "ABC", 0.9, laws=laws_of(FEE))))
    assert FEE_TEXT in shown["laws"][0]["text"]
    assert OPEN_LAWS not in str(shown["buttons"])


def test_channels_with_a_button_get_the_titles_alone() -> None:
    message = describe(Answer(FEE, "ABC", 0.9, laws=laws_of(FEE))).without_law_texts()
    assert [(law.title, law.text) for law in message.laws] == [
        ("《民法典》第944条", ""),
        ("《民法典》第1254条", ""),
    ]
    assert OPEN_LAWS in [button.label for row in message.buttons for button in row]
