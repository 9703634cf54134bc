"""The clock of a case: whatever is done in whatever order, a running case always has a next step."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.case import ALLOWED, CaseState, Clock, Move, Step
from bot.referral.clock_settings import load_clocks
from bot.referral.clocks import Limits, Overdue, clock_after, nudged, on_time_up
from bot.referral.division import Level
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import WorkingTime

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL_ZONE)
USUAL, LIMITS = WorkingTime(), Limits()
ACTS = st.lists(
    st.tuples(st.sampled_from([one for one in Move if one is not Move.JOIN]), st.integers(1, 5000))
)


@given(ACTS)
def test_a_running_case_always_has_a_next_step(acts: list[tuple[Move, int]]) -> None:
    state, now = CaseState.OPEN, MONDAY
    clock = clock_after(Clock(), None, now, USUAL, LIMITS)
    for move, minutes in acts:
        now += timedelta(minutes=minutes)
        after = ALLOWED.get((state, move))
        if after is None:
            continue
        state, clock = after, clock_after(clock, move, now, USUAL, LIMITS)
        if not state.is_over:
            assert clock.look_at is not None
            assert (clock.step is Step.CITIZEN) == (state is CaseState.WAITING_CITIZEN)
            assert (clock.step is Step.ACCEPT) == state.is_unclaimed


@given(st.sampled_from([Step.ACCEPT, Step.REPLY, Step.FINISH]), st.integers(0, 60 * 24 * 60), st.booleans())
def test_a_station_is_called_in_working_hours_only_and_first_of_all(
    step: Step, minutes: int, has_parent: bool
) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    clock = Clock(step, now, now)
    what = on_time_up(clock, now, USUAL, has_parent)
    assert what is (Overdue.REMIND if USUAL.is_working(now) else Overdue.LATER)
    if what is Overdue.REMIND:
        again = nudged(clock, now, USUAL, LIMITS)
        assert again.look_at is not None
        assert again.look_at > now
        later = on_time_up(again, now, USUAL, has_parent)
        assert later is (Overdue.ESCALATE if has_parent else Overdue.REMIND)


def test_the_shipped_settings_are_those_that_were_promised() -> None:
    settings = load_clocks(Path(__file__).parents[2] / "data" / "clocks.yaml")
    for level in Level:
        limits = settings.of(level)
        assert (limits.accept_minutes, limits.reply_days, limits.finish_days, limits.silent_days) == (
            240,
            1,
            5,
            2,
        )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("moon: {}", "没有“moon”这一级"),
        ("city: {accept_hours: 4}", "reply_days"),
        ("city: {accept_hours: 0}", "accept_hours"),
    ],
)
def test_wrong_settings_are_named_with_the_cure(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "clocks.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        load_clocks(path)
