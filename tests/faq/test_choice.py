"""An option is chosen by its number, its place, or a piece of its words."""

from __future__ import annotations

import pytest

from bot.faq.choice import chosen_by_words, chosen_position
from tests.fakes import entry


@pytest.mark.parametrize(
    ("said", "position"),
    [
        ("2", 1),
        ("第二个", 1),
        ("选3", 2),
        ("我要问第一个", 0),
        ("最后一个", 2),
        ("后面那个", 2),
        ("前面那个", 0),
        ("中间那个", 1),
    ],
)
def test_a_place_is_understood(said: str, position: int) -> None:
    assert chosen_position(said, 3) == position


@pytest.mark.parametrize("said", ["4", "第四个", "一楼要不要交", "二次供水发黄", "三年前的事", ""])
def test_a_place_that_was_not_offered_or_not_named_chooses_nothing(said: str) -> None:
    assert chosen_position(said, 3) is None


def test_without_options_there_is_nothing_to_choose() -> None:
    assert chosen_position("最后一个", 0) is None
    assert chosen_position("2", 0) is None


def test_a_piece_of_one_label_chooses_it_and_a_piece_of_two_does_not() -> None:
    options = (entry("property-a", label="楼上漏水怎么赔"), entry("property-b", label="屋顶漏水谁修"))
    assert chosen_by_words("屋顶那个", options) == 1
    assert chosen_by_words("漏水", options) is None


def test_signs_that_only_one_option_holds_choose_it() -> None:
    options = (
        entry("property-fund-query", label="查维修资金", question="怎么查询我家维修资金的余额？"),
        entry("property-fund-use", label="动用维修资金", question="动用维修资金要走什么程序？"),
    )
    assert chosen_by_words("查余额", options) == 0
    assert chosen_by_words("修资金", options) is None
