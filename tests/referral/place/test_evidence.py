"""Whether a name in a sentence is meant as a place."""

from __future__ import annotations

import pytest

from bot.referral.gazetteer import Gazetteer
from bot.referral.place.evidence import ENOUGH, is_denied, weight
from bot.referral.place.lexicon import Lexicon
from bot.referral.place.mention import Mention, cut_mentions, exact_names

ORDINARY = frozenset({"关上", "和平", "保安"})


def first(gazetteer: Gazetteer, text: str) -> Mention:
    return cut_mentions(text, exact_names(Lexicon(gazetteer, {})))[0]


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        ("我家在关上那边", True),
        ("我住关上", True),
        ("关上街道没人管", True),
        ("把门关上", False),
        ("双方和平解决", False),
        ("保安打人", False),
        ("和平村的路灯", False),
        ("我家在和平村", True),
        ("茨坝的楼", True),
        ("官渡的楼", True),
        ("花渔沟的楼", True),
    ],
)
def test_a_place_needs_evidence(gazetteer: Gazetteer, text: str, is_enough: bool) -> None:
    found = weight(text, first(gazetteer, text), gazetteer, ORDINARY, joined=False)
    assert (found >= ENOUGH) is is_enough


@pytest.mark.parametrize(
    ("text", "denied"),
    [("不是西山的", True), ("我不住官渡", True), ("是西山的", False), ("不是,我在官渡", False)],
)
def test_a_denied_place_is_not_meant(gazetteer: Gazetteer, text: str, denied: bool) -> None:
    assert is_denied(text, first(gazetteer, text)) is denied
