"""The nearest station and the right one."""

from __future__ import annotations

import math
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.referral.directory import EARTH_RADIUS_KM, Directory
from bot.referral.division import Level
from bot.referral.gazetteer import Gazetteer
from bot.referral.hours import OpeningHours
from bot.referral.station import EAST, NORTH, SOUTH, WEST, Station
from bot.referral.workdays import LOCAL_ZONE

latitudes, longitudes = st.floats(SOUTH, NORTH), st.floats(WEST, EAST)
NOON = datetime(2026, 3, 3, 12, 30, tzinfo=LOCAL_ZONE)


def station(
    id_: str,
    code: str = "530111001001",
    level: Level = Level.VILLAGE,
    point: tuple[float, float] | None = None,
    topics: str = "",
    hours: str = "",
    parent: str | None = None,
) -> Station:
    lat, lon = point or (None, None)
    kept = OpeningHours.parse(hours) if hours else None
    return Station(id_, f"站{id_}", level, code, parent, "", lat, lon, "", kept, frozenset(topics.split()))


def great_circle(lat: float, lon: float, other: Station) -> float:
    """Vincenty's form of the great circle, another formula than the one under test."""
    assert other.lat is not None
    assert other.lon is not None
    a, b, turn = math.radians(lat), math.radians(other.lat), math.radians(other.lon - lon)
    across = math.hypot(
        math.cos(b) * math.sin(turn),
        math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn),
    )
    along = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return EARTH_RADIUS_KM * math.atan2(across, along)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(latitudes, longitudes), min_size=1, max_size=40),
    st.tuples(latitudes, longitudes),
    st.integers(1, 5),
)
def test_nearest_agrees_with_brute_force(
    points: list[tuple[float, float]], here: tuple[float, float], limit: int
) -> None:
    stations = [station(f"{index:03}", point=point) for index, point in enumerate(points)]
    found = Directory(stations, Gazetteer([])).nearest(*here, "village", limit)
    distances = sorted(great_circle(*here, one) for one in stations)
    assert len(found) == min(limit, len(points))
    for (one, distance_km), expected in zip(found, distances, strict=False):
        assert distance_km == pytest.approx(expected, abs=1e-6)
        assert distance_km == pytest.approx(great_circle(*here, one), abs=1e-6)


def test_equal_distances_are_ordered_by_id(gazetteer: Gazetteer) -> None:
    here = (25.0, 102.7)
    stations = [station(id_, point=(25.1, 102.8)) for id_ in ("b", "c", "a")]
    assert [one.id for one, _ in Directory(stations, gazetteer).nearest(*here, "village")] == ["a", "b", "c"]


def test_without_a_level_the_best_of_each_level_comes_village_first(shipped: Directory) -> None:
    found = shipped.nearest(25.04, 102.71)
    assert [one.level for one, _ in found] == list(Level)
    for one, distance_km in found:
        assert shipped.nearest(25.04, 102.71, one.level, 1) == [(one, distance_km)]


def test_stations_without_coordinates_take_no_part(gazetteer: Gazetteer) -> None:
    directory = Directory([station("blank"), station("placed", point=(26, 103))], gazetteer)
    assert [one.id for one, _ in directory.nearest(24.5, 102.2, "village")] == ["placed"]
    assert directory.nearest(24.5, 102.2, "county") == []


CITY = station("C", "5301", Level.CITY, (24.88, 102.83))
COUNTY = station("D", "530111", Level.COUNTY, (25.0, 102.7), parent="C")
TOWN = station("T", "530111001", Level.TOWNSHIP, (25.01, 102.71), parent="D")
ROOM = station("V", "530111001001", Level.VILLAGE, (25.02, 102.72), parent="T")
LADDER = [CITY, COUNTY, TOWN, ROOM]


@pytest.mark.parametrize(
    ("code", "level", "expected"),
    [
        ("530111001001", "village", "V"),
        ("530111001001", "township", "T"),
        ("530111001001", "county", "D"),
        ("530111001001", "city", "C"),
        ("530111001", "village", "T"),
        ("530111", "village", "D"),
        ("530111", "township", "D"),
        ("5301", "village", "C"),
        ("530111001002", "village", "T"),  # a village without a room of its own
        ("530111002", "township", "D"),  # a township without a station
        ("530112", "county", "C"),  # a county without a centre
        ("530125404", "village", "C"),
    ],
)
def test_a_place_in_words_climbs_the_ladder(
    gazetteer: Gazetteer, code: str, level: str, expected: str
) -> None:
    found = Directory(LADDER, gazetteer).serving(code, level)
    assert found.station.id == expected
    assert found.distance_km is None
    assert found.reason_zh.endswith("。")


def test_a_place_too_general_is_said(gazetteer: Gazetteer) -> None:
    reason = Directory(LADDER, gazetteer).serving("530111", "village").reason_zh
    assert "官渡区" in reason
    assert "还没有细到" in reason


def test_a_station_that_does_not_take_the_topic_passes_on_to_its_parent(gazetteer: Gazetteer) -> None:
    room = station("V", topics="safety service-my-case", parent="T")
    directory = Directory([CITY, COUNTY, TOWN, room], gazetteer)
    assert directory.serving("530111001001", "village", "property-fee").station.id == "T"
    assert "不受理" in directory.serving("530111001001", "village", "property-fee").reason_zh
    assert directory.serving("530111001001", "village", "safety-helmet").station.id == "V"
    assert directory.serving("530111001001", "village", "service-my-case").station.id == "V"


def test_the_city_centre_answers_when_nobody_takes_the_topic(gazetteer: Gazetteer) -> None:
    city = station("C", "5301", Level.CITY, topics="service")
    assert Directory([city], gazetteer).serving("530111", "county", "property-fee").station.id == "C"
    with pytest.raises(LookupError):
        Directory([], gazetteer).serving("530111", "county")
    with pytest.raises(KeyError):
        Directory(LADDER, gazetteer).serving("999999", "county")


def test_by_point_the_nearest_of_the_wanted_level_serves(gazetteer: Gazetteer) -> None:
    far = station("W", "530111001002", point=(25.3, 102.9), parent="T")
    found = Directory([*LADDER, far], gazetteer).serving((25.021, 102.721), "village")
    assert found.station.id == "V"
    assert found.distance_km is not None
    assert found.distance_km < 0.2
    assert found.alternatives == ()


def test_two_near_ones_are_both_shown(gazetteer: Gazetteer) -> None:
    beside = station("W", "530111001002", point=(25.0215, 102.72), parent="T")
    found = Directory([*LADDER, beside], gazetteer).serving((25.02, 102.72), "village")
    assert found.station.id == "V"
    assert [one.id for one, _ in found.alternatives] == ["W"]


def test_of_two_near_ones_the_open_one_comes_first(gazetteer: Gazetteer) -> None:
    closed = station("V", point=(25.02, 102.72), hours="工作日 9:00-12:00,13:00-17:00")
    open_ = station("W", "530111001002", point=(25.0215, 102.72), hours="每天 9:00-17:00")
    directory = Directory([CITY, closed, open_], gazetteer)
    found = directory.serving((25.02, 102.72), "village", at=NOON)
    assert (found.station.id, found.opening and found.opening.state) == ("W", "open")
    assert "现在开门" in found.reason_zh
    assert directory.serving((25.02, 102.72), "village").station.id == "V"


def test_a_topic_that_only_the_next_level_takes_goes_there(gazetteer: Gazetteer) -> None:
    room = station("V", point=(25.02, 102.72), topics="safety")
    found = Directory([CITY, COUNTY, TOWN, room], gazetteer).serving(
        (25.02, 102.72), "village", "property-fee"
    )
    assert found.station.id == "T"


def test_where_most_rooms_have_no_point_the_nearest_is_not_pretended(shipped: Directory) -> None:
    found = shipped.serving((25.04, 102.71), "village")
    assert found.station.id == "S530102"
    assert "没有登记坐标" in found.reason_zh


def test_a_point_outside_kunming_is_said(shipped: Directory) -> None:
    found = shipped.serving((39.9, 116.4), "village")
    assert found.station.level is Level.CITY
    assert "不在昆明" in found.reason_zh


def test_every_shipped_division_reaches_a_station_at_every_level(shipped: Directory) -> None:
    for division in shipped.gazetteer.divisions:
        for level in Level:
            found = shipped.serving(division.code, level).station
            assert found.level.rank >= max(level.rank, division.level.rank)
            assert division.code.startswith(found.division_code)


def test_buttons_lead_from_county_to_village_with_zones_last(shipped: Directory) -> None:
    counties = shipped.children_for_buttons("5301")
    assert len(counties) == 14
    towns = shipped.children_for_buttons("530102")
    assert [one.name for one in towns if one.is_zone] == [towns[-1].name] == ["昆明国家高新技术产业开发区"]
    assert "昆明阳宗海风景名胜区" not in [one.name for one in shipped.children_for_buttons("530125")]
    assert shipped.children_for_buttons("530102001001") == ()


def test_a_station_knows_its_parent(shipped: Directory) -> None:
    room = shipped.get("S530111001001")
    assert room is not None
    parent = shipped.parent(room)
    assert parent is not None
    assert parent.id == "S530111001"
    assert shipped.parent(shipped.at_division("5301")[0]) is None
    assert shipped.get("nobody") is None
