"""The directory of stations: the nearest by great circle, the right one for a place, a level and a topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bot.referral.division import Division, Level
from bot.referral.gazetteer import Gazetteer
from bot.referral.opening import Opening, opening_of
from bot.referral.station import Station, is_in_bounds

EARTH_RADIUS_KM = 6371.0088
_NEAR_SHARE = 1.2
_NEAR_KM = 0.3
_LEAST_COVERAGE = 0.5

Distanced = tuple[Station, float]


@dataclass(frozen=True)
class Serving:
    """The right station, why it is the one, and the others that a citizen may choose instead.

    `distance_km` is None where it was found by division. `opening` is None where no moment was asked about.
    """

    station: Station
    distance_km: float | None
    reason_zh: str
    alternatives: tuple[tuple[Station, float | None], ...] = ()
    opening: Opening | None = None


@dataclass(frozen=True)
class _Points:
    """Stations with coordinates in id order, with their unit circle values ready for haversine."""

    stations: tuple[Station, ...]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    @classmethod
    def of(cls, stations: Iterable[Station]) -> _Points:
        placed = tuple(sorted((one for one in stations if one.has_point), key=lambda one: one.id))
        lat = np.radians(np.array([one.lat for one in placed], dtype=np.float64))
        lon = np.radians(np.array([one.lon for one in placed], dtype=np.float64))
        return cls(placed, lat, lon)

    def nearest(self, lat: float, lon: float, limit: int) -> list[Distanced]:
        """By distance, then by id (a stable sort over id order)."""
        here_lat, here_lon = np.radians(lat), np.radians(lon)
        chord = (
            np.sin((self.lat - here_lat) / 2) ** 2
            + np.cos(here_lat) * np.cos(self.lat) * np.sin((self.lon - here_lon) / 2) ** 2
        )
        distance = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
        order = np.argsort(distance, kind="stable")[: max(limit, 0)]
        return [(self.stations[index], float(distance[index])) for index in order]


class Directory:
    """All stations of one list, with the divisions that they serve. `former` ones are closed: nobody is sent there,
    but cases of theirs may still run."""

    def __init__(
        self, stations: Sequence[Station], gazetteer: Gazetteer, former: Sequence[Station] = ()
    ) -> None:
        self.stations = tuple(stations)
        self.former = tuple(former)
        self.gazetteer = gazetteer
        self._by_id = {station.id: station for station in self.stations}
        self._former = {station.id: station for station in self.former}
        self._by_division: dict[str, list[Station]] = {}
        for station in sorted(self.stations, key=lambda one: one.id):
            self._by_division.setdefault(station.division_code, []).append(station)
        self._points: Mapping[Level, _Points] = {
            level: _Points.of(one for one in self.stations if one.level is level) for level in Level
        }

    def __len__(self) -> int:
        return len(self.stations)

    def get(self, station_id: str) -> Station | None:
        """The station with this id, None for an unknown one."""
        return self._by_id.get(station_id)

    def known(self, station_id: str) -> Station | None:
        """The same, or a closed one."""
        return self._by_id.get(station_id) or self._former.get(station_id)

    def parent(self, station: Station) -> Station | None:
        """The station one step up its own ladder, past closed ones; None for the city centre."""
        above = station.parent_id
        for _ in Level:
            if above in self._former and above not in self._by_id:
                above = self._former[above].parent_id
        return self._by_id.get(above) if above else None

    def at_division(self, code: str) -> tuple[Station, ...]:
        """The stations of exactly this division, in id order."""
        return tuple(self._by_division.get(code, ()))

    def nearest(
        self, lat: float, lon: float, level: Level | str | None = None, limit: int = 3
    ) -> list[Distanced]:
        """Stations by great-circle distance (km) from a WGS-84 point, equal ones by id.

        With a level: its nearest `limit`. Without: the nearest one of each level, village first. Stations
        without coordinates take no part.
        """
        if level is not None:
            return self._points[Level(level)].nearest(lat, lon, limit)
        return [found for each in Level for found in self._points[each].nearest(lat, lon, 1)]

    def children_for_buttons(self, code: str) -> tuple[Division, ...]:
        """What to choose from below a division (县区, 街道, 社区); zones last, empty ones left out."""
        tree = self.gazetteer
        shown = [
            one
            for one in tree.children(code)
            if not one.is_zone or tree.children(one.code) or one.code in self._by_division
        ]
        return tuple(sorted(shown, key=lambda one: (one.is_zone, one.code)))

    def serving(
        self,
        place: str | tuple[float, float],
        level: Level | str,
        topic: str | None = None,
        at: datetime | None = None,
    ) -> Serving:
        """The right station for a division code or a (lat, lon) point.

        Level first, then whether it takes the topic, then, among near ones, whether it is open at `at`, then
        distance. Raises KeyError for an unknown code and LookupError for an empty directory.
        """
        wanted = Level(level)
        if isinstance(place, str):
            return self._serving_division(place, wanted, topic, at)
        return self._serving_point(place, wanted, topic, at)

    # ------------------------------------------------------------------ by division

    def _serving_division(self, code: str, level: Level, topic: str | None, at: datetime | None) -> Serving:
        line = [self.gazetteer[code], *self.gazetteer.ancestors(code)]
        start = next((one for one in line if one.level.rank >= level.rank), line[-1])
        place_name = self.gazetteer.path_name(code)
        reasons: list[str] = []
        if start.level.rank > level.rank:
            reasons.append(
                f"您说到的是{place_name}，还没有细到{level.label}，先由{start.level.label}一级接待"
            )
        for division in line[line.index(start) :]:
            here = self.at_division(division.code)
            taking = [one for one in here if one.takes(topic)]
            if taking:
                chosen, *others = _open_first(taking, at)
                reasons.append(f"{chosen.name}服务{self.gazetteer.path_name(division.code)}")
                alternatives = tuple((one, None) for one in others)
                return Serving(chosen, None, _sentence(reasons), alternatives, _opening(chosen, at))
            reasons.append(
                f"{division.short_name}的站点不受理这类事项"
                if here
                else f"{division.short_name}暂时没有登记站点"
            )
        return self._serving_last(reasons, at)

    def _serving_last(self, reasons: list[str], at: datetime | None) -> Serving:
        """The city centre, whatever it says of topics: somebody must answer."""
        if not self.stations:
            raise LookupError("the directory has no station")
        last = min(self.stations, key=lambda one: (-one.level.rank, one.id))
        return Serving(last, None, _sentence([*reasons, f"由{last.name}接待"]), (), _opening(last, at))

    # ------------------------------------------------------------------ by point

    def _serving_point(
        self, point: tuple[float, float], level: Level, topic: str | None, at: datetime | None
    ) -> Serving:
        if not is_in_bounds(*point):
            return self._serving_last(["这个位置不在昆明市范围内"], at)
        reasons: list[str] = []
        for step in Level:
            if step.rank < level.rank:
                continue
            found = [one for one in self.nearest(*point, step, len(self)) if one[0].takes(topic)]
            if found and self._is_covered(step):
                return self._choose_near(found, reasons, at)
            if not self._is_covered(step):
                reasons.append(f"{step.label}一级的站点大多还没有登记坐标，按定位说不准哪个最近")
            elif not found:
                reasons.append(f"有坐标的{step.label}一级站点都不受理这类事项")
        return self._serving_last(reasons, at)

    def _choose_near(self, found: list[Distanced], reasons: list[str], at: datetime | None) -> Serving:
        best = found[0][1]
        reach = max(best * _NEAR_SHARE, best + _NEAR_KM)
        near = [one for one in found if one[1] <= reach]
        order = {one.id: rank for rank, one in enumerate(_open_first([one for one, _ in near], at))}
        near.sort(key=lambda one: order[one[0].id])
        (station, distance_km), *others = near
        reasons.append(f"{station.name}直线距离约 {_kilometres(distance_km)}")
        if others and distance_km > best:
            reasons.append("它现在开门，而更近的一处现在没有开门")
        elif others:
            reasons.append("附近还有距离差不多的站点，您可以自己选")
        return Serving(station, distance_km, _sentence(reasons), tuple(others[:3]), _opening(station, at))

    def _is_covered(self, level: Level) -> bool:
        """Whether enough stations of a level have a point for "nearest" to mean something."""
        total = sum(1 for one in self.stations if one.level is level)
        return total > 0 and len(self._points[level].stations) >= total * _LEAST_COVERAGE


def _open_first(stations: Sequence[Station], at: datetime | None) -> list[Station]:
    """Open ones first; otherwise the order stays."""
    return sorted(stations, key=lambda one: at is not None and opening_of(one.hours, at).state != "open")


def _opening(station: Station, at: datetime | None) -> Opening | None:
    return None if at is None else opening_of(station.hours, at)


def _kilometres(distance_km: float) -> str:
    if distance_km < 1:
        return f"{max(round(distance_km * 100) * 10, 10)} 米"
    return f"{distance_km:.1f} 公里"


def _sentence(reasons: Sequence[str]) -> str:
    return "；".join(reasons) + "。"
