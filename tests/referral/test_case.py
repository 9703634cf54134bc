"""The life of a case: whatever is pressed in whatever order, the table alone decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.case import ALLOWED, MOVE_NAMES, STATE_NAMES, CaseState, Move, MoveRefused, require_move


@given(st.lists(st.sampled_from(Move), max_size=40))
def test_any_presses_lead_only_along_the_table(moves: list[Move]) -> None:
    state: CaseState | None = None
    for move in moves:
        try:
            after = require_move(state, move)
        except MoveRefused:
            assert (state, move) not in ALLOWED
            continue
        assert ALLOWED[state, move] is after
        state = after


@given(st.sampled_from([move for move in Move if move is not Move.OPEN]))
def test_nothing_is_done_to_a_case_before_it_is_opened(move: Move) -> None:
    with pytest.raises(MoveRefused, match="还没有提交"):
        require_move(None, move)


@given(st.sampled_from(CaseState))
def test_a_case_is_opened_only_once(state: CaseState) -> None:
    assert require_move(None, Move.OPEN) is CaseState.OPEN
    with pytest.raises(MoveRefused):
        require_move(state, Move.OPEN)


@given(st.lists(st.sampled_from(Move), max_size=40))
def test_withdrawn_is_the_end(moves: list[Move]) -> None:
    for move in moves:
        with pytest.raises(MoveRefused):
            require_move(CaseState.WITHDRAWN, move)


def test_every_state_can_be_reached_from_open() -> None:
    reached, edge = {CaseState.OPEN}, {CaseState.OPEN}
    while edge:
        edge = {after for (before, _), after in ALLOWED.items() if before in edge} - reached
        reached |= edge
    assert reached == set(CaseState)


def test_no_state_but_withdrawn_is_a_dead_end() -> None:
    assert {state for state in CaseState if not any(before is state for before, _ in ALLOWED)} == {
        CaseState.WITHDRAWN
    }


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.WITHDRAWN])
def test_finished_case_takes_no_reply(state: CaseState) -> None:
    with pytest.raises(MoveRefused, match=STATE_NAMES[state]):
        require_move(state, Move.REPLY)


def test_every_state_and_move_has_a_name_on_the_screen() -> None:
    assert set(STATE_NAMES) == set(CaseState)
    assert set(MOVE_NAMES) == set(Move)
