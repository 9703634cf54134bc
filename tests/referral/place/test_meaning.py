"""Names that lie inside one another explain each other."""

from __future__ import annotations

import pytest

from bot.referral.gazetteer import Gazetteer
from bot.referral.place.lexicon import Lexicon
from bot.referral.place.meaning import meanings
from bot.referral.place.mention import cut_mentions, exact_names

GOVERNS = {"530102401": ("530114010",)}


def read(gazetteer: Gazetteer, text: str) -> set[str]:
    lexicon = Lexicon(gazetteer, {"高新区": ("530102401",)})
    found = meanings(cut_mentions(text, exact_names(lexicon)), gazetteer, GOVERNS)
    return {gazetteer.path_name(code) for code in found}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("茨坝 花渔沟", {"盘龙区 茨坝街道 花渔沟社区"}),
        ("五华区、盘龙区", {"五华区", "盘龙区"}),
        ("马街街道", {"西山区 马街街道"}),
        ("马街镇", {"宜良县 马街镇"}),
        ("官渡区茨坝", {"官渡区", "盘龙区 茨坝街道"}),
        ("高新区马金铺", {"呈贡区 马金铺街道"}),
        ("关上，就是关上", {"官渡区 关上街道"}),
        ("关上街道民航路", {"官渡区 关上街道"}),
        ("", set()),
    ],
)
def test_the_lineage_that_explains_most_is_meant(gazetteer: Gazetteer, text: str, places: set[str]) -> None:
    assert read(gazetteer, text) == places


def test_the_official_kind_decides_between_a_village_and_a_community_of_one_township(
    gazetteer: Gazetteer,
) -> None:
    assert read(gazetteer, "草铺村") == {"安宁市 草铺街道 草铺村"}
    assert read(gazetteer, "草铺社区") == {"安宁市 草铺街道 草铺社区"}


def test_a_community_elsewhere_that_people_may_call_a_village_is_asked_about(gazetteer: Gazetteer) -> None:
    assert len(read(gazetteer, "新发村")) > 1
