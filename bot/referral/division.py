"""Administrative divisions: what a 县区, a 街道 and a 社区 are, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """The four levels of the service, from the citizen's doorstep upward."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"

    @property
    def rank(self) -> int:
        """0 for the village, 3 for the city."""
        return _ORDER.index(self)

    @property
    def above(self) -> Level | None:
        """The next level upward; None above the city."""
        return _ORDER[self.rank + 1] if self.rank < len(_ORDER) - 1 else None

    @property
    def label(self) -> str:
        """What a citizen calls it."""
        return _LABELS[self]


_ORDER = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.CITY)
_LABELS: Mapping[Level, str] = {
    Level.VILLAGE: "村（社区）",
    Level.TOWNSHIP: "乡镇（街道）",
    Level.COUNTY: "县（市、区）",
    Level.CITY: "市",
}

_VILLAGE_SUFFIXES = ("社区居民委员会", "社区居委会", "村民委员会", "村委会", "居民委员会", "居委会", "社区")


@dataclass(frozen=True, slots=True)
class Division:
    """One division; `code` is as the statistics bureau writes it, without padding (4, 6, 9 or 12 digits).

    `lat`/`lon` are WGS-84 degrees, None where no public source gives a point.
    """

    code: str
    name: str
    level: Level
    parent_code: str
    lat: float | None = None
    lon: float | None = None

    @property
    def is_zone(self) -> bool:
        """A development zone that holds a township-level code (seventh digit 4)."""
        return self.level is Level.TOWNSHIP and self.code[6] == "4"

    @property
    def short_name(self) -> str:
        """The name as people say it: 花渔沟社区居委会 → 花渔沟社区, 新村村村民委员会 → 新村."""
        return village_short_name(self.name) if self.level is Level.VILLAGE else self.name


def village_short_name(name: str) -> str:
    """The everyday name of a village or community, always ending in 社区 or 村."""
    stem = village_stem(name)
    if is_community(name):
        return stem + "社区"
    return stem if stem.endswith("村") else stem + "村"


def village_stem(name: str) -> str:
    """The bare name: 花渔沟社区居委会 → 花渔沟, 岩脚村村民委员会 → 岩脚, 新村村村民委员会 → 新村."""
    stem, suffix = _cut_suffix(name)
    if not suffix.startswith("社区") and stem.endswith("村") and len(stem) > 2:
        return stem[:-1]
    return stem


def is_community(name: str) -> bool:
    """社区 (true) or 村 (false), by the official name."""
    return _cut_suffix(name)[1].startswith("社区")


def _cut_suffix(name: str) -> tuple[str, str]:
    for suffix in _VILLAGE_SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)], suffix
    return name, ""


class DivisionTree:
    """All divisions of the city, reachable by code. Unknown codes raise KeyError."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._by_code = {division.code: division for division in divisions}

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Division:
        return self._by_code[code]

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Division | None:
        """The division with this code, None for an unknown one."""
        return self._by_code.get(code)

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """All of them, in the order of the file."""
        return tuple(self._by_code.values())

    @cached_property
    def city(self) -> Division:
        """The one division of level city."""
        return next(division for division in self.divisions if division.level is Level.CITY)

    @cached_property
    def _children(self) -> Mapping[str, tuple[Division, ...]]:
        children: dict[str, list[Division]] = {}
        for division in self.divisions:
            children.setdefault(division.parent_code, []).append(division)
        return {code: tuple(sorted(group, key=lambda one: one.code)) for code, group in children.items()}

    def children(self, code: str) -> tuple[Division, ...]:
        """Direct children in code order; empty for a village or an unknown code."""
        return self._children.get(code, ())

    def ancestors(self, code: str) -> tuple[Division, ...]:
        """Parent first, the city last; without the division itself."""
        found: list[Division] = []
        parent = self._by_code.get(self[code].parent_code)
        while parent is not None:
            found.append(parent)
            parent = self._by_code.get(parent.parent_code)
        return tuple(found)

    def lineage(self, code: str) -> tuple[Division, ...]:
        """The city first, the division itself last."""
        return (*reversed(self.ancestors(code)), self[code])

    def at_level(self, code: str, level: Level) -> Division | None:
        """The division itself or its ancestor at `level`; None when the place is more general than that."""
        return next((one for one in self.lineage(code) if one.level is level), None)

    def is_within(self, code: str, outer: str) -> bool:
        """Whether `code` is `outer` or lies inside it."""
        return any(division.code == outer for division in self.lineage(code))

    def path_name(self, code: str) -> str:
        """What a citizen reads: 盘龙区 茨坝街道 花渔沟社区 (the city only when it is alone)."""
        line = self.lineage(code)
        return " ".join(one.short_name for one in line if one.level is not Level.CITY) or line[0].name
