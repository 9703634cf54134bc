"""A new list of stations: what it would leave without a place, and when that must be agreed to."""

from __future__ import annotations

from pathlib import Path

from bot.referral.cut_off import FEW, Ties, cut_off, needs_consent, with_ladder
from bot.referral.directory import Directory
from bot.referral.division import Level
from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import load_divisions
from bot.referral.station import Station

DATA = Path(__file__).parents[2] / "data"
CITY = Station("C", "市中心", Level.CITY, "5301")
COUNTY = Station("D", "官渡区中心", Level.COUNTY, "530111", "C")
TOWN = Station("T", "关上街道站", Level.TOWNSHIP, "530111001", "D")
VILLAGE = Station("V", "关上社区室", Level.VILLAGE, "530111001001", "T")
ALL = (CITY, COUNTY, TOWN, VILLAGE)
TIES = Ties(staff=1, cases=2)


def _tree() -> Gazetteer:
    return load_divisions(DATA / "divisions.csv")


def test_only_what_something_hangs_on_is_told() -> None:
    before = Directory(ALL, _tree())
    assert cut_off({}, before, [CITY]) == ()
    assert [one.station.id for one in cut_off({"V": TIES, "C": TIES}, before, [CITY])] == ["V"]


def test_the_way_up_leads_past_stations_that_close_too() -> None:
    before = Directory(ALL, _tree())
    (one,) = cut_off({"V": TIES}, before, [CITY])
    assert one.has_way_up
    assert not needs_consent([one])
    (one,) = cut_off({"V": TIES}, before, [Station("X", "别的市中心", Level.CITY, "5301")])
    assert not one.has_way_up
    assert needs_consent([one])


def test_more_than_a_few_must_be_agreed_to() -> None:
    villages = [Station(f"V{n}", "室", Level.VILLAGE, "530111001001", "T") for n in range(FEW + 1)]
    before = Directory((*ALL, *villages), _tree())
    cut = cut_off({one.id: TIES for one in villages}, before, ALL)
    assert needs_consent(cut)
    assert not needs_consent(cut[:FEW])


def test_what_closed_before_is_told_only_where_it_loses_its_way_up() -> None:
    before = Directory((CITY, COUNTY), _tree(), (TOWN, VILLAGE))
    assert cut_off({"V": TIES}, before, [CITY]) == ()
    (one,) = cut_off({"V": TIES}, before, [Station("X", "别的市中心", Level.CITY, "5301")])
    assert (one.station.id, one.has_way_up) == ("V", False)


def test_an_id_that_no_list_ever_had_is_none_of_the_lists_doing() -> None:
    assert cut_off({"Z": TIES}, Directory(ALL, _tree()), [CITY]) == ()


def test_the_ladder_of_what_closes_is_kept() -> None:
    before = Directory(ALL, _tree())
    cut = cut_off({"V": TIES}, before, [CITY])
    assert {one.id for one in with_ladder(cut, before, [CITY])} == {"V", "T", "D"}
