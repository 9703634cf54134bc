"""Working time: lunch, weekends, holidays and working weekends, and years that are not announced."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.hours import OpeningHours
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import WorkingTime, is_estimate

USUAL = WorkingTime()
MOMENTS = st.integers(0, 300 * 24 * 60).map(lambda minutes: at(1, 3, 0, 0) + timedelta(minutes=minutes))


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(11, 23, 9), 2, at(11, 23, 11)),
        (at(11, 23, 11), 4, at(11, 23, 16)),
        (at(11, 20, 16), 4, at(11, 23, 12)),
        (at(11, 23, 22), 1, at(11, 24, 10)),
        (at(9, 30, 16), 4, at(10, 8, 12)),
    ],
)
def test_hours_pass_only_while_the_station_is_open(start: datetime, hours: int, end: datetime) -> None:
    assert USUAL.after(start, hours * 60) == end
    assert USUAL.minutes_between(start, end) == hours * 60


def test_days_keep_their_time_of_day_and_skip_what_is_free() -> None:
    assert USUAL.after_days(at(11, 20, 10, 30), 1) == at(11, 23, 10, 30)
    assert USUAL.after_days(at(11, 21, 10), 1) == at(11, 24, 9)


def test_a_year_without_an_announced_calendar_is_an_estimate_by_weekdays() -> None:
    assert is_estimate(at(1, 4, 9, year=2031))
    assert not is_estimate(at(1, 5, 9))
    assert USUAL.after(at(1, 3, 16, year=2031), 120) == at(1, 6, 10, year=2031)


def test_a_station_of_other_hours_has_its_own_time() -> None:
    always = WorkingTime.of(OpeningHours.parse("每天 8:00-20:00"))
    assert always.after(at(11, 21, 19), 120) == at(11, 22, 9)


@given(MOMENTS, st.integers(0, 3000))
def test_length_and_moment_agree(start: datetime, minutes: int) -> None:
    end = USUAL.after(start, minutes)
    assert end >= start
    assert USUAL.minutes_between(start, end) == minutes


@given(MOMENTS, st.integers(1, 12))
def test_days_later_is_working_time_and_never_earlier(start: datetime, days: int) -> None:
    later = USUAL.after_days(start, days)
    assert later > start
    assert USUAL.is_working(later) or USUAL.is_working(later - timedelta(minutes=1))
