"""Days of rest: by the announced calendar; for other years by what the law itself fixes, and then it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.referral.workdays import CalendarUnknown, is_working_day

# 《全国年节及纪念日放假办法》: the holidays that need no lunar calendar.
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """Whether a day is worked, and whether the calendar of its year is known."""

    is_working: bool
    is_announced: bool


def standing(day: date) -> Standing:
    """How a day stands: the calendar with 调休, or weekends and fixed holidays where none is announced."""
    try:
        return Standing(is_working_day(day), True)
    except CalendarUnknown:
        return Standing(day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS, False)


def working_day_from(day: date) -> date:
    """The day itself, or the next working day after it."""
    while not standing(day).is_working:
        day += _ONE_DAY
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not standing(day).is_working:
        day -= _ONE_DAY
    return day


def unannounced_years(first: date, last: date) -> tuple[int, ...]:
    """The years of the days from `first` to `last` whose calendar is not announced (or not carried)."""
    years = range(min(first, last).year, max(first, last).year + 1)
    return tuple(year for year in years if not standing(date(year, 6, 30)).is_announced)
