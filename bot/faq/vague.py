"""A message that only names a topic (「停车的事」) is answered by asking which of its usual questions is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.faq.smalltalk import bare

DATA = Path(__file__).parents[2] / "data" / "vague_topics.yaml"
_SHORT = 10
LONGEST_TOPIC = 16
"""Characters of a message that can be nothing but the name of a topic."""


@dataclass(frozen=True)
class VagueTopics:
    """Topic word → the entries to ask about, in order; words that may be asked of any matter (赔多少)."""

    entries: Mapping[str, tuple[str, ...]]
    fillers: re.Pattern[str]
    of_any_matter: frozenset[str] = frozenset()

    def options(self, cleaned: str) -> tuple[str, ...]:
        """Entry ids to offer; empty where the message says more than a topic."""
        said = bare(cleaned)
        if len(said) > LONGEST_TOPIC:
            return ()
        return self.entries.get(said) or self.entries.get(self.fillers.sub("", said), ())

    def names_new_topic(self, cleaned: str) -> bool:
        """Whether a topic named in the midst of a talk is another one, not something asked of the matter at hand."""
        said = bare(cleaned)
        return not {said, self.fillers.sub("", said)} & self.of_any_matter

    def near_options(self, cleaned: str) -> tuple[str, ...]:
        """Entry ids to offer for a short message that nothing answers but that holds a topic; the longest one counts."""
        said = bare(cleaned)
        if len(said) > _SHORT:
            return ()
        held = [word for word in self.entries if len(word) > 1 and word in said]
        return self.entries[max(held, key=len)] if held else ()


@cache
def load_vague_topics(path: Path = DATA) -> VagueTopics:
    """The table that staff keep. Raises KeyError or ValueError when it is not of its form."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    fillers = re.compile(table["fillers"])
    entries: dict[str, tuple[str, ...]] = {}
    of_any: set[str] = set()
    for row in table["topics"]:
        for word in row["words"].split("|"):
            entries.setdefault(word, tuple(row["entries"]))
            entries.setdefault(fillers.sub("", word) or word, tuple(row["entries"]))
            of_any |= {word, fillers.sub("", word)} if row.get("of_any_matter") else set()
    return VagueTopics(entries, fillers, frozenset(of_any - {""}))
