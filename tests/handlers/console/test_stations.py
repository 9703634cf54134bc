"""A station is found as staff type it."""

import pytest

from bot.handlers.console.stations import search_stations
from bot.referral.directory import Directory
from tests.handlers.site import GUANSHANG


@pytest.mark.parametrize(
    "typed", [GUANSHANG, "关上街道", " 关上街道 法律服务站 ", "官渡区关上街道", "官渡 关上街道", "关上站"]
)
def test_a_name_or_its_words_mean_one_station(directory: Directory, typed: str) -> None:
    found = search_stations(directory, typed).one
    assert found is not None
    assert found.name == GUANSHANG


def test_a_number_means_its_station(directory: Directory) -> None:
    station = directory.stations[7]
    assert search_stations(directory, station.id).one == station


def test_several_are_shown_to_choose_from_and_the_rest_is_counted(directory: Directory) -> None:
    search = search_stations(directory, "街道")
    assert search.one is None
    assert len(search.found) == 30
    assert search.more > 0
    assert "选一个" in search.trouble


@pytest.mark.parametrize("typed", ["", "  ", "火星基地"])
def test_nothing_found_is_said(directory: Directory, typed: str) -> None:
    assert search_stations(directory, typed).trouble.startswith(("请写", "没有找到"))


@pytest.mark.parametrize("typed", ["官渡区关上", "官渡关上", "官渡区 关上"])
def test_what_our_own_examples_say_is_found(directory: Directory, typed: str) -> None:
    search = search_stations(directory, typed)
    assert GUANSHANG in [one.name for one in search.found]
    assert all(name.startswith("官渡区") for _, name in search.choices)


def test_stations_of_one_name_are_told_apart_by_where_they_lie(directory: Directory) -> None:
    namesakes = search_stations(directory, "白云社区").choices
    assert len(namesakes) == 3
    assert len({name for _, name in namesakes}) == 3
