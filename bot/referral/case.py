"""The life of a Case: its states, and the table of the moves that are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal


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
    """What can be done to a case; opening it is the first move of every log."""

    OPEN = "open"
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
    SUBSTITUTE = "substitute"
    STOP_WAITING = "stop_waiting"
    JOIN = "join"
    PART = "part"
    REVEAL = "reveal"
    GIVE_PHONE = "give_phone"
    TAKE_PHONE_BACK = "take_phone_back"


class Step(StrEnum):
    """What a case waits for."""

    NONE = ""
    ACCEPT = "accept"
    REPLY = "reply"
    FINISH = "finish"
    CITIZEN = "citizen"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Clock:
    """The step that is awaited, until when, when to look again, how often it was called for already.

    While the citizen must act, `left_minutes` keeps what was left of the station's working time.
    """

    step: Step = Step.NONE
    due_at: datetime | None = None
    look_at: datetime | None = None
    nudges: int = 0
    left_minutes: int = 0


_UNCLAIMED = (CaseState.OPEN, CaseState.TRANSFERRED, CaseState.ESCALATED, CaseState.REOPENED)
_HELD = (CaseState.CLAIMED, CaseState.WAITING_CITIZEN)

# None stands for a case that is not there yet.
ALLOWED: dict[tuple[CaseState | None, Move], CaseState] = {
    (None, Move.OPEN): CaseState.OPEN,
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
    **{(state, Move.SUBSTITUTE): state for state in _HELD},
    (CaseState.WAITING_CITIZEN, Move.STOP_WAITING): CaseState.CLAIMED,
    **{(state, move): state for state in (*_UNCLAIMED, *_HELD) for move in (Move.JOIN, Move.PART)},
    **{(state, Move.REVEAL): state for state in CaseState if state is not CaseState.WITHDRAWN},
    **{(state, Move.GIVE_PHONE): state for state in (*_UNCLAIMED, *_HELD)},
    **{(state, Move.TAKE_PHONE_BACK): state for state in CaseState if state is not CaseState.WITHDRAWN},
    (CaseState.CLOSED, Move.REOPEN): CaseState.REOPENED,
}


class MoveRefused(Exception):
    """This move is not allowed from this state; `str()` says why, in Chinese."""


def require_move(state: CaseState | None, move: Move) -> CaseState:
    """The state after the move (None: the case is not opened yet). Raises MoveRefused where the table does not
    allow it."""
    after = ALLOWED.get((state, move))
    if after is None:
        present = STATE_NAMES[state] if state else "还没有提交"
        raise MoveRefused(f"工单现在是“{present}”，不能{MOVE_NAMES[move]}")
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
    Move.OPEN: "提交",
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
    Move.SUBSTITUTE: "接替",
    Move.STOP_WAITING: "不再等补充",
    Move.JOIN: "并办",
    Move.PART: "分开办",
    Move.REVEAL: "查看号码",
    Move.GIVE_PHONE: "同意看电话",
    Move.TAKE_PHONE_BACK: "收回电话",
}


@dataclass(frozen=True)
class Attachment:
    """A photo or document: one that stays on its messenger has that messenger's `file_id`; one that came by a page
    of ours is `kept` by us under this key. `unique` is the same for the same file; `place` orders an album."""

    kind: Literal["photo", "document"]
    file_id: str
    name: str = ""
    kept: str = ""
    caption: str = ""
    unique: str = ""
    place: int = 0

    @property
    def label(self) -> str:
        """What stands for it where only text can stand."""
        return "［照片］" if self.kind == "photo" else f"［文件 {self.name}］"


def labels_of(attachments: Iterable[Attachment]) -> str:
    """What stands for several where only text can stand: photos are counted, files are named."""
    files = tuple(attachments)
    photos = sum(one.kind == "photo" for one in files)
    several = f"［照片 {photos} 张］" if photos > 1 else "［照片］" if photos else ""
    return several + "".join(one.label for one in files if one.kind == "document")


def as_album(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Attachments in the order in which they were sent, each once."""
    return tuple(sorted(dict.fromkeys(attachments), key=lambda one: one.place))


@dataclass(frozen=True)
class CaseMessage:
    """One message of a case; `author` is citizen, staff or system. `id` is that of its row, once it has one."""

    author: str
    text: str
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    id: int = field(default=0, compare=False)

    @property
    def shown(self) -> str:
        """The message where only text can stand."""
        return " ".join(part for part in (labels_of(self.attachments), self.text) if part)


@dataclass(frozen=True)
class Case:
    """A case as it is kept. `channel` and `citizen_id` say where its replies go; nobody is shown them.
    `withheld` are phones that the citizen took back: nobody is shown them any more, wherever they stand."""

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
    clock: Clock = Clock()
    held_since: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    barred_closer: int | None = None
    lead_id: int | None = None
    phone: str | None = None
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseMove:
    """One row of a case's log: who did what, when and why. `before` is None where the case was opened."""

    move: Move
    before: CaseState | None
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
    clock: Clock = Clock()
    held_since: datetime | None = None
    closed_at: datetime | None = None
    is_joined: bool = False
    has_phone: bool = False
    stars: int | None = None
    result: str = ""
