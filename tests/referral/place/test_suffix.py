"""What follows a name and says its kind."""

from __future__ import annotations

import pytest

from bot.referral.place.suffix import OTHER_NAME, Kind, read_suffix, suffixes_at


@pytest.mark.parametrize(
    ("rest", "kind", "length"),
    [
        ("街道办事处门口", Kind.STREET, 5),
        ("镇上", Kind.TOWN, 2),
        ("乡", Kind.RURAL, 1),
        ("社区居委会", Kind.COMMUNITY, 5),
        ("村委会", Kind.HAMLET, 3),
        ("县城", Kind.COUNTY, 2),
        ("市场", Kind.BARE, 0),
        ("区别", Kind.BARE, 0),
        ("村镇", Kind.BARE, 0),
        ("那边", Kind.BARE, 0),
        ("", Kind.BARE, 0),
    ],
)
def test_the_longest_suffix_is_read(rest: str, kind: Kind, length: int) -> None:
    assert read_suffix(f"关上{rest}", 2) == (kind, 2 + length)


def test_every_shorter_reading_is_offered_too() -> None:
    assert suffixes_at("镇上马坊", 0) == [(Kind.TOWN, 2), (Kind.TOWN, 1), (Kind.BARE, 0)]


@pytest.mark.parametrize(
    ("rest", "is_other"), [("路", True), ("北路", True), ("街道", False), ("那边", False)]
)
def test_a_road_only_begins_like_the_place(rest: str, is_other: bool) -> None:
    assert (OTHER_NAME.match(rest) is not None) is is_other
