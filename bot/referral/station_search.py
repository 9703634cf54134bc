"""A station as staff type it: its number, its name, or words of its name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.referral.directory import Directory
from bot.referral.station import Station

_MOST_SHOWN = 30


@dataclass(frozen=True)
class StationSearch:
    """What was typed and which stations it may mean; `more` were left off."""

    typed: str = ""
    found: tuple[Station, ...] = ()
    more: int = 0

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
    """Stations whose number or name is what was typed, else those whose name holds all its words."""
    typed = typed.strip()
    if not typed:
        return StationSearch()
    exact = directory.get(typed)
    if exact is not None:
        return StationSearch(typed, (exact,))
    same = tuple(one for one in directory.stations if one.name == typed)
    found = same or tuple(one for one in directory.stations if _holds(one.name, typed))
    return StationSearch(typed, found[:_MOST_SHOWN], max(len(found) - _MOST_SHOWN, 0))


def _holds(name: str, typed: str) -> bool:
    if all(word in name for word in typed.split()):
        return True
    # "官渡关上" for 官渡区关上街道…: its characters in their order.
    rest = iter(name)
    return len(typed) >= 3 and all(character in rest for character in typed.replace(" ", ""))
