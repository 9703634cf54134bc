"""A station: what it takes, and where Kunming ends."""

from __future__ import annotations

import pytest

from bot.referral.division import Level
from bot.referral.station import Station, is_in_bounds


@pytest.mark.parametrize(
    ("topics", "asked", "takes"),
    [
        (set(), "property-fee-unpaid", True),
        ({"property"}, "property-fee-unpaid", True),
        ({"property-fee-unpaid"}, "property-fee-unpaid", True),
        ({"property-fee-unpaid"}, "property-fee-rise", False),
        ({"safety"}, "property-fee-unpaid", False),
        ({"safety"}, None, True),
    ],
)
def test_a_station_takes_its_topics_or_all(topics: set[str], asked: str | None, takes: bool) -> None:
    station = Station("S", "站", Level.VILLAGE, "530111001001", topics=frozenset(topics))
    assert station.takes(asked) is takes


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [(25.0, 102.7, True), (24.3, 102.1, True), (24.29, 102.7, False), (25.0, 103.71, False)],
)
def test_kunming_lies_in_its_box(lat: float, lon: float, inside: bool) -> None:
    assert is_in_bounds(lat, lon) is inside


@pytest.mark.parametrize(("lat", "lon", "has"), [(25.0, 102.7, True), (None, None, False), (0.0, 0.0, True)])
def test_a_point_is_both_numbers(lat: float | None, lon: float | None, has: bool) -> None:
    assert Station("S", "站", Level.CITY, "5301", lat=lat, lon=lon).has_point is has
