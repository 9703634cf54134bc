"""Words of Kunming and of the street put into standard words, and words that share one sense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

DATA = Path(__file__).parents[2] / "data" / "synonyms.yaml"


@dataclass(frozen=True)
class Synonyms:
    """`rewrites`: said → standard word; `groups`: name of a sense → the words that carry it."""

    rewrites: Mapping[str, str]
    groups: Mapping[str, tuple[str, ...]]

    def standard(self, text: str) -> str:
        """The text with each dialect or spoken word replaced by its standard word, longest first."""
        if not self.rewrites:
            return text
        return self._rewrite_pattern.sub(lambda found: self.rewrites[found[0]], text)

    def senses(self, text: str) -> frozenset[str]:
        """Names of the senses that occur in the text; a longer word hides the shorter ones inside it."""
        if not self.groups:
            return frozenset()
        found = self._sense_pattern.findall(text)
        return frozenset(sense for word in found for sense in self._senses_of_word[word])

    @cached_property
    def _rewrite_pattern(self) -> re.Pattern[str]:
        return _longest_first(self.rewrites)

    @cached_property
    def _sense_pattern(self) -> re.Pattern[str]:
        return _longest_first(self._senses_of_word)

    @cached_property
    def _senses_of_word(self) -> dict[str, list[str]]:
        senses: dict[str, list[str]] = {}
        for sense, words in self.groups.items():
            for word in words:
                senses.setdefault(word, []).append(sense)
        return senses


@cache
def load_synonyms(path: Path = DATA) -> Synonyms:
    """The table that staff keep. Raises ValueError, in Chinese, naming the row that is wrong."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
    rewrites: dict[str, str] = {}
    for row in table.get("words", []):
        if not {"word", "standard", "meaning", "source"} <= set(row):
            raise ValueError(f"{path.name}：词条 {row} 须写 word、standard、meaning、source 四项")
        for word in str(row["word"]).split("、"):
            if rewrites.setdefault(word, row["standard"]) != row["standard"]:
                raise ValueError(f"{path.name}：词语「{word}」有两个不同的标准词，请留一个")
    groups = {str(name): tuple(str(words).split()) for name, words in table.get("senses", {}).items()}
    return Synonyms(rewrites=rewrites, groups=groups)


def _longest_first(words: Mapping[str, object]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
