"""The word that a talk about some entries would begin with (工伤, 车位): said again before what leaves it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).parents[2] / "data" / "talk_cues.yaml"


@dataclass(frozen=True)
class TalkCues:
    """Cues with the id patterns of their entries; the first row that fits counts."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, entry_ids: Iterable[str]) -> str:
        """The cue of most of these entries, the earlier one's among equals; empty where none has any."""
        cues = Counter(cue for one in entry_ids if (cue := self._of_one(one)))
        return cues.most_common(1)[0][0] if cues else ""

    def _of_one(self, entry_id: str) -> str:
        return next((cue for cue, ids in self.rows if any(fnmatchcase(entry_id, one) for one in ids)), "")


@cache
def load_talk_cues(path: Path = DATA) -> TalkCues:
    """The table that staff keep. Raises KeyError or TypeError when it is not of its form."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return TalkCues(tuple((row["cue"], tuple(row["entries"].split("|"))) for row in table["cues"]))
