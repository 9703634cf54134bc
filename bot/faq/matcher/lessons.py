"""What the matcher learns beside the entries themselves: more phrasings of them, and texts that none of them answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[3] / "data"

_MORE = "_more"
"""A group of this ending goes on with the subject of the group of the same name."""

OTHER_LEGAL = "service-other-legal-matters"
"""The entry that is right for questions of any other law."""


@dataclass(frozen=True)
class Lessons:
    """`phrasings`: entry id → more ways of asking for it; `negatives`: texts that no entry answers.

    `subjects`: text → what it is about, for phrasings of an entry that is about many things: each has words of its own.
    """

    phrasings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    negatives: tuple[str, ...] = ()
    subjects: Mapping[str, str] = field(default_factory=dict)


NO_LESSONS = Lessons()


@cache
def load_lessons(folder: Path = FOLDER) -> Lessons:
    """Read phrasings.yaml and out_of_scope.yaml of the data folder; texts of other law teach OTHER_LEGAL."""
    phrasings = {str(entry_id): _split(row) for entry_id, row in _read(folder / "phrasings.yaml").items()}
    outside = _read(folder / "out_of_scope.yaml")
    kinds = {
        kind: tuple(text for row in rows.values() for text in _split(row)) for kind, rows in outside.items()
    }
    other_legal = kinds.pop("other_legal", ())
    subjects = {
        text: group.removesuffix(_MORE)
        for group, row in outside.get("other_legal", {}).items()
        for text in _split(row)
    }
    phrasings[OTHER_LEGAL] = (*phrasings.get(OTHER_LEGAL, ()), *other_legal)
    return Lessons(phrasings, tuple(text for texts in kinds.values() for text in texts), subjects)


def _read(path: Path) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return table


def _split(row: object) -> tuple[str, ...]:
    return tuple(text.strip() for text in str(row).split("|") if text.strip())
