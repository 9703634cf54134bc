"""The pump: order for each recipient, many at once, nothing lost, and no transaction open while sending."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import Channel
from bot.delivery import Delayed, Message, Parcel, Recipient, Undeliverable
from bot.handlers.outbox_pump import OutboxPump
from bot.storage.work import SqlWork, SqlWorks
from tests.handlers.waiting import until


@dataclass
class FakeSender:
    """Keeps what it sent; raises what is scripted for an address, first one first."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    script: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0
    now: int = 0
    most_at_once: int = 0

    async def send(self, parcel: Parcel) -> str:
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        await asyncio.sleep(self.seconds)
        self.now -= 1
        address = parcel.recipient.address
        if self.script[address]:
            raise self.script[address].pop(0)
        self.sent.append((address, parcel.message.text))
        return f"ref{len(self.sent)}"


async def _put(works: SqlWorks, address: str, *texts: str) -> None:
    now = datetime.now(UTC)
    async with works.writing() as work:
        for text in texts:
            await work.outbox.put(
                Recipient(Channel.TELEGRAM, address), Message(text), key=f"{address}/{text}", now=now
            )


async def _until(sender: FakeSender, count: int, seconds: float = 30.0) -> None:
    await until(lambda: len(sender.sent) >= count, seconds)


def _pump(works: SqlWorks, sender: FakeSender, *, poll_seconds: float = 0.05) -> OutboxPump[SqlWork]:
    return OutboxPump(works, sender, Channel.TELEGRAM, poll_seconds=poll_seconds)


async def test_each_recipient_in_order_and_many_at_once(works: SqlWorks) -> None:
    sender = FakeSender(seconds=0.01)
    for chat in range(20):
        await _put(works, str(chat), "a", "b", "c")
    async with _pump(works, sender).running():
        await _until(sender, 60)
    told: dict[str, list[str]] = defaultdict(list)
    for address, text in sender.sent:
        told[address].append(text)
    assert all(texts == ["a", "b", "c"] for texts in told.values())
    assert 1 < sender.most_at_once <= 32


async def test_a_wake_sends_at_once_and_polling_finds_what_others_put(works: SqlWorks) -> None:
    sender = FakeSender()
    pump = _pump(works, sender, poll_seconds=60)
    async with pump.running():
        await asyncio.sleep(0.1)
        await _put(works, "1", "woken")
        pump.wake()
        await _until(sender, 1, 2)
    async with _pump(works, sender).running():
        await asyncio.sleep(0.1)
        await _put(works, "1", "found")
        await _until(sender, 2, 2)


async def test_a_delay_holds_one_recipient_only_and_keeps_the_order(works: SqlWorks) -> None:
    sender = FakeSender()
    sender.script["1"] = [Delayed(0.3)]
    await _put(works, "1", "a", "b")
    await _put(works, "2", "c")
    async with _pump(works, sender).running():
        await _until(sender, 3)
    assert sender.sent == [("2", "c"), ("1", "a"), ("1", "b")]


async def test_a_pause_of_the_whole_channel_holds_everyone(works: SqlWorks) -> None:
    sender = FakeSender()
    sender.script["1"] = [Delayed(0.4, whole_channel=True)]
    pump = _pump(works, sender)
    await _put(works, "1", "a")
    async with pump.running():
        await asyncio.sleep(0.15)
        await _put(works, "2", "b")
        pump.wake()
        await asyncio.sleep(0.15)
        assert sender.sent == []
        await _until(sender, 2, 3)


async def test_what_cannot_be_delivered_is_said_once_and_the_next_goes_out(works: SqlWorks) -> None:
    sender = FakeSender()
    sender.script["1"] = [Undeliverable("blocked")]
    failed: list[str] = []

    async def on_failed(work: SqlWork, parcel: Parcel, why: str, now: datetime) -> None:
        failed.append(f"{parcel.message.text}: {why}")

    await _put(works, "1", "a", "b")
    pump = OutboxPump(works, sender, Channel.TELEGRAM, on_failed=on_failed, poll_seconds=0.05)
    async with pump.running():
        await _until(sender, 1)
        await asyncio.sleep(0.1)
    assert failed == ["a: blocked"]
    assert sender.sent == [("1", "b")]


async def test_an_unforeseen_error_is_tried_again(works: SqlWorks) -> None:
    sender = FakeSender()
    sender.script["1"] = [RuntimeError("?")]
    await _put(works, "1", "a")
    async with _pump(works, sender).running():
        await _until(sender, 1)


async def test_nothing_that_another_transaction_needs_is_held_while_sending(works: SqlWorks) -> None:
    sender = FakeSender(seconds=0.5)
    await _put(works, "1", "a")
    async with _pump(works, sender).running():
        await until(lambda: sender.now)
        async with asyncio.timeout(0.3):
            await _put(works, "2", "b")


async def test_a_stop_marks_what_is_under_way(works: SqlWorks) -> None:
    sender = FakeSender(seconds=0.3)
    await _put(works, "1", "a")
    async with _pump(works, sender).running():
        await until(lambda: sender.now)
    assert sender.sent == [("1", "a")]
    later = datetime.now(UTC) + timedelta(hours=1)
    async with works.writing() as work:
        assert await work.outbox.claim_due(Channel.TELEGRAM, later, 10) == []


@pytest.mark.parametrize("is_only_sender", [True, False])
async def test_a_dead_ones_leases_are_taken_over_at_once_by_an_only_sender(
    works: SqlWorks, *, is_only_sender: bool
) -> None:
    sender = FakeSender()
    await _put(works, "1", "a")
    async with works.writing() as work:
        await work.outbox.claim_due(Channel.TELEGRAM, datetime.now(UTC), 10)
    pump = OutboxPump(works, sender, Channel.TELEGRAM, is_only_sender=is_only_sender, poll_seconds=0.05)
    async with pump.running():
        if is_only_sender:
            await _until(sender, 1)
        else:
            await asyncio.sleep(0.3)
    assert sender.sent == ([("1", "a")] if is_only_sender else [])


async def test_two_processes_send_nothing_twice(works: SqlWorks) -> None:
    sender = FakeSender(seconds=0.005)
    for chat in range(30):
        await _put(works, str(chat), "a", "b")
    async with _pump(works, sender).running(), _pump(works, sender).running():
        await _until(sender, 60, 10)
        await asyncio.sleep(0.1)
    assert len(sender.sent) == 60
