"""What the outbox pump needs, and what can become of a message: it went out, it never will, or not now."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.conversation import Channel
from bot.delivery import Parcel


class PumpOutbox(Protocol):
    """Where messages wait."""

    async def claim_due(self, channel: Channel, now: datetime, limit: int) -> list[Parcel]:
        """Lease due messages, oldest first, one a recipient."""

    async def mark_sent(self, parcel_id: int, sent_ref: str, now: datetime) -> None:
        """It went out."""

    async def mark_failed(self, parcel_id: int, why: str) -> None:
        """It will never go out."""

    async def delay(self, parcel_id: int, until: datetime, why: str = "") -> None:
        """Try again at `until`."""

    async def next_due_at(self, channel: Channel) -> datetime | None:
        """When the next message becomes due."""

    async def release_leases(self, channel: Channel) -> int:
        """Make leased messages due at once."""

    async def held_by_dead(self, channel: Channel) -> frozenset[str]:
        """Processes that hold messages and are not there any more."""

    async def release_held_by(self, channel: Channel, holders: Collection[str]) -> int:
        """Make the messages that these held due at once."""


class PumpWork(Protocol):
    """A unit of work that holds the outbox."""

    @property
    def outbox(self) -> PumpOutbox:
        """The outbox."""


WorkT_co = TypeVar("WorkT_co", bound=PumpWork, covariant=True)


class PumpWorks(Protocol[WorkT_co]):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[WorkT_co]:
        """A unit of work that may write."""

    def reading(self) -> AbstractAsyncContextManager[WorkT_co]:
        """A unit of work that only reads."""


@dataclass(frozen=True)
class Sent:
    """It went out."""

    parcel: Parcel
    sent_ref: str
    lost: str = ""


@dataclass(frozen=True)
class Failed:
    """It will never go out."""

    parcel: Parcel
    why: str


@dataclass(frozen=True)
class Later:
    """Not now."""

    parcel: Parcel
    until: datetime
    why: str


End = Sent | Failed | Later
