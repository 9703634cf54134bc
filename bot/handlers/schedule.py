"""The clock as a channel: APScheduler → use cases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()
Job = Callable[[], Awaitable[None]]


class Ticking(Protocol):
    """Something to do again and again."""

    every: timedelta

    async def tick(self) -> None:
        """Do it once."""


@asynccontextmanager
async def ticking(*parts: Ticking) -> AsyncIterator[AsyncIOScheduler]:
    """Tick each part at its own pace; one that is late is done once, never twice at a time.

    At the end, what is under way is given up, and has come to its end before this returns."""
    # A late tick must still run (by default APScheduler drops it after a second), and only once.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone="Asia/Shanghai", job_defaults=defaults)
    under_way: set[asyncio.Task[None]] = set()
    for part in parts:
        scheduler.add_job(_guarded(part, under_way), "interval", seconds=part.every.total_seconds())
    scheduler.start()
    try:
        yield scheduler
    finally:
        # No new tick begins from here on; APScheduler itself would not wait for those that it cancels.
        scheduler.pause()
        await _given_up(under_way)
        scheduler.shutdown(wait=False)


async def _given_up(under_way: set[asyncio.Task[None]]) -> None:
    # A job whose turn came just now begins its tick first.
    await asyncio.sleep(0)
    while under_way:
        for tick in under_way:
            tick.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await asyncio.sleep(0)


def _guarded(part: Ticking, under_way: set[asyncio.Task[None]]) -> Job:
    async def run() -> None:
        # A task of its own: APScheduler would write down as a failure that its own one was cancelled.
        tick = asyncio.create_task(part.tick())
        under_way.add(tick)
        try:
            await asyncio.wait((tick,))
        finally:
            under_way.discard(tick)
        if not tick.cancelled() and (failure := tick.exception()) is not None:
            log.error("tick failed", part=type(part).__name__, exc_info=failure)

    return run
