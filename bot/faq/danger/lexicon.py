"""Words of one class are heard alike: which class stands before which (machine, cutting, finger) tells of a danger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import yaml

DATA = Path(__file__).parents[3] / "data" / "danger_lexicon.yaml"

CLASS_SIZE = 0.2
"""What a class that occurs counts beside the characters, whose squares add up to one."""

PAIR_SIZE = 0.3
"""What a class soon before another counts."""

_NEXT = 3
_GAP = 6


@dataclass(frozen=True)
class Lexicon:
    """Words by class. `features` are the classes of a text, and each class with those that soon follow."""

    classes: Mapping[str, str]
    sizes: Mapping[str, tuple[int, ...]]
    """Lengths of the words that begin with a character, the longest first."""

    def features(self, plain: str) -> dict[str, float]:
        """`%class` and `%class>class`, where the second begins within six characters of the first's end."""
        found = list(self._found(plain))
        features = {f"%{name}": CLASS_SIZE for name, _, _ in found}
        for index, (name, _, end) in enumerate(found):
            for after, start, _ in islice(found, index + 1, index + 1 + _NEXT):
                if start - end <= _GAP:
                    features[f"%{name}>{after}"] = PAIR_SIZE
        return features

    def _found(self, plain: str) -> Iterator[tuple[str, int, int]]:
        """Class, start and end of each known word, the longest first at each place."""
        start = 0
        for place, character in enumerate(plain):
            if place < start:
                continue
            for size in self.sizes.get(character, ()):
                name = self.classes.get(plain[place : place + size])
                if name is not None:
                    start = place + size
                    yield name, place, start
                    break


@cache
def load_lexicon(path: Path = DATA) -> Lexicon:
    """The table that staff keep. Raises ValueError, in Chinese, naming a word that stands in two classes."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["classes"]
    classes: dict[str, str] = {}
    for name, words in table.items():
        for word in str(words).split("|"):
            before = classes.setdefault(word, name)
            if before != name:
                raise ValueError(f"{path.name}：「{word}」既在“{before}”又在“{name}”。建议：只留在一个词类里")
    return lexicon_of(classes)


def lexicon_of(classes: Mapping[str, str]) -> Lexicon:
    """A lexicon of words and their classes."""
    sizes: dict[str, set[int]] = {}
    for word in classes:
        sizes.setdefault(word[0], set()).add(len(word))
    return Lexicon(classes, {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()})
