"""The leader's work on broadcasts, again and again: start what is due, write recipients, end what is done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.broadcast import Broadcasting, BroadcastWork


class ChatBudget(Protocol):
    """The send budget's rows of single chats."""

    async def forget_old_chats(self) -> None:
        """Drop those that limit nothing any more."""


class TickWork(BroadcastWork, Protocol):
    """The stores that the leader touches."""

    @property
    def budget(self) -> ChatBudget:
        """The send budget."""


def _now() -> datetime:
    return datetime.now(UTC)


class BroadcastTicks:
    """Does nothing in a process that is not the leader."""

    every = timedelta(seconds=1)

    def __init__(
        self,
        broadcasting: Broadcasting,
        writing: Callable[[], AbstractAsyncContextManager[TickWork]],
        is_leader: Callable[[], bool],
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._broadcasting = broadcasting
        self._writing = writing
        self._is_leader = is_leader
        self._clock = clock
        self._ticks = 0

    async def tick(self) -> None:
        """One round, in short transactions: nobody who answers a citizen waits for all of it."""
        if not self._is_leader():
            return
        async with self._writing() as work:
            await self._broadcasting.start_due(work, self._clock())
        async with self._writing() as work:
            await self._broadcasting.finish_cancelled(work, self._clock())
        is_more = True
        while is_more and self._is_leader():
            async with self._writing() as work:
                is_more = await self._broadcasting.enqueue_next(work)
        async with self._writing() as work:
            await self._broadcasting.end_finished(work, self._clock())
            self._ticks += 1
            if self._ticks % 60 == 0:
                await work.budget.forget_old_chats()
