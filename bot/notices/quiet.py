"""When a notice may go out: outside a person's quiet hours, and on working days where asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.referral.workdays import LOCAL_ZONE, CalendarUnknown, is_working_day

_SATURDAY = 5


@dataclass(frozen=True)
class QuietHours:
    """Minutes of the local day from which and until which nobody wants a notice; equal ones: never quiet."""

    start: int = 21 * 60
    end: int = 8 * 60

    def holds(self, minute: int) -> bool:
        """Whether this minute of the day is quiet."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


DEFAULT_QUIET = QuietHours()


def local_minute(now: datetime) -> int:
    """The minute of the day in Asia/Shanghai."""
    local = now.astimezone(LOCAL_ZONE)
    return local.hour * 60 + local.minute


def may_send_on(day: date) -> bool:
    """Whether offices work on this day; in a year whose holidays are not announced, Monday to Friday."""
    try:
        return is_working_day(day)
    except CalendarUnknown:
        return day.weekday() < _SATURDAY
