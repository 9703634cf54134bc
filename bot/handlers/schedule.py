"""The clock as a channel: APScheduler → use cases."""

from __future__ import annotations

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
    """Tick each part at its own pace; one that is late is done once, never twice at a time."""
    # A late tick must still run (by default APScheduler drops it after a second), and only once.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler = AsyncIOScheduler(timezone="Asia/Shanghai", job_defaults=defaults)
    for part in parts:
        scheduler.add_job(_guarded(part), "interval", seconds=part.every.total_seconds())
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


def _guarded(part: Ticking) -> Job:
    async def run() -> None:
        try:
            await part.tick()
        except Exception:
            log.exception("tick failed", part=type(part).__name__)

    return run
