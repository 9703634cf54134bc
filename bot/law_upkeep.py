"""After an import, a new FAQ or a new day: every entry is weighed anew against the law texts in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import structlog

from bot.faq.loader import Faq
from bot.faq.statutes import Corpus, LawBook
from bot.faq.statutes.standing import Standing, stand_all
from bot.referral.workdays import LOCAL_ZONE

log = structlog.get_logger()


class Statutes(Protocol):
    """The imported law texts."""

    async def stamp(self) -> str:
        """Changes whenever something was imported."""

    async def load(self, day: date) -> Corpus:
        """The laws in force on this day."""


class Standings(Protocol):
    """What each entry rested on when a person last stood behind it."""

    async def load(self) -> dict[str, Standing]:
        """By entry id."""

    async def save(self, before: Mapping[str, Standing], after: Mapping[str, Standing]) -> None:
        """Keep what differs."""


class LawWork(Protocol):
    """The stores that weighing touches, in one transaction."""

    @property
    def statutes(self) -> Statutes:
        """Law texts."""

    @property
    def standings(self) -> Standings:
        """Standings of entries."""


class LiveFaq(Protocol):
    """Holds the FAQ that is live."""

    @property
    def faq(self) -> Faq:
        """All entries."""


def today() -> date:
    """The day in Kunming."""
    return datetime.now(UTC).astimezone(LOCAL_ZONE).date()


async def weigh_entries(work: LawWork, faq: Faq, day: date) -> LawBook:
    """The law book of this day; the entries' standings are kept. Without statutes nothing is judged or kept."""
    book = LawBook()
    corpus = await work.statutes.load(day)
    if corpus.is_empty:
        return book
    before = await work.standings.load()
    after = stand_all(faq.entries, corpus, before)
    await work.standings.save(before, after)
    book.take(corpus, after)
    return book


class LawUpkeep:
    """Keeps the service's law book up to date while it runs."""

    every = timedelta(seconds=3)

    def __init__(
        self,
        book: LawBook,
        knowledge: LiveFaq,
        writing: Callable[[], AbstractAsyncContextManager[LawWork]],
        reading: Callable[[], AbstractAsyncContextManager[LawWork]],
        clock: Callable[[], date] = today,
    ) -> None:
        self._book = book
        self._knowledge = knowledge
        self._writing = writing
        self._reading = reading
        self._clock = clock
        self._seen: tuple[str, str, date] | None = None

    async def tick(self) -> None:
        """Weigh again where the texts, the FAQ or the day changed since the last look."""
        faq, day = self._knowledge.faq, self._clock()
        async with self._reading() as work:
            now = (await work.statutes.stamp(), faq.file_hash, day)
        if now == self._seen:
            return
        async with self._writing() as work:
            weighed = await weigh_entries(work, faq, day)
        self._book.take(weighed.corpus, weighed.standings)
        self._seen = now
        if weighed.corpus.is_empty:
            return
        doubts = sum(one.needs_review for one in weighed.standings.values())
        log.info("laws live", statutes=len(weighed.corpus.statutes), entries_to_review=doubts)
