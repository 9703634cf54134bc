"""How much a message leans on the talk, and what it asks about."""

from __future__ import annotations

import pytest

from bot.faq.follow_up import asks, read_follow_up


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("那要多久", "time"),
        ("要啥材料", "papers"),
        ("去哪里办", "place"),
        ("钱由谁出", "who"),
        ("他们不同意呢", "refused"),
        ("结果我不服", "objection"),
        ("收费吗", "cost"),
        ("拿什么证明", "proof"),
    ],
)
def test_short_questions_lean_and_name_their_aspect(said: str, aspect: str) -> None:
    read = read_follow_up(said)
    assert read.lean == 2
    assert read.aspect == aspect


def test_a_told_story_stands_alone() -> None:
    assert read_follow_up("楼上的邻居半夜打麻将吵得全家人睡不着我妈心脏又差跟物业讲过也没用").lean == 0


@pytest.mark.parametrize(
    ("said", "is_asking"),
    [
        ("老板不给盖章", False),
        ("我连合同都没签过", False),
        ("要几个人签字", True),
        ("给是要交钱", True),
        ("他会来不", True),
    ],
)
def test_what_asks_is_told_from_what_tells(said: str, is_asking: bool) -> None:
    assert asks(said) is is_asking
