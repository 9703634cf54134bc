"""Which days are working days in China, 调休 included; a year not yet announced is said, never guessed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


class CalendarUnknown(Exception):
    """The State Council's holiday notice for this year is not in the calendar that we carry."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年的放假安排尚未公布或未收录，无法判断是否为工作日。")
        self.year = year


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`; raises CalendarUnknown for a year without an announced calendar."""
    import chinese_calendar  # late: its tables are needed only where hours are asked

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise CalendarUnknown(day.year) from None


def is_public_holiday(day: date) -> bool:
    """Whether `day` belongs to a statutory holiday (weekends inside it too, common weekends not)."""
    import chinese_calendar

    try:
        is_off, holiday = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        raise CalendarUnknown(day.year) from None
    return bool(is_off and holiday)
