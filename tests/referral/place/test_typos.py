"""Typing errors: repaired where the whole stretch makes sense, left alone elsewhere."""

from __future__ import annotations

import pytest

from bot.referral.gazetteer import Gazetteer
from bot.referral.place.near_names import folded


@pytest.mark.parametrize(
    ("one", "other"), [("zhang", "zan"), ("shi", "si"), ("ling", "lin"), ("cheng", "cen")]
)
def test_sounds_that_are_confused_here_fold_together(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_other_sounds_stay_apart() -> None:
    assert len({folded(one) for one in ("dong", "don", "long", "lan", "nan")}) == 5


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("呈供区", "呈贡区"),  # the same sound
        ("盘龙区龙权街道", "盘龙区 龙泉街道"),
        ("官渡区小板桥桥", "官渡区 小板桥街道"),  # one too many
        ("晋宁上算镇", "晋宁区 上蒜镇"),
        ("安宁太平新街道", "安宁市 太平新城街道"),  # one missing
        ("五华理工大学", "五华区 莲华街道 昆明理工大学社区"),  # a part of the name
        ("昆明里工大学", "五华区 莲华街道 昆明理工大学社区"),
        ("盘龙江花渔狗社区", "盘龙区 茨坝街道 花渔沟社区"),
    ],
)
def test_an_error_is_repaired(gazetteer: Gazetteer, typed: str, place: str) -> None:
    found = gazetteer.locate(typed, expecting=True)
    if typed.startswith("盘龙江"):
        # A river before it: the stretch as a whole makes no sense, so nothing is guessed.
        assert place not in found.understood
        return
    assert found.understood == (place,)


@pytest.mark.parametrize(
    "typed",
    ["前兴路", "新亚洲酒店", "某某小区", "五单元", "九栋三楼", "河对面", "村口小卖部", "西华园", "潘家塘"],
)
def test_an_unknown_name_is_not_bent_into_a_known_one(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.locate(typed, expecting=True).status == "none"


def test_a_repair_that_fits_several_names_asks(gazetteer: Gazetteer) -> None:
    assert gazetteer.locate("龙全", expecting=True).status == "several"
