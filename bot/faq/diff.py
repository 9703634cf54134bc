"""What a new edition would answer differently: which questions, from which entry to which, for better or worse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, assert_never

import yaml

from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.memory import Memory
from bot.faq.understood import (
    Close,
    Danger,
    Found,
    NoneOfThese,
    OutOfScope,
    Talk,
    Understood,
    Unknown,
    WantsHuman,
)


class Effect(StrEnum):
    """What a change does to a question: it is now right, no longer right, or only other."""

    BROKEN = "broken"
    REPAIRED = "repaired"
    CHANGED = "changed"


@dataclass(frozen=True)
class Question:
    """A question to try; `right` is the entry that answers it, None where nobody has said. Asked `times` times."""

    text: str
    right: str | None = None
    is_golden: bool = False
    times: int = 1


@dataclass(frozen=True)
class Given:
    """What a citizen would get: the kind of reply, and the entries it offers (one for an answer)."""

    kind: str
    entry_ids: tuple[str, ...] = ()

    def is_right(self, right: str) -> bool:
        """Whether the citizen gets this entry at once."""
        return self.kind in {"answer", "emergency"} and self.entry_ids == (right,)


@dataclass(frozen=True)
class Change:
    """One question whose reply differs."""

    question: Question
    before: Given
    after: Given
    effect: Effect


@dataclass(frozen=True)
class EntryChanges:
    """Ids of entries that came, went, or say something else; `texts` of those changed what a citizen reads."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two files hold the same entries."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Diff:
    """The outcome of a trial: how many questions were tried, how many golden ones are right, and what changes."""

    tried: int
    golden: int
    right_before: int
    right_after: int
    changes: tuple[Change, ...]

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """The changes with this effect, those most asked first."""
        found = [one for one in self.changes if one.effect is effect]
        return tuple(sorted(found, key=lambda one: -one.question.times))


class Reader(Protocol):
    """Reads a text against one edition."""

    def read(self, text: str, memory: Memory) -> Understood:
        """What the text means."""

    def danger(self, text: str) -> Danger | None:
        """The danger lane."""


def given_by(reader: Reader, text: str) -> Given:
    """What a citizen who opens with this text would get."""
    understood: Understood = reader.danger(text) or reader.read(text, Memory())
    match understood:
        case Danger():
            return Given("emergency", (understood.entry_id,) if understood.entry_id else ())
        case Found():
            return Given("answer", (understood.entry_id,))
        case Close():
            return Given("clarify", understood.entry_ids)
        case Talk():
            return Given("smalltalk")
        case OutOfScope():
            return Given("out_of_scope")
        case WantsHuman() | NoneOfThese() | Unknown():
            return Given("refer")
        case _:
            assert_never(understood)


def compare(questions: Iterable[Question], before: Reader, after: Reader) -> Diff:
    """Try every question on both editions."""
    listed = list(questions)
    tried = [(one, given_by(before, one.text), given_by(after, one.text)) for one in listed]
    golden = [(one.right, old, new) for one, old, new in tried if one.is_golden and one.right]
    changes = [Change(one, old, new, _effect(one, old, new)) for one, old, new in tried if old != new]
    return Diff(
        tried=len(listed),
        golden=len(golden),
        right_before=sum(old.is_right(right) for right, old, _ in golden),
        right_after=sum(new.is_right(right) for right, _, new in golden),
        changes=tuple(changes),
    )


def _effect(question: Question, before: Given, after: Given) -> Effect:
    if question.right is None or before.is_right(question.right) == after.is_right(question.right):
        return Effect.CHANGED
    return Effect.REPAIRED if after.is_right(question.right) else Effect.BROKEN


def entry_changes(before: Sequence[Entry], after: Sequence[Entry]) -> EntryChanges:
    """Which entries differ between two editions."""
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    changed = tuple(one for one in new if one in old and new[one] != old[one])
    return EntryChanges(
        added=tuple(one for one in new if one not in old),
        removed=tuple(one for one in old if one not in new),
        changed=changed,
        texts=tuple(one for one in changed if new[one].content_hash != old[one].content_hash),
    )


def load_golden(path: Path, faq: Faq | None = None) -> list[Question]:
    """The golden questions of `golden.yaml`. Raises ValueError, in Chinese, for a row that is not {text, entry},
    or whose entry `faq` does not have."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["golden"]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "entry"} <= set(row):
            raise ValueError(f"{path.name} 第 {number} 题看不懂。建议：写成 text: … 和 entry: …")
        if faq is not None and row["entry"] not in faq.by_id:
            raise ValueError(
                f"{path.name} 第 {number} 题指向不存在的条目 {row['entry']}。建议：改成现有的条目编号"
            )
    return [Question(str(row["text"]), str(row["entry"]), is_golden=True) for row in rows]


def read_replay(text: str) -> list[Question]:
    """Questions of a replay file: one per line, plain or as JSON {text, entry?}. Raises ValueError in Chinese."""
    questions = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            questions.append(_replayed(line.strip(), number))
    return questions


def _replayed(line: str, number: int) -> Question:
    if not line.startswith("{"):
        return Question(line)
    try:
        row: dict[str, Any] = json.loads(line)
        entry = row.get("entry")
        return Question(str(row["text"]), str(entry) if entry else None)
    except (KeyError, ValueError) as error:
        raise ValueError(f'第 {number} 行看不懂。建议：一行一个问题，或写成 {{"text": "…"}}') from error
