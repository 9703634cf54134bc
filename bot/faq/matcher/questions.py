"""Labelled questions from JSON lines: what was asked, and which entries are right."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.faq.matcher.lessons import OTHER_LEGAL


@dataclass(frozen=True)
class Case:
    """One labelled question; `right` is empty when no entry is; `slice` says what kind of question it is."""

    text: str
    right: frozenset[str]
    slice: str

    @property
    def is_in_scope(self) -> bool:
        """Whether an entry on the matter itself is right."""
        return bool(self.right - {OTHER_LEGAL})


def read_cases(path: Path) -> list[Case]:
    """Lines {text, topic, also_ok, slice}, {text, topics} or {text, kind} (kind: other_legal, non_legal, …).

    Raises ValueError, in Chinese, naming the first line that is none of these.
    """
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f'{path.name} 第 {number} 行：看不懂（{error}）。建议：写成 {{"text": …, "topic": …}}'
            ) from error
    return cases


def _case(row: dict[str, Any]) -> Case:
    text = row["text"]
    if isinstance(text, dict):
        text = str(text["repeat"]) * int(text["times"])
    if "topic" in row:
        return Case(
            str(text), frozenset([row["topic"], *row.get("also_ok", [])]), str(row.get("slice", "all"))
        )
    if "topics" in row:
        return Case(str(text), frozenset(row["topics"]), "multi")
    kind = str(row["kind"])
    return Case(str(text), frozenset([OTHER_LEGAL] if kind == "other_legal" else []), kind)
