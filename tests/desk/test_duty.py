"""New cases and reminders name who is on duty; a colleague takes over for one who is away, and that is recorded."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.desk import NoSuchCase, Role
from bot.referral.case import Move, MoveRefused
from bot.referral.duty import Shift
from bot.referral.workdays import LOCAL_ZONE
from bot.storage.work import SqlWorks
from tests.desk.test_overdue import FRIDAY, Days, days, member

__all__ = ["days"]

EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=LOCAL_ZONE)


async def _duty(works: SqlWorks, *shifts: Shift) -> None:
    async with works.writing() as work:
        for shift in shifts:
            await work.duty.add("V", shift)


async def test_a_new_case_names_who_is_on_duty_today(days: Days) -> None:
    staff = await member(days, name="王调解")
    await _duty(days.works, Shift(staff.id, frozenset({FRIDAY.weekday()})))
    number = await days.open()
    (told,) = await days.told("-1")
    assert told.startswith(f"【新工单 {number}】")
    assert "\n值班（11月20日）：王调解\n" in told


async def test_at_night_those_are_named_who_will_read_it_first(days: Days) -> None:
    weekly, monday = await member(days, name="周五的"), await member(days, name="周一替班的")
    day = date(2026, 11, 23)
    await _duty(days.works, Shift(weekly.id, frozenset({0, 4})), Shift(monday.id, frozenset(), day, day))
    days.now = EVENING
    await days.open()
    (told,) = await days.told("-1")
    assert "值班（11月23日）：周一替班的" in told


async def test_nobody_is_named_where_no_duty_is_set(days: Days) -> None:
    await days.open()
    assert not any("值班（" in one for one in await days.told("-1"))


async def test_a_reminder_names_the_duty_of_its_day_and_they_take_over(days: Days) -> None:
    away, stand_in = await member(days, name="甲"), await member(days, name="替班的")
    day = date(2026, 11, 24)
    await _duty(days.works, Shift(stand_in.id, frozenset(), day, day))
    number = await days.open()
    async with days.works.writing() as work:
        await days.desk.claim(work, away, number, now=days.now)
    await days.told("")
    await days.tick_at(24, 9, 30)
    (told,) = await days.told("-1")
    assert told.startswith(f"【催办 工单 {number}】")
    assert "值班（11月24日）：替班的" in told
    async with days.works.writing() as work:
        with pytest.raises(MoveRefused, match="接替"):
            await days.desk.reply(work, stand_in, number, "我来答", key="r", now=days.now)
        case = await days.desk.substitute(work, stand_in, number, "甲请假", now=days.now)
        assert case.claimed_by == stand_in.id
        last = (await work.cases.moves(case))[-1]
        assert (last.move, last.actor, last.reason) == (Move.SUBSTITUTE, stand_in.actor, "甲请假")
        await days.desk.reply(work, stand_in, number, "我来答", key="r", now=days.now)


async def test_a_stranger_cannot_take_over(days: Days) -> None:
    number, staff = await days.open(), await member(days)
    async with days.works.writing() as work:
        await days.desk.claim(work, staff, number, now=days.now)
        stranger = await work.staff.admit("外站", Role.STATION, "C", days.now)
        with pytest.raises(NoSuchCase):
            await days.desk.substitute(work, stranger, number, "我来", now=days.now)
