"""Reminders fall before the last day, on working days, in waking hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines.reminding import is_waking, local_day, reminder_times
from bot.deadlines.restdays import standing
from bot.referral.workdays import LOCAL_ZONE

LONG_BEFORE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def test_thirty_seven_and_one_day_before() -> None:
    days = [one.day for one in reminder_times(date(2026, 11, 26), LONG_BEFORE)]
    assert days == [date(2026, 10, 27), date(2026, 11, 19), date(2026, 11, 25)]


def test_before_a_monday_the_last_one_comes_on_friday() -> None:
    assert reminder_times(date(2026, 11, 23), LONG_BEFORE)[-1].day == date(2026, 11, 20)


def test_after_the_national_holiday_the_last_two_are_one_on_its_eve() -> None:
    # 1 to 7 October 2026 are off: seven days before the 8th and one day before it are both 30 September.
    days = [one.day for one in reminder_times(date(2026, 10, 8), LONG_BEFORE)]
    assert days == [date(2026, 9, 8), date(2026, 9, 30)]


def test_what_is_past_already_is_left_out() -> None:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=LOCAL_ZONE)
    assert [one.days_before for one in reminder_times(date(2026, 11, 27), now)] == [1]
    assert reminder_times(date(2026, 11, 20), now) == ()


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_every_reminder_is_before_the_day_on_a_working_morning(last_day: date, days_ahead: int) -> None:
    now = datetime.combine(last_day - timedelta(days=days_ahead), datetime.min.time(), UTC)
    times = reminder_times(last_day, now)
    assert len({one.day for one in times}) == len(times) <= 3
    assert list(times) == sorted(times, key=lambda one: one.due_at)
    for one in times:
        assert one.due_at > now
        assert one.day < last_day
        assert standing(one.day).is_working
        assert one.due_at.astimezone(LOCAL_ZONE).hour == 9


def test_nobody_is_written_to_at_night() -> None:
    day = datetime(2026, 11, 23, tzinfo=LOCAL_ZONE)
    waking = [hour for hour in range(24) if is_waking(day.replace(hour=hour))]
    assert waking == list(range(8, 21))


def test_the_day_changes_at_midnight_in_china() -> None:
    assert local_day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)
    assert local_day(datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == date(2026, 12, 31)
