"""What the Telegram channel needs of the stores and of the service."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.assistant import AssistantWork
from bot.conversation import Channel, Inquiry
from bot.delivery import Message, Outbox, Progress, Recipient
from bot.desk import Invitation, Role, StaffMember, StaffRoll
from bot.handlers.outbox_ports import PumpOutbox
from bot.outcome import Outcome
from bot.referral.directory import Directory

Clock = Callable[[], datetime]
Directories = Callable[[], Directory]


class Arrival(Protocol):
    """A row of the inbox."""

    @property
    def key(self) -> str:
        """What tells it from all others."""

    @property
    def lane(self) -> str:
        """What it must keep its order in."""

    @property
    def payload(self) -> Any:
        """The update as it came."""

    @property
    def attempts(self) -> int:
        """How often it failed before."""

    @property
    def number(self) -> int | None:
        """The server's count of updates."""

    @property
    def received_at(self) -> datetime:
        """When it came."""


class Inbox(Protocol):
    """Updates that came in."""

    async def receive(
        self, key: str, lane: str, payload: Any, now: datetime, number: int | None = None
    ) -> bool:
        """Keep an arrival; False where it came before."""

    async def open_lanes(self, prefix: str, before: datetime, limit: int) -> list[str]:
        """Lanes with something that is not answered and came before this moment."""

    async def next_open(self, lane: str) -> Any:
        """The first arrival of a lane that is not answered, locked; None where there is none."""

    async def number_before(self, prefix: str, number: int) -> int | None:
        """The number of the arrival next before this one."""

    async def count_attempt(self, key: str) -> None:
        """One more try failed."""

    async def finish(self, key: str, now: datetime, reply: Any = None) -> bool:
        """It is answered; False where it was before."""


class ChannelOutbox(Outbox, PumpOutbox, Protocol):
    """Messages that go out."""

    async def sent_message(self, recipient: Recipient, sent_ref: str) -> tuple[Message, str | None] | None:
        """A sent message and its case."""

    async def case_of_part(self, recipient: Recipient, sent_ref: str) -> str | None:
        """The case that a part of a sent message was about."""

    async def keep_progress(self, parcel_id: int, progress: Progress) -> None:
        """So much of it went out."""

    async def readdress(self, channel: Channel, old: str, new: str) -> None:
        """What waits for `old` goes to `new`."""


class Staff(StaffRoll, Protocol):
    """Who serves where, and in which chats."""

    async def get(self, staff_id: int) -> StaffMember | None:
        """An active member."""

    async def of_telegram(self, telegram_user: str) -> StaffMember | None:
        """The active member of this account."""

    async def was_dismissed(self, telegram_user: str) -> bool:
        """Whether this account's member was dismissed."""

    async def admit(
        self, name: str, role: Role, station_id: str | None, now: datetime, telegram_user: str | None = None
    ) -> StaffMember:
        """Add a member."""

    async def take_invitation(self, code: str, purpose: str, now: datetime) -> Invitation | None:
        """Use up a code; None for a wrong one."""

    async def link_chat(self, chat_id: str, station_id: str, now: datetime) -> None:
        """A chat serves a station."""

    async def unlink_chat(self, chat_id: str) -> None:
        """A chat serves no station."""

    async def rename_chat(self, old_chat_id: str, new_chat_id: str) -> None:
        """A chat has a new id."""

    async def station_of_chat(self, chat_id: str) -> str | None:
        """The station of a chat."""


class ChannelWork(AssistantWork, Protocol):
    """The stores that one update touches, in one transaction."""

    @property
    def inbox(self) -> Inbox:
        """The inbox."""

    @property
    def outbox(self) -> ChannelOutbox:
        """The outbox."""

    @property
    def staff(self) -> Staff:
        """The staff."""


class ChannelWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[ChannelWork]:
        """A unit of work that may write."""

    def reading(self) -> AbstractAsyncContextManager[ChannelWork]:
        """A unit of work that only reads."""


class Responder(Protocol):
    """Answers inquiries."""

    async def respond(self, work: Any, inquiry: Inquiry, *, key: str) -> Outcome:
        """Answer one inquiry."""
