"""Last days: by hand, and what must hold for every rule and every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines.arithmetic import Due, StepKind, reckon
from bot.deadlines.loader import Rules, load_rules
from bot.deadlines.restdays import standing
from bot.deadlines.rule import Direction, Rule, Unit
from tests.deadlines.conftest import DATA
from tests.deadlines.hand_computed import CASES

RULES = load_rules(DATA / "deadlines.yaml")
TABLE = [line.split(maxsplit=3) for line in CASES.strip().splitlines()]
ANY_DAY = st.dates(date(1995, 1, 1), date(2040, 12, 31))
ANNOUNCED_DAY = st.dates(date(2010, 1, 1), date(2021, 12, 31))
ANY_RULE = st.sampled_from(RULES.all)
MOVING_RULE = st.sampled_from([rule for rule in RULES.all if rule.moves])


def test_the_table_is_long_enough_and_names_each_row_once() -> None:
    assert len(TABLE) >= 60
    assert len({(rule, event) for rule, event, _, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize(("rule", "event", "last_day", "reason"), TABLE)
def test_the_last_day_is_the_one_computed_by_hand(
    rules: Rules, rule: str, event: str, last_day: str, reason: str
) -> None:
    due = reckon(rules.by_id[rule], date.fromisoformat(event))
    assert due.last_day == date.fromisoformat(last_day), reason
    assert due.may_move == reason.endswith("open"), reason


@given(MOVING_RULE, ANY_DAY)
def test_it_never_ends_on_a_day_of_rest_where_the_law_moves_it(rule: Rule, event: date) -> None:
    assert standing(reckon(rule, event).last_day).is_working


@given(ANY_RULE, ANY_DAY, st.integers(0, 400))
def test_a_later_event_never_ends_earlier(rule: Rule, event: date, days: int) -> None:
    assert reckon(rule, event).last_day <= reckon(rule, event + timedelta(days=days)).last_day


@given(MOVING_RULE, ANY_DAY)
def test_a_move_is_forward_over_days_of_rest_only(rule: Rule, event: date) -> None:
    due = reckon(rule, event)
    assert due.safe_day <= due.nominal_day <= due.last_day
    between = [due.nominal_day + timedelta(days=n) for n in range((due.last_day - due.nominal_day).days)]
    assert not any(standing(day).is_working for day in between)


@given(st.sampled_from([rule for rule in RULES.all if rule.period.unit is Unit.DAYS]), ANY_DAY)
def test_days_are_counted_from_the_day_after(rule: Rule, event: date) -> None:
    distance = (reckon(rule, event).nominal_day - event).days
    assert distance == (-1 if rule.direction is Direction.BEFORE else 1) * rule.period.count


@given(
    st.sampled_from([rule for rule in RULES.all if rule.period.unit in (Unit.MONTHS, Unit.YEARS)]), ANY_DAY
)
def test_months_and_years_end_on_the_same_day_or_the_months_last(rule: Rule, event: date) -> None:
    due = reckon(rule, event)
    end = due.nominal_day - timedelta(days=rule.direction is Direction.EARLIEST)
    months = rule.period.count * (12 if rule.period.unit is Unit.YEARS else 1)
    sign = -1 if rule.direction is Direction.BEFORE else 1
    assert (end.year - event.year) * 12 + end.month - event.month == sign * months
    assert end.day == event.day or (end.day < event.day and (end + timedelta(days=1)).day == 1)


@given(ANNOUNCED_DAY)
def test_five_working_days_are_five_days_that_offices_work(event: date) -> None:
    due = reckon(RULES.by_id["penalty-hearing"], event)
    counted = [event + timedelta(days=n) for n in range(1, (due.last_day - event).days + 1)]
    assert sum(standing(day).is_working for day in counted) == 5
    assert not due.may_move


@given(ANY_RULE, ANY_DAY)
def test_only_a_year_without_a_calendar_makes_a_day_uncertain(rule: Rule, event: date) -> None:
    due = reckon(rule, event)
    for year in due.open_years:
        assert not standing(date(year, 6, 30)).is_announced


@given(ANY_RULE, ANY_DAY)
def test_the_steps_begin_at_the_event_and_name_a_law(rule: Rule, event: date) -> None:
    steps = reckon(rule, event).steps
    assert steps[0].kind is StepKind.EVENT
    assert steps[0].day == event
    assert any(step.law for step in steps)


@pytest.mark.parametrize("event", [date(1949, 9, 30), date(2100, 1, 1)])
def test_a_day_far_away_is_refused(event: date) -> None:
    with pytest.raises(ValueError, match="超出"):
        reckon(RULES.by_id["injury-worker"], event)


def test_days_left_are_negative_after_the_last_day() -> None:
    due: Due = reckon(RULES.by_id["injury-worker"], date(2024, 3, 5))
    assert due.days_left(date(2025, 3, 5)) == 0
    assert due.days_left(date(2025, 3, 6)) == -1
