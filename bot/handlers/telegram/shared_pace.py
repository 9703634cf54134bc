"""SharedPace: the pace of answers where several processes share one send budget; answers go before notices."""

from __future__ import annotations

import asyncio
import contextlib
import time
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import structlog

from bot.conversation import Channel
from bot.delivery import Delayed, Refused, SendBudget, Turn

log = structlog.get_logger()

# A parcel is leased for a while only: one that would wait longer in our hands goes back into the outbox.
_LONGEST_WAIT_SECONDS = 20.0


class BudgetWork(Protocol):
    """A unit of work that holds the budget."""

    @property
    def budget(self) -> SendBudget:
        """The budget."""


class BudgetWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[BudgetWork]:
        """A unit of work that may write."""


class SharedPace:
    """Implements `pace.Turns` on the database's send budget."""

    def __init__(self, works: BudgetWorks, channel: Channel = Channel.TELEGRAM) -> None:
        self._works = works
        self._channel = channel
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0
        self._pausing: set[asyncio.Task[None]] = set()

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may go. Raises Delayed where that is too long to stand waiting."""
        waited = 0.0
        while True:
            self._waiting += 1
            try:
                async with self._one_at_a_time:
                    turn = await self._take(chat)
            finally:
                self._waiting -= 1
            if isinstance(turn, Turn):
                return await asyncio.sleep(turn.go_at - time.monotonic())
            waited += turn.seconds
            if waited > _LONGEST_WAIT_SECONDS:
                raise Delayed(turn.seconds)
            await asyncio.sleep(turn.seconds)

    def pause(self, chat: str, seconds: float) -> None:
        """The server asked for quiet: nobody sends for `seconds`, in no process."""
        pausing = asyncio.create_task(self._pause(seconds))
        self._pausing.add(pausing)
        pausing.add_done_callback(self._pausing.discard)

    # ------------------------------------------------------------ private

    async def _take(self, chat: str) -> Turn | Refused:
        async with self._works.writing() as work:
            (turn,) = await work.budget.take(
                self._channel, [chat], is_answer=True, more_answers=self._waiting > 1
            )
            return turn

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(Exception):
            async with self._works.writing() as work:
                await work.budget.pause(self._channel, seconds)
            return
        log.error("pause could not be shared", channel=self._channel.value)
