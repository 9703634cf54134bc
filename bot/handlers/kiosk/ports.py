"""What the kiosk needs of the storage: one transaction with the stores of an inquiry and the inbox."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.assistant import AssistantWork


class Inbox(Protocol):
    """What came in, and what was answered on it."""

    async def receive(self, key: str, lane: str, payload: Any, now: datetime) -> bool: ...
    async def finish(self, key: str, now: datetime, reply: Any = None) -> bool: ...
    async def reply_to(self, key: str) -> Any: ...
    async def forget_lane(self, lane: str) -> int: ...


class KioskWork(AssistantWork, Protocol):
    """The stores that one request of a kiosk touches."""

    @property
    def inbox(self) -> Inbox: ...


class KioskWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[KioskWork]:
        """A unit that is kept at its end, or undone on an exception."""

    def reading(self) -> AbstractAsyncContextManager[KioskWork]:
        """A unit that only reads."""


__all__ = ["KioskWorks"]
