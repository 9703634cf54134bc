"""reckon(rule, event): the last day of a time limit, and each step on the way to it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.deadlines.restdays import standing, unannounced_years, working_day_from, working_day_until
from bot.deadlines.rule import Counting, Direction, Period, Rule, Unit

EARLIEST_EVENT = date(1949, 10, 1)
LATEST_EVENT = date(2099, 12, 31)


class StepKind(StrEnum):
    """What a step of the reckoning does."""

    EVENT = "event"
    FIRST_DAY = "first_day"
    NTH_DAY = "nth_day"
    NTH_WORKING_DAY = "nth_working_day"
    SAME_DAY = "same_day"
    MONTH_END = "month_end"
    HOURS = "hours"
    REST = "rest"
    WORKED = "worked"
    BACK = "back"
    FROM_THEN = "from_then"
    STAYS = "stays"


@dataclass(frozen=True)
class Step:
    """One step: what it does, the day it comes to, and the article that says so."""

    kind: StepKind
    day: date
    law: str = ""


@dataclass(frozen=True)
class Due:
    """What a rule comes to for one event. `last_day` is the last day to act (EARLIEST: the first).

    `nominal_day` is the end before a move off a day of rest; `safe_day` the last working day not after it.
    `open_years` are years whose holidays are not announced, so that the day may still move.
    """

    rule: Rule
    event: date
    nominal_day: date
    last_day: date
    safe_day: date
    steps: tuple[Step, ...]
    open_years: tuple[int, ...] = ()

    @property
    def may_move(self) -> bool:
        """Whether holidays that are not announced yet may move the day."""
        return bool(self.open_years)

    def days_left(self, today: date) -> int:
        """Days from today to the last day; negative once it is past."""
        return (self.last_day - today).days


def reckon(rule: Rule, event: date) -> Due:
    """Reckon one time limit. Raises ValueError for an event outside 1949–2099."""
    if not EARLIEST_EVENT <= event <= LATEST_EVENT:
        raise ValueError(f"这个日期超出了能算的范围：{event}")
    if rule.direction is Direction.BEFORE:
        return _before(rule, event)
    if rule.direction is Direction.EARLIEST:
        return _earliest(rule, event)
    if rule.period.unit is Unit.HOURS:
        return Due(rule, event, event, event, event, (_event(event), Step(StepKind.HOURS, event, _CIVIL_201)))
    return _after(rule, event)


_SATURDAY = 5
_CIVIL_201 = "《民法典》第201条"
_CIVIL_202 = "《民法典》第202条"
_CIVIL_203 = "《民法典》第203条"
_PROCEDURE_85 = "《民事诉讼法》第85条"
_START_LAWS = {
    Counting.CIVIL: _CIVIL_201,
    Counting.GENERAL: _CIVIL_201,
    Counting.CIVIL_PROCEDURE: _PROCEDURE_85,
    Counting.ADMINISTRATIVE_PROCEDURE: f"《行政诉讼法》第101条、{_PROCEDURE_85}",
    Counting.RECONSIDERATION: f"《行政复议法》第88条、{_PROCEDURE_85}",
}
_END_LAWS = {**_START_LAWS, Counting.CIVIL: _CIVIL_203, Counting.GENERAL: _CIVIL_203}


def _event(event: date) -> Step:
    return Step(StepKind.EVENT, event)


def _after(rule: Rule, event: date) -> Due:
    first = Step(StepKind.FIRST_DAY, event + timedelta(days=1), _START_LAWS[rule.counting])
    ends = _end(rule, event)
    nominal = ends.day
    last = working_day_from(nominal) if rule.moves else nominal
    steps = (_event(event), first, ends, *_moved(rule, nominal, last))
    if not rule.moves:
        return Due(rule, event, nominal, last, nominal, steps)
    # Working days are counted through the whole period; other periods ask the calendar only at their end.
    asked_from = event if rule.period.unit is Unit.WORKING_DAYS else nominal
    open_years = unannounced_years(asked_from, last)
    return Due(rule, event, nominal, last, working_day_until(nominal), steps, open_years)


def _moved(rule: Rule, nominal: date, last: date) -> tuple[Step, ...]:
    """What becomes of an end on a day of rest."""
    if not rule.moves:
        return (Step(StepKind.STAYS, nominal),)
    if last != nominal:
        return (Step(StepKind.REST, last, _END_LAWS[rule.counting]),)
    if nominal.weekday() >= _SATURDAY and rule.period.unit is not Unit.WORKING_DAYS:
        return (Step(StepKind.WORKED, nominal, _END_LAWS[rule.counting]),)
    return ()


def _end(rule: Rule, event: date) -> Step:
    period = rule.period
    if period.unit is Unit.DAYS:
        return Step(StepKind.NTH_DAY, event + timedelta(days=period.count), rule.laws[0].title)
    if period.unit is Unit.WORKING_DAYS:
        return Step(StepKind.NTH_WORKING_DAY, _nth_working_day(event, period.count), rule.laws[-1].title)
    day = _months_on(event, _months(period))
    kind = StepKind.SAME_DAY if day.day == event.day else StepKind.MONTH_END
    return Step(kind, day, _CIVIL_202)


def _before(rule: Rule, event: date) -> Due:
    period = rule.period
    in_days = period.unit is Unit.DAYS
    day = event - timedelta(days=period.count) if in_days else _months_on(event, -_months(period))
    steps = (_event(event), Step(StepKind.BACK, day, rule.laws[0].title))
    return Due(rule, event, day, day, working_day_until(day), steps)


def _earliest(rule: Rule, event: date) -> Due:
    ends = _end(rule, event)
    day = ends.day + timedelta(days=1)
    first = Step(StepKind.FIRST_DAY, event + timedelta(days=1), _START_LAWS[rule.counting])
    steps = (_event(event), first, ends, Step(StepKind.FROM_THEN, day, rule.laws[0].title))
    return Due(rule, event, day, day, day, steps)


def _months(period: Period) -> int:
    return period.count * (12 if period.unit is Unit.YEARS else 1)


def _months_on(day: date, months: int) -> date:
    """The corresponding day so many months on (or back), or the month's last where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _nth_working_day(event: date, count: int) -> date:
    day = event
    while count:
        day += timedelta(days=1)
        count -= standing(day).is_working
    return day
