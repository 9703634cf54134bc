"""Places that are not in Kunming."""

from __future__ import annotations

import pytest

from bot.referral.place.mention import Mention
from bot.referral.place.outside import Outside, OutsideMention
from bot.referral.place.suffix import Kind

OUTSIDE = Outside(
    frozenset({"兰州市", "安宁区", "甘肃省", "大理市", "新民市"}), frozenset({"兰州", "甘肃", "大理"})
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我住兰州市安宁区", "兰州市"),
        ("我在大理上班", "大理"),
        ("大理", "大理"),
        ("老家是甘肃的", "甘肃"),
        ("甘肃兰州", "甘肃"),
    ],
)
def test_a_place_outside_is_found(text: str, name: str) -> None:
    found = OUTSIDE.find(text, expecting=False)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["大理石台面裂了", "兰州拉面很好吃", "新民市场的摊位", "法院受理", "官渡区"])
def test_a_word_that_only_begins_like_one_is_not(text: str) -> None:
    assert OUTSIDE.find(text, expecting=False) is None


@pytest.mark.parametrize(("start", "end", "belongs"), [(0, 3, True), (3, 6, True), (6, 8, False)])
def test_names_inside_or_right_behind_belong_to_it(start: int, end: int, belongs: bool) -> None:
    mention = Mention(start, end, end, "安宁区"[: end - start], Kind.BARE, ("530181",))
    assert OUTSIDE.belongs(mention, OutsideMention("兰州市", 0, 3)) is belongs
