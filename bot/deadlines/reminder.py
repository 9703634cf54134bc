"""A Reminder: a citizen's wish to be told before a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.deadlines.reminding import ReminderTime


@dataclass(frozen=True)
class Reminder:
    """A running reminder; `times` are those still to come, earliest first. `code` names it in buttons."""

    id: int
    code: str
    channel: str
    citizen_id: str
    rule_id: str
    what: str
    event_code: str
    last_day: date
    created_at: datetime
    times: tuple[ReminderTime, ...] = ()


@dataclass(frozen=True)
class RingingReminder:
    """A reminder whose time has come. `time_id` names that one time among all reminders."""

    time_id: int
    reminder: Reminder
