"""Stores in plain memory: for asking without keeping anything (`legalbot ask`), and for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.conversation import Citizen, Dialogue
from bot.delivery import Message, Recipient
from bot.inquiry_record import InquiryRecord
from bot.storage.inquiries import short_code


class MemoryConversations:
    """Conversations in a dict."""

    def __init__(self) -> None:
        self._kept: dict[Citizen, Dialogue] = {}

    async def load(self, citizen: Citizen) -> Dialogue:
        """The citizen's dialogue, or a new one."""
        return self._kept.get(citizen, Dialogue())

    async def save(self, citizen: Citizen, dialogue: Dialogue, now: datetime) -> None:
        """Replace it."""
        self._kept[citizen] = dialogue

    async def erase(self, citizen: Citizen) -> None:
        """Forget it."""
        self._kept.pop(citizen, None)


class MemoryInquiries:
    """Inquiries are given a code and dropped."""

    async def record(self, record: InquiryRecord) -> str:
        """A code."""
        return short_code(7)

    async def give_feedback(self, citizen: Citizen, code: str, feedback: str) -> bool:
        """Nothing is kept to mark."""
        return False

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """Nothing is kept."""
        return []

    async def erase(self, citizen: Citizen) -> None:
        """Nothing is kept."""


class NoOutbox:
    """Nothing is sent."""

    async def put(
        self,
        recipient: Recipient,
        message: Message,
        *,
        key: str,
        now: datetime,
        case_number: str | None = None,
        reply_to: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Dropped."""

    async def amend(self, key: str, message: Message, *, not_before: datetime) -> bool:
        """Nothing waits."""
        return False


class NoCases:
    """No case is ever opened: every look-up finds nothing."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"cases are off here: {name}")

    async def erase(self, citizen: Citizen) -> None:
        """Nothing is kept."""

    async def of_citizen(self, citizen: Citizen) -> tuple[()]:
        """None."""
        return ()


class NoStaff:
    """No chats."""

    async def chats_of(self, station_id: str) -> tuple[str, ...]:
        """None."""
        return ()


class NoReminders:
    """Nobody is reminded."""

    async def running(self, citizen: Citizen, now: datetime) -> tuple[()]:
        """None."""
        return ()

    async def cancel(self, citizen: Citizen, code: str, now: datetime) -> None:
        """None is there."""

    async def erase(self, citizen: Citizen) -> None:
        """Nothing is kept."""

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """Nothing is kept."""
        return []


class NoSubscribers:
    """Nobody subscribes."""

    async def opt_out(self, citizen: Citizen, now: datetime, **which: Any) -> int:
        """None is there."""
        return 0

    async def get(self, citizen: Citizen) -> None:
        """None is there."""

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """Nothing is kept."""
        return []


class MemoryWork:
    """A unit of work that keeps conversations only, for as long as it lives."""

    def __init__(self) -> None:
        self.conversations = MemoryConversations()
        self.inquiries = MemoryInquiries()
        self.cases: Any = NoCases()
        self.staff = NoStaff()
        self.duty: Any = NoCases()
        self.pulses: Any = NoCases()
        self.outbox = NoOutbox()
        self.reminders: Any = NoReminders()
        self.subscribers: Any = NoSubscribers()
        self.files: Any = NoCases()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[MemoryWork]:
        """This same unit, again and again."""
        yield self
