"""Messages wait as rows, go out in order, and come back when their sender died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.conversation import Channel
from bot.delivery import Button, LawLine, Message, Recipient
from bot.storage.outbox import LEASE
from bot.storage.tables import outbox
from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Recipient(Channel.TELEGRAM, "1")
BEN = Recipient(Channel.TELEGRAM, "2")


async def _put(works: SqlWorks, recipient: Recipient, text: str, key: str) -> None:
    async with works.writing() as work:
        await work.outbox.put(recipient, Message(text), key=key, now=NOW)


async def _claim(works: SqlWorks, now: datetime = NOW) -> list[str]:
    async with works.writing() as work:
        return [parcel.message.text for parcel in await work.outbox.claim_due(Channel.TELEGRAM, now, 10)]


async def test_message_comes_back_as_it_was_put(works: SqlWorks) -> None:
    message = Message("文", ((Button("有用", "useful:A"),),), (LawLine("《民法典》第944条"),), "answer", True)
    async with works.writing() as work:
        await work.outbox.put(ANNA, message, key="k", now=NOW, case_number="KM1", reply_to="7")
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
    assert (parcel.message, parcel.case_number, parcel.reply_to, parcel.recipient) == (
        message,
        "KM1",
        "7",
        ANNA,
    )


async def test_same_key_is_kept_once(works: SqlWorks) -> None:
    await _put(works, ANNA, "first", "k")
    await _put(works, ANNA, "second", "k")
    assert await _claim(works) == ["first"]


async def test_one_recipients_messages_go_one_after_the_other(works: SqlWorks) -> None:
    for position in range(3):
        await _put(works, ANNA, f"a{position}", f"a{position}")
    await _put(works, BEN, "b0", "b0")
    assert await _claim(works) == ["a0", "b0"]
    assert await _claim(works) == []


async def test_next_message_follows_when_the_first_is_sent(works: SqlWorks) -> None:
    await _put(works, ANNA, "a0", "a0")
    await _put(works, ANNA, "a1", "a1")
    async with works.writing() as work:
        (first,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
        await work.outbox.mark_sent(first.id, "100", NOW)
    assert await _claim(works) == ["a1"]


async def test_lease_of_a_dead_sender_runs_out(works: SqlWorks) -> None:
    await _put(works, ANNA, "a0", "a0")
    assert await _claim(works) == ["a0"]
    assert await _claim(works, NOW + LEASE - timedelta(seconds=1)) == []
    assert await _claim(works, NOW + LEASE + timedelta(seconds=1)) == ["a0"]


async def test_failed_message_does_not_hold_up_the_next(works: SqlWorks) -> None:
    await _put(works, ANNA, "a0", "a0")
    await _put(works, ANNA, "a1", "a1")
    async with works.writing() as work:
        (first,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
        await work.outbox.mark_failed(first.id, "blocked")
    assert await _claim(works) == ["a1"]


async def test_delayed_message_waits(works: SqlWorks) -> None:
    await _put(works, ANNA, "a0", "a0")
    async with works.writing() as work:
        (first,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
        await work.outbox.delay(first.id, NOW + timedelta(seconds=30))
    assert await _claim(works, NOW + timedelta(seconds=29)) == []
    assert await _claim(works, NOW + timedelta(seconds=31)) == ["a0"]


async def test_sent_message_leads_back_to_its_case(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.outbox.put(ANNA, Message("x"), key="k", now=NOW, case_number="KM1")
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
        await work.outbox.mark_sent(parcel.id, "55", NOW)
        assert await work.outbox.sent_message(ANNA, "55") == (Message("x"), "KM1")
        assert await work.outbox.sent_message(BEN, "55") is None


async def _sent(works: SqlWorks, recipient: Recipient, text: str, ref: str, case_number: str | None) -> None:
    async with works.writing() as work:
        await work.outbox.put(recipient, Message(text), key=text, now=NOW, case_number=case_number)
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 10)
        await work.outbox.mark_sent(parcel.id, ref, NOW)


async def _kept(works: SqlWorks) -> list[str]:
    async with works.reading() as work:
        rows = (await work.connection.execute(select(outbox.c.message).order_by(outbox.c.id))).scalars()
        return [message["text"] for message in rows]


async def test_what_was_sent_long_ago_is_forgotten_but_leads_to_its_case_still(works: SqlWorks) -> None:
    await _sent(works, ANNA, "解答", "100", None)
    await _sent(works, ANNA, "工单里的话", "101", "KM1")
    await _put(works, ANNA, "还没送到", "late")
    async with works.writing() as work:
        assert await work.outbox.forget_before(NOW) == 0
        assert await work.outbox.forget_before(NOW + timedelta(days=40)) == 2
        assert await work.outbox.forget_before(NOW + timedelta(days=40)) == 0
        assert await work.outbox.sent_message(ANNA, "101") == (Message(""), "KM1")
    assert await _kept(works) == ["", "还没送到"]


async def test_who_is_forgotten_has_told_nobody_anything(works: SqlWorks) -> None:
    await _sent(works, ANNA, "解答", "100", None)
    await _sent(works, BEN, "群众的话", "101", "KM1")
    await _sent(works, ANNA, "另一个还在办的工单", "102", "KM2")
    await _sent(works, BEN, "给别人的解答", "103", None)
    async with works.writing() as work:
        assert await work.outbox.forget_told(ANNA, ["KM1"]) == 2
    assert await _kept(works) == ["", "另一个还在办的工单", "给别人的解答"]
