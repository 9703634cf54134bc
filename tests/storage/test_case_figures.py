"""Counts of cases, on both kinds of database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Desk, Role
from bot.handlers.wording import ChineseDesk
from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


async def _filled(works: SqlWorks) -> None:
    """At S: one open, one waiting for its citizen, one closed; at T: one open, of a week before."""
    desk = Desk(ChineseDesk())
    async with works.writing() as work:
        staff = await work.staff.admit("甲", Role.STATION, "S", NOW)
        numbers = []
        for serial, (station, entry, at) in enumerate(
            (("S", "a", NOW), ("S", "a", NOW), ("S", None, NOW), ("T", "b", NOW - WEEK))
        ):
            opened = await desk.open(
                work,
                Citizen(Channel.TELEGRAM, str(serial)),
                origin=f"o{serial}",
                station_id=station,
                station_name=station,
                question="问",
                said=(),
                entry_id=entry,
                consent_text="同意",
                now=at,
            )
            numbers.append(opened.number)
        await desk.ask_citizen(work, staff, numbers[1], "请补充", key="q", now=NOW)
        await desk.close(work, staff, numbers[2], "好了", now=NOW)


@pytest.mark.parametrize(
    ("stations", "running", "by_station"),
    [(None, 3, {"S": 2, "T": 1}), (("S",), 2, {"S": 2}), (("nowhere",), 0, {}), ((), 0, {})],
)
async def test_running_cases_by_station(
    works: SqlWorks, stations: tuple[str, ...] | None, running: int, by_station: dict[str, int]
) -> None:
    await _filled(works)
    async with works.reading() as work:
        assert await work.figures.running(stations) == running
        assert await work.figures.by_station(stations) == by_station


async def test_overdue_leaves_out_what_waits_for_its_citizen_and_what_is_over(works: SqlWorks) -> None:
    await _filled(works)
    async with works.reading() as work:
        assert await work.figures.overdue(None, NOW) == 1
        assert await work.figures.overdue(("S",), NOW) == 0
        assert await work.figures.overdue(None, NOW + 4 * WEEK) == 2


async def test_closed_since(works: SqlWorks) -> None:
    await _filled(works)
    async with works.reading() as work:
        assert await work.figures.closed_since(None, NOW) == 1
        assert await work.figures.closed_since(None, NOW + timedelta(seconds=1)) == 0
        assert await work.figures.closed_since(("T",), NOW) == 0


async def test_by_entry_counts_from_the_start_until_before_the_end(works: SqlWorks) -> None:
    await _filled(works)
    async with works.reading() as work:
        assert await work.figures.by_entry(None, NOW, NOW + WEEK) == {"a": 2, None: 1}
        assert await work.figures.by_entry(None, NOW - WEEK, NOW) == {"b": 1}
        assert await work.figures.by_entry(("T",), NOW, NOW + WEEK) == {}
