"""What tests and the benchmark of notices share: many subscribers at once, a released broadcast, what became of it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from bot.broadcast import Broadcasting
from bot.conversation import Channel
from bot.delivery import Recipient
from bot.desk import Role, StaffMember
from bot.handlers.cron import next_cron
from bot.handlers.wording import describe_notice
from bot.notices.notice import Audience, Content, Draft, RecipientState, Timing
from bot.storage.database import Database
from bot.storage.tables import subscribers, subscriptions
from bot.storage.work import SqlWork, SqlWorks
from tests.fake_telegram import FakeTelegram

ROOT = Path(__file__).resolve().parents[3]
AUTHOR = StaffMember(1, "张三", Role.CITY, None)
RELEASER = StaffMember(2, "李四", Role.CITY, None)
FIRST_CHAT = 1000
BROADCASTING = Broadcasting(describe_notice, next_cron)


async def subscribe_many(database: Database, count: int, *, division: str = "5301", quiet: int = 0) -> None:
    """Chats from FIRST_CHAT on subscribe to 安全生产, with no quiet hours unless `quiet` minutes end the night."""
    now = datetime.now(UTC)
    async with database.writing() as connection:
        for start in range(0, count, 5000):
            chats = range(FIRST_CHAT + start, FIRST_CHAT + min(start + 5000, count))
            rows = [
                {"channel": "telegram", "address": str(chat), "quiet_from": 0, "quiet_until": quiet, "created_at": now}
                for chat in chats
            ]  # fmt: skip
            await connection.execute(insert(subscribers), rows)
        ids = (await connection.execute(select(subscribers.c.id))).scalars().all()
        opted = [
            {
                "running_key": f"{one}/safety/{division}",
                "subscriber_id": one,
                "topic": "safety",
                "division_code": division,
                "opted_in_at": now,
                "consent_text": "同意",
            }
            for one in ids
        ]
        for start in range(0, len(opted), 5000):
            await connection.execute(insert(subscriptions), opted[start : start + 5000])


async def release(work: SqlWork, draft: Draft, now: datetime | None = None) -> int:
    """Draft, test and release a broadcast; returns its number."""
    now = now or datetime.now(UTC)
    made = await BROADCASTING.draft(work, AUTHOR, draft, now)
    await BROADCASTING.test(work, AUTHOR, made.id, Recipient(Channel.TELEGRAM, "1"), now)
    count = await work.recipients.count_audience(draft.audience)
    released = await BROADCASTING.release(
        work, RELEASER, made.id, text_hash=made.text_hash, count=count, now=now
    )
    return released.id


def notice(text: str = "安全生产月：请检查燃气。", timing: Timing | None = None) -> Draft:
    return Draft("安全生产月", Content(text), Audience(topics=("safety",)), timing or Timing())


@asynccontextmanager
async def sending_process(database_url: str, fake: FakeTelegram) -> AsyncIterator[Process]:
    """A running service; it is killed at the end at the latest."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.handlers.telegram.notice_process", database_url, fake.url,
        cwd=ROOT, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def counts(works: SqlWorks, broadcast_id: int) -> dict[RecipientState, int]:
    async with works.reading() as work:
        return await work.recipients.counts(broadcast_id)


def received(fake: FakeTelegram, words: str = "安全生产月") -> Counter[int]:
    """How often each chat got the notice."""
    got: Counter[int] = Counter()
    for chat_id, chat in fake.world.chats.items():
        got[chat_id] += sum(words in one.get("text", "") for one in chat.messages)
    del got[1]
    return got
