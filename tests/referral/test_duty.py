"""Who stands in on which days: dated shifts before weekly ones, and nobody where nothing is set."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.duty import Shift, ShiftRefused, on_duty, read_shift

MONDAY = date(2026, 11, 23)
WEEKLY = Shift(1, frozenset({0, 2}))
DATED = Shift(2, frozenset(), MONDAY, MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("offset", "found"), [(0, (2,)), (1, (2,)), (2, (1,)), (3, ()), (7, (1,)), (-7, (1,))]
)
def test_a_dated_shift_comes_before_the_weekly_one(offset: int, found: tuple[int, ...]) -> None:
    assert on_duty([WEEKLY, DATED], MONDAY + timedelta(days=offset)) == found


def test_several_may_be_on_duty_and_each_is_named_once() -> None:
    assert on_duty([WEEKLY, Shift(3, frozenset({0})), WEEKLY], MONDAY) == (1, 3)


def test_a_weekly_shift_may_begin_and_end() -> None:
    shift = Shift(1, frozenset({0}), MONDAY, MONDAY + timedelta(days=7))
    assert [shift.holds_on(MONDAY + timedelta(days=7 * week)) for week in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]
    assert shift.is_past(MONDAY + timedelta(days=8))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"weekday_0": "1", "weekday_4": "1"}, "每周一、五"),
        ({"first_on": "2026-11-24"}, "2026-11-24 当天"),
        ({"first_on": "2026-11-24", "last_on": "2026-11-26"}, "2026-11-24 到 2026-11-26"),
        ({"weekday_6": "1", "first_on": "2026-12-01"}, "每周日，2026-12-01 起"),
        ({"weekday_6": "1", "last_on": "2026-12-01"}, "每周日，到 2026-12-01 为止"),
    ],
)
def test_a_form_is_read_and_shown(typed: dict[str, str], shown: str) -> None:
    assert read_shift(1, typed, MONDAY).describe() == shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "没有选星期几"),
        ({"first_on": "明天"}, "不是日期"),
        ({"first_on": "2026-11-26", "last_on": "2026-11-24"}, "早于开始"),
        ({"first_on": "2026-11-01"}, "已经过去"),
        ({"weekday_0": "1", "last_on": "2026-11-01"}, "已经过去"),
        ({"first_on": "2026-11-24", "last_on": "2029-11-24"}, "最多排一年"),
        ({"last_on": "2026-12-24"}, "没有选星期几"),
    ],
)
def test_a_faulty_form_is_refused_in_words(typed: dict[str, str], said: str) -> None:
    with pytest.raises(ShiftRefused, match=said):
        read_shift(1, typed, MONDAY)


@given(
    st.frozensets(st.integers(0, 6)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_who_is_on_duty_has_a_shift_that_holds(
    weekdays: frozenset[int], first: date | None, last: date | None, day: date
) -> None:
    shift = Shift(5, weekdays, first, last)
    found = on_duty([shift, WEEKLY], day)
    assert set(found) <= {one.staff_id for one in (shift, WEEKLY) if one.holds_on(day)}
    assert not (shift.is_past(day) and 5 in found)
