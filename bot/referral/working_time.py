"""Working time of a station: moments and lengths that count only while it is open, lunch and holidays left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.referral.hours import OpeningHours
from bot.referral.workdays import LOCAL_ZONE, CalendarUnknown, is_working_day

USUAL_HOURS = OpeningHours.parse("工作日 9:00-12:00,13:00-17:00")
_LOOK_AHEAD_DAYS = 60
_Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class WorkingTime:
    """Arithmetic on the open hours of one station; without hours of its own the usual ones hold.

    Where a year's calendar is not announced, weekdays are taken as working days: `is_estimate` tells.
    """

    hours: OpeningHours = USUAL_HOURS

    @classmethod
    def of(cls, hours: OpeningHours | None) -> WorkingTime:
        """Of a station's hours; hours that never open (a closed office) count as the usual ones."""
        return cls(hours if hours is not None and hours.rules else USUAL_HOURS)

    def is_working(self, at: datetime) -> bool:
        """Whether `at` is working time."""
        local = at.astimezone(LOCAL_ZONE)
        return any(start <= local < end for start, end in self._spans(local.date()))

    def next_working(self, at: datetime) -> datetime:
        """`at` itself in working time, else when work begins next."""
        return next((max(start, at) for start, _ in self._from(at)), at + timedelta(days=1))

    def after(self, at: datetime, minutes: float) -> datetime:
        """The moment when so many working minutes have passed since `at`."""
        left = timedelta(minutes=max(minutes, 0))
        end = at
        for start, end in self._from(at):
            begun = max(start, at)
            if end - begun >= left:
                return begun + left
            left -= end - begun
        return end + left

    def after_days(self, at: datetime, days: int) -> datetime:
        """The same time of day so many working days later, kept within that day's hours."""
        begun = self.next_working(at).astimezone(LOCAL_ZONE)
        later = list(self._working_days(begun.date() + timedelta(days=1), days))
        if len(later) < days:
            return begun + timedelta(days=days)
        if not days:
            return begun
        spans = self._spans(later[-1])
        wanted = datetime.combine(later[-1], begun.timetz().replace(tzinfo=None), LOCAL_ZONE)
        return min(max(wanted, spans[0][0]), spans[-1][1])

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """The working minutes from `start` to `end`; 0 where `end` came before."""
        total = timedelta()
        for opens, closes in self._from(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return int(total.total_seconds() // 60)

    def _from(self, at: datetime) -> Iterator[_Span]:
        """The spans that end after `at`, in order."""
        first = at.astimezone(LOCAL_ZONE).date()
        for offset in range(_LOOK_AHEAD_DAYS):
            yield from (span for span in self._spans(first + timedelta(days=offset)) if span[1] > at)

    def _working_days(self, first: date, count: int) -> Iterator[date]:
        for offset in range(_LOOK_AHEAD_DAYS):
            if count <= 0:
                return
            if self._spans(first + timedelta(days=offset)):
                count -= 1
                yield first + timedelta(days=offset)

    def _spans(self, day: date) -> tuple[_Span, ...]:
        return _spans_on(self.hours, day)


def is_estimate(at: datetime) -> bool:
    """Whether this moment lies in a year whose calendar is not announced."""
    try:
        is_working_day(at.astimezone(LOCAL_ZONE).date())
    except CalendarUnknown:
        return True
    return False


@lru_cache(maxsize=20_000)
def _spans_on(hours: OpeningHours, day: date) -> tuple[_Span, ...]:
    try:
        spans = hours.spans_on(day)
    except CalendarUnknown:
        spans = hours.spans_by_weekday(day)
    midnight = datetime.combine(day, time(), LOCAL_ZONE)
    return tuple((midnight + timedelta(minutes=a), midnight + timedelta(minutes=b)) for a, b in spans)
