"""Lanes: what belongs to one chat is done in order, many chats at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()
ItemT = TypeVar("ItemT")

MOST_AT_ONCE = 64


class Lanes(Generic[ItemT]):
    """Runs `work(item)` for each item: one at a time in a lane, at most `most_at_once` over all lanes."""

    def __init__(self, work: Callable[[ItemT], Awaitable[None]], most_at_once: int = MOST_AT_ONCE) -> None:
        self._work = work
        self._room = asyncio.Semaphore(most_at_once)
        self._waiting: dict[str, deque[ItemT]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def put(self, lane: str, item: ItemT) -> None:
        """Add an item to the end of its lane."""
        if self._is_closed:
            return
        if lane in self._waiting:
            self._waiting[lane].append(item)
            return
        self._waiting[lane] = deque([item])
        worker = asyncio.create_task(self._drain(lane), name=f"lane {lane}")
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    def waiting_in(self, lane: str) -> int:
        """How many items of a lane are not begun."""
        return len(self._waiting.get(lane, ()))

    async def close(self, seconds: float) -> None:
        """Start nothing new, give what runs some time, then stop it."""
        self._is_closed = True
        for waiting in self._waiting.values():
            waiting.clear()
        if not self._workers:
            return
        _, late = await asyncio.wait(set(self._workers), timeout=seconds)
        for worker in late:
            worker.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _drain(self, lane: str) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                async with self._room:
                    if waiting:
                        await self._do(waiting.popleft())
        finally:
            del self._waiting[lane]

    async def _do(self, item: ItemT) -> None:
        try:
            await self._work(item)
        except Exception as error:
            log.error("lane work failed", error=type(error).__name__)
