"""Every spelling of a place name that is taken literally, and the divisions it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.referral.division import Division, DivisionTree, Level, village_stem
from bot.referral.place.text import plain_place

_COUNTY = re.compile(r"^(.{2,}?)(?:[一-鿿]{1,2}族)*(?:自治县|县|区|市)$")
_TOWNSHIP = re.compile(r"^(.{2,}?)(?:(?:彝族|苗族|回族)*乡|镇|街道)$")


class Lexicon:
    """Names → codes. A stem is a name without its suffix (关上, 花渔沟); a full name has it."""

    def __init__(self, tree: DivisionTree, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self.stems: dict[str, tuple[str, ...]] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}
        for division in tree.divisions:
            for name in _spellings(division):
                self._add(name, division.code)
        for name, codes in aliases.items():
            self.aliases[plain_place(name)] = tuple(code for code in codes if code in tree)
        # An alias that is somebody's own name adds its meanings; otherwise it stands alone.
        self.names: dict[str, tuple[str, ...]] = {**self.stems, **self.aliases}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for name in self.names:
            lengths = {*self._lengths.get(name[0], ()), len(name)}
            self._lengths[name[0]] = tuple(sorted(lengths, reverse=True))

    def _add(self, name: str, code: str) -> None:
        known = self.stems.get(name, ())
        if code not in known:
            self.stems[name] = (*known, code)

    def names_at(self, text: str, start: int) -> Iterator[str]:
        """Names that begin at a position, longest first."""
        for length in self._lengths.get(text[start], ()):
            name = text[start : start + length]
            if name in self.names:
                yield name


def _spellings(division: Division) -> Iterator[str]:
    name = plain_place(division.name)
    yield stem_of(division)
    if division.level is Level.COUNTY and name.endswith("自治县"):
        yield name
        yield stem_of(division) + "县"
    if division.is_zone or name.endswith("族乡"):
        yield name


def stem_of(division: Division) -> str:
    """The name without what kind of place it is: 官渡, 关上, 花渔沟, 双河 (彝族乡)."""
    name = plain_place(division.name)
    if division.level is Level.VILLAGE:
        return village_stem(name)
    if division.level is Level.CITY:
        return name.removesuffix("市")
    if division.is_zone:
        return name
    pattern = _COUNTY if division.level is Level.COUNTY else _TOWNSHIP
    found = pattern.match(name)
    return found[1] if found else name
