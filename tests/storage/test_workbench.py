"""Drafts and decisions on misses are kept on either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation import Channel, Citizen
from bot.faq.diff import Question
from bot.inquiry_record import InquiryRecord
from bot.misses import Fate, Mark
from bot.storage.work import SqlWork, SqlWorks

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


async def ask(work: SqlWork, text: str, *, days_ago: int = 0, who: str = "a", feedback: str = "") -> None:
    citizen = Citizen(Channel.KIOSK, who)
    at = NOW - timedelta(days=days_ago)
    record = InquiryRecord(citizen, text, "answer", "leak", None, 0.9, (), "530102001003", at)
    code = await work.inquiries.record(record)
    if feedback:
        await work.inquiries.give_feedback(citizen, code, feedback)


async def test_drafts_are_kept_until_dropped(works: SqlWorks) -> None:
    async with works.writing() as work:
        number = await work.drafts.open("leak", {"id": "leak"}, base_hash="x", origin="改", by="李", now=NOW)
        await work.drafts.save(number, {"id": "leak", "label": "漏"}, by="王", now=NOW + timedelta(hours=1))
    async with works.reading() as work:
        draft = await work.drafts.get(number)
        assert draft == await work.drafts.of_entry("leak")
        assert draft is not None
        assert (draft.cells["label"], draft.by, draft.base_hash) == ("漏", "王", "x")
        assert [one.id for one in await work.drafts.all()] == [number]
    async with works.writing() as work:
        await work.drafts.drop(number)
        assert await work.drafts.get(number) is None


async def test_questions_come_once_with_their_count_and_their_proven_answer(works: SqlWorks) -> None:
    async with works.writing() as work:
        await ask(work, "漏水")
        await ask(work, "漏水", feedback="useful")
        await ask(work, "停车")
        await ask(work, "很久以前", days_ago=40)
        found = await work.misses.questions_since(NOW - timedelta(days=30))
    assert found == [Question("漏水", "leak", times=2), Question("停车", None)]


async def test_inquiries_tell_the_district_not_the_village(works: SqlWorks) -> None:
    async with works.writing() as work:
        await ask(work, "漏水")
        (one,) = await work.misses.asked_since(NOW - timedelta(days=1))
    assert (one.district, one.citizen) == ("530102", "kiosk:a")


async def test_the_last_decision_counts(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.misses.mark(["k"], Fate.DRAFT, by="李", now=NOW)
        await work.misses.mark(["k"], Fate.IGNORED, by="李", now=NOW)
        assert await work.misses.marks() == {"k": Mark(Fate.IGNORED, NOW)}
