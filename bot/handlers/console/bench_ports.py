"""What the workbench pages need of the storage, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from bot.drafts import Draft
from bot.faq.diff import Question
from bot.faq.statutes import Corpus
from bot.misses import Asked, Fate, Mark
from bot.publishing import EditionNote, Editions


class BenchEditions(Editions, Protocol):
    """Published editions."""

    async def history(self, limit: int = 50) -> list[EditionNote]:
        """The last editions, newest first."""


class BenchDrafts(Protocol):
    """Drafts of entries."""

    async def open(
        self,
        entry_id: str,
        cells: Mapping[str, str],
        *,
        base_hash: str | None,
        origin: str,
        by: str,
        now: datetime,
    ) -> int:
        """Begin a draft; returns its id."""

    async def get(self, draft_id: int) -> Draft | None:
        """One draft."""

    async def of_entry(self, entry_id: str) -> Draft | None:
        """The draft of an entry, if somebody is at it."""

    async def all(self) -> list[Draft]:
        """Every draft."""

    async def save(self, draft_id: int, cells: Mapping[str, str], *, by: str, now: datetime) -> None:
        """Replace what it says."""

    async def drop(self, draft_id: int) -> None:
        """Forget it."""


class BenchMisses(Protocol):
    """Inquiries that were not helped."""

    async def asked_since(self, moment: datetime) -> list[Asked]:
        """Every inquiry since then, in order."""

    async def questions_since(self, moment: datetime, limit: int = 3000) -> list[Question]:
        """What was asked since then, each text once."""

    async def marks(self) -> dict[str, Mark]:
        """What was decided, by the key of the text."""

    async def mark(
        self, keys: Iterable[str], fate: Fate, *, by: str, now: datetime, entry_id: str | None = None
    ) -> None:
        """Keep a decision."""


class BenchStatutes(Protocol):
    """Imported law texts."""

    async def load(self, day: date) -> Corpus:
        """The laws in force on this day."""


class BenchWork(Protocol):
    """The stores of the workbench."""

    @property
    def editions(self) -> BenchEditions:
        """Published editions."""

    @property
    def drafts(self) -> BenchDrafts:
        """Drafts."""

    @property
    def misses(self) -> BenchMisses:
        """Misses."""

    @property
    def statutes(self) -> BenchStatutes:
        """Law texts."""
