"""kill -9 at every stage between question and delivered answer: nothing is lost, each chat keeps its order."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.fake_telegram import FakeTelegram, Slow
from tests.handlers.waiting import until

ROOT = Path(__file__).resolve().parents[3]


@asynccontextmanager
async def _process(database_url: str, fake: FakeTelegram) -> AsyncIterator[Process]:
    """A running channel process; it is killed at the end at the latest."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.handlers.telegram.channel_process", database_url, fake.url,
        cwd=ROOT, stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _until_called(fake: FakeTelegram, method: str, times: int) -> None:
    await until(lambda: len(fake.sent_at(method)) >= times, 20)


def _answers(fake: FakeTelegram, chat: int) -> list[str]:
    """What was answered, a message that was sent twice counted once."""
    return list(dict.fromkeys(text.split("\n")[-1] for text in fake.people.texts(chat)))


async def test_killed_again_and_again_nothing_is_lost(fake: FakeTelegram, database_url: str) -> None:
    chats = (42, 43, 44)
    asked = 0
    # Killed at different moments after the first poll: before, between and after the rows are written.
    for delay in (0.0, 0.01, 0.03, 0.06, 0.12):
        fake.faults.slow_seconds = 0.03
        polls = len(fake.sent_at("getUpdates"))
        async with _process(database_url, fake) as process:
            await _until_called(fake, "getUpdates", polls + 1)
            for chat in chats:
                await fake.people.say(chat, f"q{asked}")
            asked += 1
            await asyncio.sleep(delay)
            process.kill()
    async with _process(database_url, fake):
        for chat in chats:
            await fake.people.wait_for(chat, f"«q{asked - 1}»", 30)
    for chat in chats:
        assert _answers(fake, chat) == [f"«q{n}»" for n in range(asked)]


async def test_killed_while_sending_the_answer_comes_within_seconds_of_the_restart(
    fake: FakeTelegram, database_url: str
) -> None:
    fake.faults.add("sendMessage", Slow(30))
    async with _process(database_url, fake) as process:
        await fake.people.say(42, "halfway")
        await _until_called(fake, "sendMessage", 1)
        process.kill()
    async with _process(database_url, fake):
        await fake.people.wait_for(42, "halfway", 30)
    assert _answers(fake, 42) == ["«halfway»"]
