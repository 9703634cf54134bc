"""While the service runs, newly imported law reaches its answers, and moved law its staff and citizens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.faq.loader import Faq
from bot.faq.statutes import LawBook, Statute, StatuteFolder
from bot.law_upkeep import LawUpkeep, weigh_entries
from bot.storage.work import SqlWorks
from tests.fakes import entry
from tests.statutes import DAY, statute

FEE = entry("property-fee")
FAQ = Faq((FEE,), "1" * 64)
CHANGED = statute(version_date="2026-11-01", effective_date="2026-12-01", articles={"944": "完全不同。"})


@dataclass
class LiveFaq:
    faq: Faq = FAQ


@dataclass
class Day:
    now: date = DAY
    count: int = 0

    def __call__(self) -> date:
        return self.now


@dataclass
class Parts:
    works: SqlWorks
    book: LawBook = field(default_factory=LawBook)
    live: LiveFaq = field(default_factory=LiveFaq)
    day: Day = field(default_factory=Day)

    def upkeep(self) -> LawUpkeep:
        return LawUpkeep(self.book, self.live, self.works.writing, self.works.reading, self.day)

    async def take(self, *statutes: Statute) -> None:
        async with self.works.writing() as work:
            await work.statutes.import_all(StatuteFolder(statutes, None), datetime.now(UTC))


async def test_without_statutes_nothing_is_judged_or_kept(works: SqlWorks) -> None:
    async with works.writing() as work:
        book = await weigh_entries(work, FAQ, DAY)
        assert await work.standings.load() == {}
    assert book.corpus.is_empty
    assert not book.needs_review(FEE)


async def test_import_reaches_the_running_book(works: SqlWorks) -> None:
    parts = Parts(works)
    upkeep = parts.upkeep()
    await upkeep.tick()
    assert parts.book.cited(FEE) == ()
    await parts.take(statute())
    await upkeep.tick()
    assert [law.title for law in parts.book.cited(FEE)] == ["《民法典》第944条"]


async def test_text_moves_on_the_day_it_takes_effect(works: SqlWorks) -> None:
    parts = Parts(works)
    upkeep = parts.upkeep()
    await parts.take(statute())
    await upkeep.tick()
    await parts.take(CHANGED)
    await upkeep.tick()
    assert not parts.book.needs_review(FEE)
    parts.day.now = date(2026, 12, 1)
    await upkeep.tick()
    assert parts.book.needs_review(FEE)
    assert [one.entry for one in parts.book.to_review(FAQ)] == [FEE]


async def test_new_faq_is_weighed_and_a_restart_remembers(works: SqlWorks) -> None:
    parts = Parts(works, day=Day(date(2026, 12, 1)))
    await parts.take(statute())
    await parts.upkeep().tick()
    await parts.take(CHANGED)
    other = entry("property-other")
    parts.live.faq = Faq((FEE, other), "2" * 64)
    restarted = Parts(works, live=parts.live, day=parts.day)
    await restarted.upkeep().tick()
    assert restarted.book.needs_review(FEE)
    assert not restarted.book.needs_review(other)


async def test_quiet_tick_opens_no_writing_unit(works: SqlWorks) -> None:
    parts = Parts(works)
    upkeep = parts.upkeep()
    await parts.take(statute())
    await upkeep.tick()
    corpus = parts.book.corpus
    await upkeep.tick()
    assert parts.book.corpus is corpus
