"""Pace: a gap between any two messages, a burst and then a trickle in one chat, and quiet when asked for."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.delivery import Delayed
from bot.handlers.telegram.pace import GROUP, PERSON, Pace


async def test_no_second_holds_more_than_the_limit() -> None:
    pace = Pace(per_second=100)
    granted: list[float] = []

    async def one(chat: int) -> None:
        await pace.turn(str(chat))
        granted.append(time.monotonic())

    await asyncio.gather(*(one(chat) for chat in range(30)))
    assert granted[-1] - granted[0] >= 0.28


async def test_one_chat_has_its_burst_and_then_waits_while_others_go_on() -> None:
    pace = Pace(per_second=100_000)
    started = time.monotonic()
    for _ in range(PERSON.burst):
        await pace.turn("1")
    assert time.monotonic() - started < 0.5
    waiting = asyncio.create_task(pace.turn("1"))
    await pace.turn("2")
    assert not waiting.done()
    await waiting
    assert time.monotonic() - started >= 0.8


async def test_a_pause_holds_everyone() -> None:
    pace = Pace(per_second=100_000)
    pace.pause("1", 0.3)
    started = time.monotonic()
    await pace.turn("2")
    assert time.monotonic() - started >= 0.29


@pytest.mark.parametrize("chat", ["1", "2", "-100"])
async def test_what_would_stand_waiting_too_long_goes_back(chat: str) -> None:
    pace = Pace()
    pace.pause("1", 300)
    with pytest.raises(Delayed):
        await pace.turn(chat)


def test_groups_are_slower_than_people() -> None:
    assert GROUP.seconds > PERSON.seconds
    assert 60 / GROUP.seconds <= 20
