"""Standings of entries are kept, replaced and dropped with their entries."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.faq.statutes.standing import Standing
from bot.storage.work import SqlWorks

CALM = Standing({"《民法典》第944条": "a" * 64})
MOVED = Standing({"《民法典》第944条": "a" * 64}, ("变了",), date(2026, 11, 23), date(2026, 1, 5))


async def kept(works: SqlWorks) -> dict[str, Standing]:
    async with works.reading() as work:
        return await work.standings.load()


async def test_standings_read_back_equal(works: SqlWorks) -> None:
    after = {"property-a": CALM, "property-b": MOVED}
    async with works.writing() as work:
        await work.standings.save({}, after)
    assert await kept(works) == after


async def test_changed_ones_are_replaced_and_gone_ones_dropped(works: SqlWorks) -> None:
    before = {"property-a": CALM, "property-b": CALM}
    async with works.writing() as work:
        await work.standings.save({}, before)
    async with works.writing() as work:
        await work.standings.save(before, {"property-a": MOVED})
    assert await kept(works) == {"property-a": MOVED}


async def test_confirmation_keeps_the_new_standing(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.standings.save({}, {"property-a": MOVED})
    async with works.writing() as work:
        await work.standings.confirm("property-a", CALM, "李律师", datetime(2026, 11, 24, tzinfo=UTC))
    assert await kept(works) == {"property-a": CALM}
