"""Words of the workbench: what staff read of editions, trials and misses."""

from __future__ import annotations

from collections.abc import Callable

from bot.faq.diff import Effect, EntryChanges, Given
from bot.misses import Fate, Why

EFFECT_NAMES = {
    Effect.BROKEN: "答坏了",
    Effect.REPAIRED: "修好了",
    Effect.CHANGED: "换了答法（没有标准答案，请看一眼）",
}
WHY_NAMES = {Why.UNANSWERED: "没有答案", Why.REFUSED: "追问都不是", Why.UNSOLVED: "答了没解决"}
FATE_NAMES = {
    Fate.VARIANT: "加为问法",
    Fate.DRAFT: "写成新条目",
    Fate.NOT_OURS: "不归我们",
    Fate.IGNORED: "忽略",
}
_KINDS = {
    "answer": "解答",
    "emergency": "紧急提示",
    "clarify": "追问",
    "refer": "转介",
    "smalltalk": "寒暄",
    "out_of_scope": "不在服务范围",
}


def describe_given(given: Given, name: Callable[[str], str] = str) -> str:
    """One side of a change: 解答 entry, or 追问 with its options."""
    shown = "／".join(name(one) for one in given.entry_ids)
    return f"{_KINDS[given.kind]} {shown}".strip()


def describe_changes(changes: EntryChanges) -> str:
    """What an edition changed, in half a line."""
    rows = (("新增", changes.added), ("删去", changes.removed), ("改动", changes.changed))
    said = [
        f"{name} {len(ids)} 条（{'、'.join(ids[:3])}{'等' if len(ids) > 3 else ''}）"
        for name, ids in rows
        if ids
    ]
    return "，".join(said) or "条目没有变化"
