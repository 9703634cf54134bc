"""What a broadcast is: its content, its audience, its times, its states, and each recipient's state."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

TOPICS = {
    "safety": "安全生产",
    "fire": "消防检查",
    "property": "物业和小区公示",
    "lecture": "普法讲座",
    "service": "公共法律服务通知",
}
TEXT_LIMIT = 3000
SMALLEST_SHOWN = 5


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    RELEASED = "released"
    SENDING = "sending"
    PAUSED = "paused"
    HELD = "held"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Nothing more will go out."""
        return self in {BroadcastState.DONE, BroadcastState.CANCELLED}


STATE_NAMES = {
    BroadcastState.DRAFT: "草稿",
    BroadcastState.RELEASED: "已放行，等时间到",
    BroadcastState.SENDING: "发送中",
    BroadcastState.PAUSED: "已暂停",
    BroadcastState.HELD: "没有发，等人决定",
    BroadcastState.DONE: "已发完",
    BroadcastState.CANCELLED: "已取消",
}


class RecipientState(StrEnum):
    """What became of one recipient's message. `sending` is under way: it becomes `unknown` when its sender dies."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


RECIPIENT_STATE_NAMES = {
    RecipientState.QUEUED: "等待发送",
    RecipientState.SENDING: "正在发",
    RecipientState.SENT: "已送达服务器",
    RecipientState.BLOCKED: "对方停用了机器人，已退订",
    RecipientState.GONE: "账号不在了，已退订",
    RecipientState.FAILED: "发送失败",
    RecipientState.UNKNOWN: "不确定是否送到，不会自动重发",
    RecipientState.CANCELLED: "没有发（取消或已退订）",
}


@dataclass(frozen=True)
class Content:
    """What is read: plain text, a link under it, a picture's address."""

    text: str
    link: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Audience:
    """Subscribers inside any of the divisions (none: the whole city) and of any of the topics (none: all).
    `same_as`: those who got that broadcast, for a correction."""

    divisions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    same_as: int | None = None


@dataclass(frozen=True)
class Timing:
    """When it goes out: at `due_at` (None: as soon as it is released), or again and again by `recurrence`.
    `valid_hours` counts from each occurrence of a series."""

    due_at: datetime | None = None
    recurrence: str = ""
    valid_until: datetime | None = None
    valid_hours: float | None = None
    working_days_only: bool = False


@dataclass(frozen=True)
class Draft:
    """A broadcast as it is written down."""

    name: str
    content: Content
    audience: Audience = Audience()
    timing: Timing = Timing()

    @property
    def text_hash(self) -> str:
        """SHA-256 of all that a releaser agrees to: words, audience and times."""
        said = {
            "content": asdict(self.content),
            "audience": asdict(self.audience),
            "timing": asdict(self.timing),
        }
        return hashlib.sha256(
            json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()
        ).hexdigest()


@dataclass(frozen=True)
class Broadcast:
    """A kept broadcast. `due_at` and `valid_until` are those of the next or only occurrence."""

    id: int
    draft: Draft
    text_hash: str
    state: BroadcastState
    why: str
    author_id: int
    tested_hash: str | None
    released_by: int | None
    released_count: int | None
    due_at: datetime | None
    valid_until: datetime | None
    is_enqueued: bool
    series_id: int | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def is_series(self) -> bool:
        """Whether it goes out again and again; each time is a broadcast of its own."""
        return bool(self.draft.timing.recurrence) and self.series_id is None

    @property
    def is_tested(self) -> bool:
        """Whether this very text was sent to its tester."""
        return self.tested_hash == self.text_hash


@dataclass(frozen=True)
class BroadcastMove:
    """Who did what with a broadcast; `staff_id` is None for the service itself."""

    move: str
    staff_id: int | None
    said: str
    at: datetime


@dataclass(frozen=True)
class NoticeParcel:
    """A recipient whose message is under way; it goes out at `go_at` of the monotonic clock,
    when its `turn` of the send budget comes."""

    id: int
    broadcast_id: int
    channel: str
    address: str
    content: Content
    attempts: int
    go_at: float = 0.0
    turn: float = 0.0


@dataclass(frozen=True)
class RecipientRow:
    """One line of the report."""

    id: int
    channel: str
    address: str
    state: RecipientState
    sent_ref: str | None
    sent_at: datetime | None
    failure: str | None


def shown_count(count: int) -> str:
    """An audience's size as staff see it: few people could be told apart."""
    return f"少于 {SMALLEST_SHOWN} 人" if 0 < count < SMALLEST_SHOWN else f"{count} 人"
