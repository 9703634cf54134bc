"""Duty is kept by station; who was dismissed is on duty no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.desk import Role
from bot.referral.duty import Shift
from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


async def test_who_is_on_duty_that_day(works: SqlWorks) -> None:
    async with works.writing() as work:
        first = await work.staff.admit("甲", Role.STATION, "S", NOW)
        second = await work.staff.admit("乙", Role.STATION, "S", NOW)
        await work.duty.add("S", Shift(first.id, frozenset({0, 6})))
        await work.duty.add("S", Shift(second.id, frozenset(), MONDAY, MONDAY))
        assert [one.name for one in await work.duty.on_duty("S", MONDAY)] == ["乙"]
        assert [one.name for one in await work.duty.on_duty("S", date(2026, 11, 29))] == ["甲"]
        assert await work.duty.on_duty("S", date(2026, 11, 24)) == ()
        assert await work.duty.on_duty("elsewhere", MONDAY) == ()
        kept = await work.duty.shifts("S")
        assert [(one.weekdays, one.first_on) for one in kept] == [
            (frozenset({0, 6}), None),
            (frozenset(), MONDAY),
        ]
        assert await work.duty.end("elsewhere", kept[1].id) is None
        assert await work.duty.end("S", kept[1].id) == kept[1]
        assert await work.duty.on_duty("S", MONDAY) == (first,)
        await work.staff.dismiss(first.id)
        assert await work.duty.on_duty("S", MONDAY) == ()
