"""How a broadcast reads for staff: who gets it, when, what became of it; the same on the terminal and the console."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.notices.notice import (
    RECIPIENT_STATE_NAMES,
    TOPICS,
    Audience,
    Broadcast,
    RecipientRow,
    RecipientState,
)
from bot.referral.division import DivisionTree
from bot.referral.workdays import LOCAL_ZONE

MOVE_NAMES = {
    "draft": "起草",
    "rewrite": "修改",
    "test": "试发给自己",
    "release": "放行",
    "sending": "开始发送",
    "paused": "暂停",
    "resume": "继续",
    "held": "停下等人决定",
    "done": "发完",
    "cancelled": "取消",
}
_CSV_HEAD = ("编号", "渠道", "收件人", "状态", "消息编号", "发送时间（北京时间）", "说明")
_OVER = (RecipientState.QUEUED, RecipientState.SENDING)


def audience_in_words(audience: Audience, tree: DivisionTree) -> str:
    """官渡区、盘龙区；主题：安全生产."""
    if audience.same_as is not None:
        return f"收到过通知 {audience.same_as} 的人"
    places = [tree.path_name(code) if code in tree else code for code in audience.divisions]
    parts = ["、".join(places) or "全市"]
    if audience.topics:
        parts.append("主题：" + "、".join(TOPICS[topic] for topic in audience.topics))
    if audience.channels:
        parts.append("渠道：" + "、".join(audience.channels))
    if not (audience.divisions or audience.topics or audience.channels):
        parts = ["所有订阅者"]
    return "；".join(parts)


def times_in_words(broadcast: Broadcast) -> str:
    """When it goes out, and until when it is of use."""
    timing = broadcast.draft.timing
    parts = [timing.recurrence or (moment(timing.due_at) if timing.due_at else "放行后立即")]
    if broadcast.is_series and broadcast.due_at and not broadcast.state.is_over:
        parts.append(f"下一次 {moment(broadcast.due_at)}")
    if broadcast.valid_until:
        parts.append(f"{moment(broadcast.valid_until)} 后不再发")
    if timing.valid_hours:
        parts.append(f"每次 {timing.valid_hours:g} 小时后不再发")
    if timing.working_days_only:
        parts.append("只在工作日发")
    return "；".join(parts)


def progress_of(counts: Mapping[RecipientState, int]) -> tuple[int, int]:
    """How many are settled, of how many."""
    total = sum(counts.values())
    return total - sum(counts.get(state, 0) for state in _OVER), total


def counts_in_lines(counts: Mapping[RecipientState, int]) -> list[tuple[str, int]]:
    """Each state with its name, in their order, without those that nobody is in."""
    return [(RECIPIENT_STATE_NAMES[state], counts[state]) for state in RecipientState if counts.get(state)]


def csv_head() -> str:
    """The first line, with the mark by which spreadsheets know the letters."""
    return "\ufeff" + _csv([_CSV_HEAD])


def csv_lines(rows: Iterable[RecipientRow]) -> str:
    """Lines of the report. Recipients are a channel's opaque numbers, cut: a report is no address book."""
    return _csv(
        (
            row.id,
            row.channel,
            f"…{row.address[-4:]}",
            RECIPIENT_STATE_NAMES[row.state],
            row.sent_ref or "",
            moment(row.sent_at) if row.sent_at else "",
            row.failure or "",
        )
        for row in rows
    )


def moment(at: datetime) -> str:
    """2026-12-01 09:00, in Kunming."""
    return at.astimezone(LOCAL_ZONE).strftime("%Y-%m-%d %H:%M")


def _csv(rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
