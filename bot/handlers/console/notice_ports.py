"""What the notice pages need of the storage, in one transaction."""

from __future__ import annotations

from typing import Protocol

from bot.broadcast import Broadcasts, BroadcastWork, Recipients
from bot.notices.notice import Broadcast, BroadcastMove, RecipientRow


class PageBroadcasts(Broadcasts, Protocol):
    """Broadcasts as staff see them."""

    async def newest(self, limit: int = 100) -> list[Broadcast]:
        """The newest ones first."""

    async def seen(self, broadcast_id: int) -> Broadcast | None:
        """A broadcast, to be looked at only."""

    async def moves(self, broadcast_id: int) -> list[BroadcastMove]:
        """Who did what, oldest first."""


class PageRecipients(Recipients, Protocol):
    """Recipients as staff see them."""

    async def page(self, broadcast_id: int, after_id: int, limit: int) -> list[RecipientRow]:
        """The next rows of the report."""


class NoticePagesWork(BroadcastWork, Protocol):
    """The stores that the notice pages touch."""

    @property
    def broadcasts(self) -> PageBroadcasts:
        """Broadcasts."""

    @property
    def recipients(self) -> PageRecipients:
        """Their recipients."""
