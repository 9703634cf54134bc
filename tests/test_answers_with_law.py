"""With statutes loaded an answer opens its articles, warns of moved law, and is recorded with the versions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.conversation import Answer, Channel, Choice, Citizen, Inquiry, LawTexts, More, Note, Reply, Verb
from bot.desk import Desk
from bot.faq.statutes import LawBook
from bot.faq.statutes.standing import Standing
from bot.faq.understood import Found
from bot.handlers.wording import ChineseDesk
from bot.reception import Reception
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions, load_stations
from bot.storage.work import SqlWorks
from tests.fakes import entry, knowledge
from tests.statutes import DAY, corpus

FEE = entry("property-fee", citations=[{"law": "民法典", "article": n} for n in (944, 1254)], more="还有。")
DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
Say = Callable[..., Awaitable[Reply]]


@cache
def shipped_directory() -> Directory:
    gazetteer = load_divisions(DATA / "divisions.csv")
    return Directory(load_stations(DATA / "stations.csv", gazetteer), gazetteer)


@pytest.fixture
def book() -> LawBook:
    return LawBook()


@pytest.fixture
def say(works: SqlWorks, book: LawBook) -> Say:
    known = knowledge(FEE)
    known.interpreter.meanings["物业费"] = Found(FEE.id, 0.95)
    assistant = Assistant(known, Reception(shipped_directory, Desk(ChineseDesk())), book)

    async def ask(text: str = "", press: Choice | None = None) -> Reply:
        inquiry = Inquiry(Citizen(Channel.TERMINAL, "anna"), NOW, text, press)
        async with works.writing() as work:
            return (await assistant.respond(work, inquiry, key="k")).reply

    return ask


async def test_without_statutes_the_answer_has_titles_only(say: Say) -> None:
    reply = await say("物业费")
    assert isinstance(reply, Answer)
    assert (reply.laws, reply.law_moved) == ((), False)
    assert await say(press=Choice(Verb.LAW, FEE.id)) == Note("stale")


async def test_with_statutes_the_answer_carries_its_texts(say: Say, book: LawBook) -> None:
    book.take(corpus(), {})
    reply = await say("物业费")
    assert isinstance(reply, Answer)
    assert [law.title for law in reply.laws] == ["《民法典》第944条", "《民法典》第1254条"]
    more = await say(press=Choice(Verb.MORE, FEE.id))
    assert isinstance(more, More)
    assert more.laws == reply.laws


async def test_button_opens_all_texts_or_one(say: Say, book: LawBook) -> None:
    book.take(corpus(), {})
    every = await say(press=Choice(Verb.LAW, FEE.id))
    one = await say(press=Choice(Verb.LAW, f"{FEE.id}#1"))
    assert isinstance(every, LawTexts)
    assert isinstance(one, LawTexts)
    assert len(every.laws) == 2
    assert [law.title for law in one.laws] == ["《民法典》第1254条"]


@pytest.mark.parametrize("value", ["", "property-gone", "property-fee#9", "property-fee#x", "#"])
async def test_button_for_what_is_gone_says_so(say: Say, book: LawBook, value: str) -> None:
    book.take(corpus(), {})
    assert await say(press=Choice(Verb.LAW, value)) == Note("stale")


async def test_moved_law_is_told_to_the_citizen_and_that_is_recorded(
    say: Say, book: LawBook, works: SqlWorks
) -> None:
    book.take(corpus(), {FEE.id: Standing({}, ("变了",), DAY)})
    reply = await say("物业费")
    assert isinstance(reply, Answer)
    assert reply.law_moved
    async with works.reading() as work:
        given = await work.inquiries.given_answer(reply.code)
    assert given is not None
    assert given.law_moved


async def test_answer_is_recorded_with_text_and_law_versions(
    say: Say, book: LawBook, works: SqlWorks
) -> None:
    book.take(corpus(), {})
    reply = await say("物业费")
    assert isinstance(reply, Answer)
    async with works.reading() as work:
        given = await work.inquiries.given_answer(reply.code)
    assert given is not None
    assert given.entry_hash == FEE.content_hash
    assert given.entry is not None
    assert given.entry["more"] == "还有。"
    assert [law.digest for law in given.laws] == [law.digest for law in reply.laws]
