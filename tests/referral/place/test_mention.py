"""Cutting a text into place names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.gazetteer import Gazetteer
from bot.referral.place.lexicon import Lexicon
from bot.referral.place.mention import cut_mentions, exact_names


@pytest.fixture(scope="module")
def lexicon(gazetteer: Gazetteer) -> Lexicon:
    return Lexicon(gazetteer, {"大学城": ("530114",), "别处": ("999999",)})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("盘龙区茨坝花渔沟村", ["盘龙区", "茨坝", "花渔沟村"]),
        ("小板桥街道", ["小板桥街道"]),
        ("安宁县街街道", ["安宁", "县街街道"]),
        ("牛栏江镇上马坊村", ["牛栏江镇", "上马坊村"]),
        ("禄劝彝族苗族自治县九龙", ["禄劝彝族苗族自治县", "九龙"]),
        ("呈贡大学城", ["呈贡", "大学城"]),
        ("官渡区关上北路", ["官渡区"]),
        ("没有地名", []),
    ],
)
def test_the_reading_that_explains_most_wins(lexicon: Lexicon, text: str, parts: list[str]) -> None:
    found = cut_mentions(text, exact_names(lexicon))
    assert [text[one.start : one.end] for one in found] == parts


def test_an_alias_for_a_code_that_is_not_ours_means_nothing(lexicon: Lexicon) -> None:
    assert lexicon.aliases["大学城"] == ("530114",)
    assert lexicon.aliases["别处"] == ()


@given(st.data())
def test_mentions_are_in_order_and_do_not_overlap(lexicon: Lexicon, data: st.DataObject) -> None:
    names = st.sampled_from(sorted(lexicon.names))
    text = "".join(data.draw(st.lists(names | st.text("街道镇村区县市的在我", max_size=3), max_size=6)))
    found = cut_mentions(text, exact_names(lexicon))
    for one in found:
        assert one.start < one.stem_end <= one.end
        assert text[one.start : one.stem_end] == one.stem
    for left, right in pairwise(found):
        assert left.end <= right.start
