"""Reads data/clocks.yaml: how long each step of a case may take, for each level."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.referral.clocks import ClockSettings, Limits
from bot.referral.division import Level

_NAMES = ("accept_hours", "reply_days", "finish_days", "citizen_days", "patience_hours", "silent_days")


def load_clocks(path: Path) -> ClockSettings:
    """The settings; without a file the usual limits hold. Raises ValueError naming the level and the cure."""
    if not path.exists():
        return ClockSettings()
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    unknown = sorted(set(data) - {level.value for level in Level})
    if unknown:
        raise ValueError(f"{path.name}：没有“{unknown[0]}”这一级。建议：用 village、township、county、city。")
    return ClockSettings({Level(level): _limits(path.name, level, row) for level, row in data.items()})


def _limits(file: str, level: str, row: Any) -> Limits:
    wrong = next((name for name in _NAMES if not _is_length(row, name)), None)
    if wrong is not None:
        raise ValueError(f"{file}：{level} 的 {wrong} 缺少或不对。建议：写大于 0 的数，天数写整数。")
    return Limits(
        accept_minutes=round(row["accept_hours"] * 60),
        reply_days=row["reply_days"],
        finish_days=row["finish_days"],
        citizen_days=row["citizen_days"],
        patience_minutes=round(row["patience_hours"] * 60),
        silent_days=row["silent_days"],
    )


def _is_length(row: Any, name: str) -> bool:
    value = row.get(name) if isinstance(row, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value > 0 and (name.endswith("_hours") or isinstance(value, int))
