"""Nearest by point on whole directories: exact against brute force at 400 points, border and ties included."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

import pytest

from bot.referral.directory import EARTH_RADIUS_KM, Directory
from bot.referral.division import Level
from bot.referral.loader import load_divisions, load_stations
from bot.referral.station import EAST, NORTH, SOUTH, WEST, Station

DATA = Path(__file__).parents[2] / "data"
GAZETTEER = load_divisions(DATA / "divisions.csv")
SHIPPED = load_stations(DATA / "stations.csv", GAZETTEER)


def _distance_km(lat: float, lon: float, station: Station) -> float:
    assert station.lat is not None
    assert station.lon is not None
    a, b = math.radians(lat), math.radians(station.lat)
    turn = math.radians(station.lon - lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def _dense() -> tuple[Station, ...]:
    """The shipped directory with made-up points for most stations, some of them shared by two."""
    dice = random.Random(20261123)
    points = [(dice.uniform(24.3, 26.6), dice.uniform(102.1, 103.7)) for _ in SHIPPED]
    rows = _rows()
    for row, (lat, lon) in zip(rows, points, strict=True):
        if not row["lat"] and dice.random() < 0.85:
            row["lat"], row["lon"] = f"{lat:.5f}", f"{lon:.5f}"
    rows[-1]["lat"], rows[-1]["lon"] = rows[-2]["lat"], rows[-2]["lon"]
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return load_stations("\n".join(lines).encode(), GAZETTEER)


def _rows() -> list[dict[str, str]]:
    with (DATA / "stations.csv").open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def _points(stations: tuple[Station, ...]) -> list[tuple[float, float]]:
    dice = random.Random(7)
    anywhere = [(dice.uniform(24.3, 26.6), dice.uniform(102.1, 103.7)) for _ in range(300)]
    corners = [(lat, lon) for lat in (SOUTH, NORTH, 25.0) for lon in (WEST, EAST, 102.7)]
    known = [(one.lat, one.lon) for one in stations if one.lat is not None and one.lon is not None]
    chosen = dice.sample(known, min(60, len(known)))
    pairs = [dice.sample(known, 2) for _ in range(400 - len(anywhere) - len(corners) - len(chosen))]
    between = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairs]
    return [*anywhere, *corners, *chosen, *between]


@pytest.mark.parametrize("kind", ["shipped", "dense"])
def test_four_hundred_points_are_exact_at_each_level(kind: str) -> None:
    stations = SHIPPED if kind == "shipped" else _dense()
    directory = Directory(stations, GAZETTEER)
    points = _points(stations)
    assert len(points) == 400
    for lat, lon in points:
        for level in Level:
            placed = [one for one in stations if one.level is level and one.lat is not None]
            nearest = sorted(_distance_km(lat, lon, one) for one in placed)[:3]
            found = directory.nearest(lat, lon, level, 3)
            assert [distance_km for _, distance_km in found] == pytest.approx(nearest, abs=1e-6)
            ids = [station.id for station, _ in found]
            assert len(set(ids)) == len(ids)


def test_a_station_without_coordinates_is_reached_by_its_division() -> None:
    directory = Directory(SHIPPED, GAZETTEER)
    for station in SHIPPED:
        if station.lat is None:
            assert station in directory.at_division(station.division_code)
