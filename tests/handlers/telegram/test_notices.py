"""Notices against a server that limits, refuses and breaks: none doubled, none lost, doubts shown, answers first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from bot.broadcast_ticks import BroadcastTicks
from bot.conversation import Channel, Citizen
from bot.desk import Desk
from bot.handlers.schedule import ticking
from bot.handlers.telegram import Broadcasting as TelegramBroadcasting
from bot.handlers.telegram import TelegramAccess, TelegramChannel
from bot.handlers.telegram.shared_pace import SharedPace
from bot.handlers.wording import ChineseDesk, describe_notice
from bot.notices.notice import RecipientState
from bot.referral.directory import Directory
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN, DropAfter, DropBefore, FakeTelegram, ServerError, TooMany
from tests.handlers.telegram.notices_at_hand import (
    AUTHOR,
    BROADCASTING,
    FIRST_CHAT,
    counts,
    notice,
    received,
    release,
    sending_process,
    subscribe_many,
)
from tests.handlers.telegram.service import FakeAssistant, FakeDirectory
from tests.handlers.waiting import until


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLite, or PostgreSQL where a test asks for it."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'bot.db'}"


_OPEN = {RecipientState.QUEUED, RecipientState.SENDING}


@asynccontextmanager
async def _serving(works: SqlWorks, fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(
        TelegramAccess(TOKEN, fake.url),
        works,
        FakeAssistant(),
        Desk(ChineseDesk()),
        ChineseDesk(),
        lambda: cast("Directory", FakeDirectory()),
        pace=SharedPace(works),
        broadcasting=TelegramBroadcasting(works, describe_notice),
    )
    ticks = BroadcastTicks(BROADCASTING, works.writing, lambda: True)
    async with channel.running(), ticking(ticks):
        yield channel


async def _prepared(database: Database, fake: FakeTelegram, count: int) -> int:
    """So many subscribers, and a released notice."""
    fake.limits.overall, fake.limits.per_chat = 30, 1
    await subscribe_many(database, count)
    for chat in (1, *range(FIRST_CHAT, FIRST_CHAT + count)):
        fake.world.open_chat(chat)
    async with SqlWorks(database).writing() as work:
        return await release(work, notice())


async def _settled(works: SqlWorks, number: int, seconds: float = 40.0) -> dict[RecipientState, int]:
    async with asyncio.timeout(seconds):
        while True:
            found = await counts(works, number)
            if found and not _OPEN & set(found):
                return found
            await asyncio.sleep(0.1)


async def test_it_reaches_everyone_once_with_the_way_out_under_it(
    database: Database, works: SqlWorks, fake: FakeTelegram
) -> None:
    number = await _prepared(database, fake, 60)
    async with _serving(works, fake):
        assert await _settled(works, number) == {RecipientState.SENT: 60}
    assert set(received(fake).values()) == {1}
    assert fake.limits.refused == 0
    message = fake.people.from_bot(FIRST_CHAT)[-1]
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "退订"


async def test_blocked_and_gone_are_unsubscribed(
    database: Database, works: SqlWorks, fake: FakeTelegram
) -> None:
    number = await _prepared(database, fake, 5)
    fake.world.open_chat(FIRST_CHAT).is_blocked = True
    del fake.world.chats[FIRST_CHAT + 1]
    async with _serving(works, fake):
        settled = await _settled(works, number)
    assert settled == {RecipientState.BLOCKED: 1, RecipientState.GONE: 1, RecipientState.SENT: 3}
    async with works.reading() as work:
        assert await work.recipients.count_audience(notice().audience) == 3


async def test_a_broken_connection_leaves_a_doubt_and_a_refusal_does_not(
    database: Database, works: SqlWorks, fake: FakeTelegram
) -> None:
    number = await _prepared(database, fake, 12)
    # The first message of all is the test message, which is an answer.
    for fault in (ServerError(502), ServerError(500), DropAfter(), DropBefore()):
        fake.faults.add("sendMessage", fault)
    async with _serving(works, fake):
        settled = await _settled(works, number)
    assert set(settled) <= {RecipientState.SENT, RecipientState.UNKNOWN}
    assert sum(settled.values()) == 12
    assert settled.get(RecipientState.UNKNOWN, 0) <= 2
    assert max(received(fake).values()) == 1


async def test_after_429_nobody_sends_for_so_long_and_nothing_is_lost(
    database: Database, works: SqlWorks, fake: FakeTelegram
) -> None:
    number = await _prepared(database, fake, 40)
    async with _serving(works, fake):
        await until(lambda: sum(received(fake).values()) >= 10, 20)
        fake.faults.add("sendMessage", TooMany(2))
        refused_at = time.monotonic()
        settled = await _settled(works, number)
    assert settled == {RecipientState.SENT: 40}
    assert max(received(fake).values()) == 1
    sent = [at for at, method, _ in fake.calls if method == "sendMessage" and at > refused_at]
    # At most what was on its way when the refusal came.
    assert sum(sent[0] + 0.2 < at < sent[0] + 1.9 for at in sent) == 0


async def test_answers_go_before_notices(database: Database, works: SqlWorks, fake: FakeTelegram) -> None:
    number = await _prepared(database, fake, 150)
    async with _serving(works, fake):
        await until(lambda: sum(received(fake).values()) >= 10, 20)
        await fake.people.say(7, "hello")
        await fake.people.wait_for(7, "«hello»", 30)
        assert RecipientState.QUEUED in await counts(works, number)


async def test_a_pause_stops_it_within_a_second(
    database: Database, works: SqlWorks, fake: FakeTelegram
) -> None:
    number = await _prepared(database, fake, 150)
    async with _serving(works, fake):
        await until(lambda: sum(received(fake).values()) >= 10, 20)
        async with works.writing() as work:
            await BROADCASTING.pause(work, AUTHOR, number, datetime.now(UTC))
        await asyncio.sleep(1)
        stopped_at = sum(received(fake).values())
        await asyncio.sleep(1)
        assert sum(received(fake).values()) == stopped_at
    found = await counts(works, number)
    assert found[RecipientState.SENT] == stopped_at
    assert RecipientState.SENDING not in found


async def test_who_pressed_the_way_out_gets_no_more(works: SqlWorks) -> None:
    citizen = Citizen(Channel.TELEGRAM, "5")
    async with works.writing() as work:
        await work.subscribers.opt_in(citizen, "safety", "5301", "同意", datetime.now(UTC))
        assert await work.subscribers.opt_out(citizen, datetime.now(UTC)) == 1
        (kept,) = await work.subscribers.export(citizen)
        assert kept["consent_text"] == "同意"
        assert kept["opted_out_at"]
        assert await work.subscribers.get(citizen) is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_three_processes_killed_again_and_again_lose_and_double_nothing(
    database: Database, works: SqlWorks, fake: FakeTelegram, database_url: str
) -> None:
    number = await _prepared(database, fake, 180)
    in_flight = 0
    async with AsyncExitStack() as stack:
        living = await stack.enter_async_context(sending_process(database_url, fake))
        await stack.enter_async_context(sending_process(database_url, fake))
        for killed in range(2):
            async with sending_process(database_url, fake) as victim:
                enough = 50 * (killed + 1)
                await until(lambda enough=enough: sum(received(fake).values()) >= enough, 120)  # type: ignore[misc]
                in_flight += (await counts(works, number)).get(RecipientState.SENDING, 0)
                victim.kill()
        settled = await _settled(works, number, 120)
        assert living.returncode is None
    unknown = settled.pop(RecipientState.UNKNOWN, 0)
    assert settled == {RecipientState.SENT: 180 - unknown}
    assert unknown <= in_flight
    got = received(fake)
    assert max(got.values()) == 1
    assert sum(n == 0 for n in got.values()) <= unknown
    # A killed sender cannot say any more that it sent something late; benchmarks/broadcast.py measures without.
    assert fake.limits.refused <= 3
