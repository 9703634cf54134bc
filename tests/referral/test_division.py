"""Divisions: levels, names as people say them, and lineage."""

from __future__ import annotations

import pytest

from bot.referral.division import Level, is_community, village_short_name, village_stem
from bot.referral.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "stem", "short"),
    [
        ("花渔沟社区居委会", "花渔沟", "花渔沟社区"),
        ("岩脚村村民委员会", "岩脚", "岩脚村"),
        ("新村村村民委员会", "新村", "新村"),
        ("麦场村民委员会", "麦场", "麦场村"),
        ("三村村民委员会", "三村", "三村"),
        ("白邑村委会", "白邑", "白邑村"),
        ("五村村委会", "五村", "五村"),
        ("中庆社区", "中庆", "中庆社区"),
        ("禄丰村社区居民委员会", "禄丰村", "禄丰村社区"),
    ],
)
def test_a_village_is_called_what_people_call_it(name: str, stem: str, short: str) -> None:
    assert (village_stem(name), village_short_name(name)) == (stem, short)
    assert is_community(name) is ("社区" in name)


def test_levels_rise_from_village_to_city() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3]
    assert Level.VILLAGE.above is Level.TOWNSHIP
    assert Level.CITY.above is None


def test_a_lineage_runs_from_city_to_village(gazetteer: Gazetteer) -> None:
    line = [division.name for division in gazetteer.lineage("530111001001")]
    assert line == ["昆明市", "官渡区", "关上街道", "关上社区居民委员会"]
    assert gazetteer.path_name("530111001001") == "官渡区 关上街道 关上社区"
    assert gazetteer.path_name("5301") == "昆明市"


def test_an_ancestor_is_found_by_level_and_none_below_the_place(gazetteer: Gazetteer) -> None:
    county = gazetteer.at_level("530111001001", Level.COUNTY)
    assert county is not None
    assert county.code == "530111"
    assert gazetteer.at_level("530111", Level.VILLAGE) is None
    assert gazetteer.is_within("530111001001", "530111")
    assert not gazetteer.is_within("530111", "530111001001")


def test_zones_are_townships_that_know_what_they_are(gazetteer: Gazetteer) -> None:
    assert gazetteer["530102401"].is_zone
    assert gazetteer["530102401"].level is Level.TOWNSHIP
    assert not gazetteer["530102001"].is_zone


def test_every_division_but_the_city_has_its_parent_one_level_up(gazetteer: Gazetteer) -> None:
    for division in gazetteer.divisions:
        if division.level is not Level.CITY:
            assert gazetteer[division.parent_code].level is division.level.above
    assert len(gazetteer.children("5301")) == 14


def test_an_unknown_code_is_an_error_only_where_it_must_exist(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("999999") is None
    assert "999999" not in gazetteer
    with pytest.raises(KeyError):
        gazetteer.lineage("999999")
