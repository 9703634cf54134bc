"""Between a case and its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.referral.case import Case, CaseState, Clock, Step

OVER = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)


def clock_row(clock: Clock) -> dict[str, Any]:
    """The columns of a clock."""
    return {
        "step": clock.step.value,
        "due_at": clock.due_at,
        "look_at": clock.look_at,
        "nudges": clock.nudges,
        "left_minutes": clock.left_minutes,
    }


def case_of_row(row: Row[Any]) -> Case:
    """A case of its row."""
    return Case(
        id=row.id,
        number=row.number,
        station_id=row.station_id,
        station_name=row.station_name,
        channel=row.channel,
        citizen_id=row.citizen_id,
        entry_id=row.entry_id,
        question=row.question,
        state=CaseState(row.state),
        claimed_by=row.claimed_by,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        clock=Clock(Step(row.step), row.due_at, row.look_at, row.nudges, row.left_minutes),
        held_since=row.held_since,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        barred_closer=row.barred_closer,
        lead_id=row.lead_id,
        phone=row.phone,
        withheld=tuple(row.withheld or ()),
    )
