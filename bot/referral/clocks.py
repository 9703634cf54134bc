"""The clock of a case: whose turn it is, until when, and how the next move sets it anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.referral.case import Clock, Move, Step
from bot.referral.division import Level
from bot.referral.working_time import WorkingTime

FOLLOW_UP_AFTER = timedelta(days=7)
REOPEN_WITHIN = timedelta(days=30)


class Overdue(StrEnum):
    """What is done about a case whose moment came."""

    REMIND = "remind"
    ESCALATE = "escalate"
    REMIND_CITIZEN = "remind_citizen"
    STOP_WAITING = "stop_waiting"
    FOLLOW_UP = "follow_up"
    LATER = "later"


@dataclass(frozen=True)
class Limits:
    """How long each step may take, in working time of the station."""

    accept_minutes: int = 240
    reply_days: int = 1
    finish_days: int = 5
    citizen_days: int = 5
    patience_minutes: int = 120
    silent_days: int = 2


@dataclass(frozen=True)
class ClockSettings:
    """Limits for each level."""

    by_level: Mapping[Level, Limits] = field(default_factory=dict)

    def of(self, level: Level) -> Limits:
        """The limits of a level."""
        return self.by_level.get(level, Limits())


def clock_after(
    before: Clock, move: Move | None, now: datetime, working: WorkingTime, limits: Limits
) -> Clock:
    """The clock after a move (None: the case was just opened)."""
    match move:
        case None | Move.TRANSFER | Move.ESCALATE | Move.REOPEN | Move.HAND_BACK:
            return _set(Step.ACCEPT, working.after(now, limits.accept_minutes))
        case Move.CLAIM:
            return _set(Step.REPLY, working.after_days(now, limits.reply_days))
        case Move.REPLY:
            return _set(Step.FINISH, working.after_days(now, limits.finish_days))
        case Move.ASK_CITIZEN:
            return _stopped(before, now, working, limits)
        case Move.CITIZEN_ADDS | Move.STOP_WAITING if before.step is Step.CITIZEN:
            return _set(Step.FINISH, working.after(now, before.left_minutes))
        case Move.CLOSE:
            return Clock(Step.FOLLOW_UP, None, now + FOLLOW_UP_AFTER)
        case Move.WITHDRAW | Move.JOIN:
            return Clock()
        case _:
            return before


def on_time_up(clock: Clock, now: datetime, working: WorkingTime, has_parent: bool) -> Overdue:
    """What to do when `clock.look_at` has come. Stations are spoken to in working hours only."""
    if clock.step is Step.FOLLOW_UP:
        return Overdue.FOLLOW_UP
    if not working.is_working(now):
        return Overdue.LATER
    if clock.step is Step.CITIZEN:
        return Overdue.STOP_WAITING if clock.nudges else Overdue.REMIND_CITIZEN
    return Overdue.ESCALATE if clock.nudges and has_parent else Overdue.REMIND


def nudged(clock: Clock, now: datetime, working: WorkingTime, limits: Limits) -> Clock:
    """The clock after a reminder: when to look again."""
    if clock.step is Step.CITIZEN:
        look_at = working.after_days(now, limits.citizen_days)
    elif clock.nudges:
        look_at = working.after_days(now, 1)
    else:
        look_at = working.after(now, limits.patience_minutes)
    return replace(clock, nudges=clock.nudges + 1, look_at=look_at)


def _set(step: Step, due_at: datetime) -> Clock:
    return Clock(step, due_at, due_at)


def _stopped(before: Clock, now: datetime, working: WorkingTime, limits: Limits) -> Clock:
    """The citizen must act: what is left of the station's time is kept for later."""
    if before.step is Step.CITIZEN:
        left = before.left_minutes
    elif before.step is Step.FINISH and before.due_at is not None:
        left = working.minutes_between(now, before.due_at)
    else:
        left = working.minutes_between(now, working.after_days(now, limits.finish_days))
    due_at = working.after_days(now, limits.citizen_days)
    return Clock(Step.CITIZEN, due_at, due_at, left_minutes=left)
