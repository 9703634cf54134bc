"""The life of a Case: its states, and the table of the moves that are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    WAITING_CITIZEN = "waiting_citizen"
    TRANSFERRED = "transferred"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """Closed or withdrawn: nobody has to act."""
        return self in {CaseState.CLOSED, CaseState.WITHDRAWN}

    @property
    def is_unclaimed(self) -> bool:
        """Waiting for somebody at the station to take it."""
        return self in {CaseState.OPEN, CaseState.TRANSFERRED, CaseState.ESCALATED, CaseState.REOPENED}


class Move(StrEnum):
    """What can be done to a case."""

    CLAIM = "claim"
    HAND_BACK = "hand_back"
    REPLY = "reply"
    ASK_CITIZEN = "ask_citizen"
    CITIZEN_ADDS = "citizen_adds"
    TRANSFER = "transfer"
    ESCALATE = "escalate"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_UNCLAIMED = (CaseState.OPEN, CaseState.TRANSFERRED, CaseState.ESCALATED, CaseState.REOPENED)
_HELD = (CaseState.CLAIMED, CaseState.WAITING_CITIZEN)

ALLOWED: dict[tuple[CaseState, Move], CaseState] = {
    **{(state, Move.CLAIM): CaseState.CLAIMED for state in _UNCLAIMED},
    **{(state, Move.HAND_BACK): CaseState.OPEN for state in _HELD},
    **{(state, Move.REPLY): CaseState.CLAIMED for state in _HELD},
    **{(state, Move.ASK_CITIZEN): CaseState.WAITING_CITIZEN for state in _HELD},
    **{(state, Move.CITIZEN_ADDS): state for state in _UNCLAIMED},
    **{(state, Move.CITIZEN_ADDS): CaseState.CLAIMED for state in _HELD},
    **{(state, Move.TRANSFER): CaseState.TRANSFERRED for state in (*_UNCLAIMED, *_HELD)},
    **{(state, Move.ESCALATE): CaseState.ESCALATED for state in (*_UNCLAIMED, *_HELD)},
    **{(state, Move.CLOSE): CaseState.CLOSED for state in _HELD},
    **{(state, Move.WITHDRAW): CaseState.WITHDRAWN for state in (*_UNCLAIMED, *_HELD)},
    (CaseState.CLOSED, Move.REOPEN): CaseState.REOPENED,
}


class MoveRefused(Exception):
    """This move is not allowed from this state; `str()` says why, in Chinese."""


def require_move(state: CaseState, move: Move) -> CaseState:
    """The state after the move. Raises MoveRefused where the table does not allow it."""
    after = ALLOWED.get((state, move))
    if after is None:
        raise MoveRefused(f"工单现在是“{STATE_NAMES[state]}”，不能{MOVE_NAMES[move]}")
    return after


STATE_NAMES = {
    CaseState.OPEN: "待接单",
    CaseState.CLAIMED: "办理中",
    CaseState.WAITING_CITIZEN: "等您补充",
    CaseState.TRANSFERRED: "已转办，待接单",
    CaseState.ESCALATED: "已上报，待接单",
    CaseState.CLOSED: "已办结",
    CaseState.REOPENED: "已重开，待接单",
    CaseState.WITHDRAWN: "已撤回",
}

MOVE_NAMES = {
    Move.CLAIM: "接单",
    Move.HAND_BACK: "退回",
    Move.REPLY: "回复",
    Move.ASK_CITIZEN: "请群众补充",
    Move.CITIZEN_ADDS: "补充",
    Move.TRANSFER: "转办",
    Move.ESCALATE: "上报",
    Move.CLOSE: "办结",
    Move.REOPEN: "重开",
    Move.WITHDRAW: "撤回",
}


@dataclass(frozen=True)
class CaseMessage:
    """One message of a case; `author` is citizen, staff or system."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Case:
    """A case as it is kept. `channel` and `citizen_id` say where its replies go; nobody is shown them."""

    id: int
    number: str
    station_id: str
    station_name: str
    channel: str
    citizen_id: str
    entry_id: str | None
    question: str
    state: CaseState
    claimed_by: int | None
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class CaseMove:
    """One row of a case's log: who did what, when and why."""

    move: Move
    before: CaseState
    after: CaseState
    actor: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class CaseSummary:
    """What a citizen sees of a case: never who of the staff, only which station."""

    number: str
    state: CaseState
    station_name: str
    question: str
    opened_at: datetime
    changed_at: datetime
    messages: tuple[CaseMessage, ...] = ()
