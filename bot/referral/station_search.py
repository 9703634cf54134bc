"""A station as staff type it: its number, its name, or words of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.referral.directory import Directory
from bot.referral.division import Level
from bot.referral.station import Station

_MOST_SHOWN = 30
_SHORTEST = 2


@dataclass(frozen=True)
class StationSearch:
    """What was typed and which stations it may mean; `more` were left off, `places` says where each lies."""

    typed: str = ""
    found: tuple[Station, ...] = ()
    more: int = 0
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Number and name of what was found; where it lies stands before the name, for many villages share theirs."""
        return tuple((one.id, f"{self.places.get(one.id, '')} {one.name}".strip()) for one in self.found)

    @property
    def one(self) -> Station | None:
        """The station, where only one is meant."""
        return self.found[0] if len(self.found) == 1 else None

    @property
    def trouble(self) -> str:
        """Why no station is settled yet, in Chinese; empty where one is."""
        if self.one:
            return ""
        if not self.typed:
            return "请写站点的名称，比如“官渡区关上”。"
        return "有好几个站点，请选一个。" if self.found else f"没有找到“{self.typed}”，请换个写法。"


def search_stations(directory: Directory, typed: str) -> StationSearch:
    """Stations whose number or name is what was typed, else those whose name holds its words, else those that lie where
    its first part says (官渡区关上), else those that have its characters in their order (关上站)."""
    typed = typed.strip()
    if not typed:
        return StationSearch()
    found = _found(directory, typed)
    shown = found[:_MOST_SHOWN]
    places = {one.id: _place(directory, one) for one in shown}
    return StationSearch(typed, shown, max(len(found) - _MOST_SHOWN, 0), places)


def _found(directory: Directory, typed: str) -> tuple[Station, ...]:
    exact = directory.get(typed)
    if exact is not None:
        return (exact,)
    words, closed = typed.split(), "".join(typed.split())
    ways: tuple[Callable[[Station], bool], ...] = (
        lambda one: one.name == typed,
        lambda one: all(word in one.name for word in words),
        lambda one: _lies_there(_place(directory, one), one.name, closed),
        lambda one: _has_in_order(one.name, closed),
    )
    return next((found for way in ways if (found := tuple(filter(way, directory.stations)))), ())


def _place(directory: Directory, station: Station) -> str:
    """The divisions around that of a station: 官渡区 关上街道."""
    around = reversed(directory.gazetteer.ancestors(station.division_code))
    return " ".join(one.name for one in around if one.level is not Level.CITY)


def _lies_there(place: str, name: str, typed: str) -> bool:
    ends = range(_SHORTEST, len(typed) - _SHORTEST + 1)
    return any(typed[end:] in name and _has_in_order(place, typed[:end]) for end in ends)


def _has_in_order(name: str, typed: str) -> bool:
    rest = iter(name)
    return len(typed) >= _SHORTEST and all(character in rest for character in typed)
