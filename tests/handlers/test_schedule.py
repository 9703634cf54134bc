"""The clock as a channel: ticks come again and again, a failing one is said, and the end is quiet and complete."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.handlers.schedule import ticking


class Part:
    """Counts its ticks; `left` tells how the last one ended."""

    every = timedelta(seconds=0.02)

    def __init__(self, lasts: float = 0.0, fails: bool = False) -> None:
        self._lasts, self._fails = lasts, fails
        self.began = asyncio.Event()
        self.count = 0
        self.left = ""

    async def tick(self) -> None:
        self.count += 1
        self.began.set()
        try:
            await asyncio.sleep(self._lasts)
            if self._fails:
                raise ValueError("no")
            self.left = "done"
        except asyncio.CancelledError:
            # What a tick does on its way out takes a moment too: a checker is killed and waited for.
            await asyncio.sleep(0.05)
            self.left = "given up"
            raise


async def _count(part: Part, wanted: int) -> None:
    while part.count < wanted:  # noqa: ASYNC110 - the part knows nothing of its test
        await asyncio.sleep(0.01)


async def test_a_part_that_fails_ticks_again_and_so_do_the_others() -> None:
    failing, other = Part(fails=True), Part()
    async with ticking(failing, other), asyncio.timeout(10):
        await _count(failing, 3)
        await _count(other, 3)
    assert other.left == "done"


async def test_a_tick_is_never_under_way_twice() -> None:
    part = Part(lasts=0.5)
    async with ticking(part):
        await part.began.wait()
        await asyncio.sleep(0.2)
        assert part.count == 1


async def test_the_end_gives_up_what_is_under_way_quietly_and_waits_for_it(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    part = Part(lasts=60)
    with caplog.at_level(logging.WARNING):
        async with ticking(part), asyncio.timeout(10):
            await part.began.wait()
        assert part.left == "given up"
        await asyncio.sleep(0.1)
    assert not caplog.records
    assert "Traceback" not in capfd.readouterr().err


async def test_nothing_ticks_after_the_end() -> None:
    part = Part()
    async with ticking(part), asyncio.timeout(10):
        await _count(part, 2)
    count = part.count
    await asyncio.sleep(0.1)
    assert part.count == count
