"""What is said while a time limit is reckoned: which one, from when, is that right, the result, reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.deadlines.arithmetic import Due
from bot.deadlines.reminder import Reminder
from bot.deadlines.rule import Rule
from bot.deadlines.words import When

AskProblem = Literal["", "unclear", "lunar", "impossible", "range"]


@dataclass(frozen=True)
class DeadlineMenu:
    """Which time limit is meant? `is_general`: nothing was said yet about which."""

    rules: tuple[Rule, ...]
    is_general: bool = False


@dataclass(frozen=True)
class DeadlineAskDate:
    """From which day? `problem` says why what was heard could not be taken."""

    rule: Rule
    problem: AskProblem = ""
    heard: str = ""


@dataclass(frozen=True)
class DeadlineConfirm:
    """Is it this day (or one of these)? Nothing is reckoned before that.
    `entry_id` is the FAQ entry that would have answered the same words."""

    rule: Rule
    options: tuple[When, ...]
    today: date
    entry_id: str = ""


@dataclass(frozen=True)
class DeadlineResult:
    """The result for an event; `latest` where the event is uncertain and may have been later.
    `can_remind`: a reminder is still in time and this channel can be written to."""

    when: When
    due: Due
    latest: Due | None
    alongside: tuple[Due, ...]
    today: date
    can_remind: bool


@dataclass(frozen=True)
class DeadlineFile:
    """The day as a file for the citizen's own calendar."""

    name: str
    content: str
    path: str
    due: Due


@dataclass(frozen=True)
class ReminderSet:
    """We will remind; with all that is still to come."""

    reminder: Reminder


@dataclass(frozen=True)
class MyReminders:
    """The citizen's running reminders, the nearest first."""

    reminders: tuple[Reminder, ...]
    today: date


@dataclass(frozen=True)
class ReminderCancelled:
    """No reminder will come any more."""

    what: str


DeadlineReply = (
    DeadlineMenu
    | DeadlineAskDate
    | DeadlineConfirm
    | DeadlineResult
    | DeadlineFile
    | ReminderSet
    | MyReminders
    | ReminderCancelled
)
