"""Pace: not faster than Telegram allows, over all chats and in each one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.delivery import Delayed

_MOST_REMEMBERED = 10_000
# A parcel is leased for a while only: one that would wait longer in our hands goes back into the outbox.
_LONGEST_WAIT_SECONDS = 20.0


@dataclass(frozen=True)
class ChatLimit:
    """`burst` messages at once, then one every `seconds`."""

    seconds: float
    burst: int


PERSON = ChatLimit(seconds=1.0, burst=20)
GROUP = ChatLimit(seconds=3.0, burst=18)


class Turns(Protocol):
    """Says when a message may go."""

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may go. Raises Delayed where that is too long to stand waiting."""

    def pause(self, chat: str, seconds: float) -> None:
        """The server asked for quiet: nobody sends for `seconds`."""


class Pace:
    """Lets messages go one after the other with a gap, so that no second holds more than `per_second`."""

    def __init__(self, per_second: float = 28.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap = 1.0 / per_second
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._next_at = 0.0
        self._paused_until = 0.0
        # For each chat the moment at which its burst is whole again.
        self._whole_at: dict[str, float] = {}

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may go. Raises Delayed where that is too long to stand waiting."""
        await self._wait(self._chat_turn_at(chat))
        async with self._one_at_a_time:
            await self._wait(max(self._next_at, self._paused_until))
            self._next_at = self._clock() + self._gap

    def pause(self, chat: str, seconds: float) -> None:
        """The server asked for quiet: nobody sends for `seconds`, and this chat has used up its burst."""
        now = self._clock()
        limit = _limit(chat)
        self._paused_until = max(self._paused_until, now + seconds)
        self._whole_at[chat] = max(self._whole_at.get(chat, now), now + seconds + limit.burst * limit.seconds)

    def _chat_turn_at(self, chat: str) -> float:
        now = self._clock()
        limit = _limit(chat)
        whole_at = max(self._whole_at.get(chat, now), now) + limit.seconds
        turn_at = whole_at - limit.burst * limit.seconds
        if turn_at - now > _LONGEST_WAIT_SECONDS:
            raise Delayed(turn_at - now)
        self._forget_whole(now)
        self._whole_at[chat] = whole_at
        return turn_at

    def _forget_whole(self, now: float) -> None:
        if len(self._whole_at) >= _MOST_REMEMBERED:
            self._whole_at = {chat: at for chat, at in self._whole_at.items() if at > now}

    async def _wait(self, until: float) -> None:
        seconds = until - self._clock()
        if seconds > _LONGEST_WAIT_SECONDS:
            raise Delayed(seconds)
        if seconds > 0:
            await asyncio.sleep(seconds)


def _limit(chat: str) -> ChatLimit:
    return GROUP if chat.startswith("-") else PERSON
