"""When to remind: 30, 7 and 1 days before the last day, in waking hours, on a working day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.deadlines.restdays import working_day_until
from bot.referral.workdays import LOCAL_ZONE

DAYS_BEFORE = (30, 7, 1)
AT = time(9, 0)
WAKING_FROM, WAKING_UNTIL = time(8, 0), time(21, 0)


@dataclass(frozen=True)
class ReminderTime:
    """One reminder: nominally so many days before, in truth at `due_at` (UTC)."""

    days_before: int
    due_at: datetime

    @property
    def day(self) -> date:
        """Its day in Asia/Shanghai."""
        return self.due_at.astimezone(LOCAL_ZONE).date()


def reminder_times(last_day: date, now: datetime) -> tuple[ReminderTime, ...]:
    """The reminders still to come, earliest first; two that fall on one day are one."""
    by_day: dict[date, ReminderTime] = {}
    for days in DAYS_BEFORE:
        day = working_day_until(last_day - timedelta(days=days))
        due_at = datetime.combine(day, AT, LOCAL_ZONE).astimezone(UTC)
        if due_at > now:
            by_day[day] = ReminderTime(days, due_at)
    return tuple(by_day[day] for day in sorted(by_day))


def is_waking(now: datetime) -> bool:
    """Whether citizens may be written to unasked at this moment."""
    return WAKING_FROM <= now.astimezone(LOCAL_ZONE).time() < WAKING_UNTIL


def local_day(now: datetime) -> date:
    """The day in Asia/Shanghai of an aware datetime."""
    return now.astimezone(LOCAL_ZONE).date()
