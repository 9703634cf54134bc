"""A station is found as staff type it."""

import pytest

from bot.handlers.console.stations import search_stations
from bot.referral.directory import Directory
from tests.handlers.site import GUANSHANG


@pytest.mark.parametrize("typed", [GUANSHANG, "关上街道", " 关上街道 法律服务站 "])
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
