"""An option is chosen by its number, its place, or a piece of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq import text
from bot.faq.choice import chosen, chosen_by_words, chosen_position, turns_to_second
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


FOUR = tuple(entry(f"property-{one}", label=label) for one, label in zip("abcd", "甲乙丙丁", strict=True))


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("2和3", "bc"),
        ("1、3", "ac"),
        ("第四个和第一个", "da"),
        ("我想问2跟4", "bd"),
        ("前两个", "abcd"),
        ("后两个", "cd"),
        ("都想问", "abcd"),
        ("都有", "abcd"),
        ("随便", "abcd"),
        ("你看着办", "abcd"),
        ("倒数第二个", "c"),
        ("B", "b"),
        ("第2条说的", "b"),
    ],
)
def test_several_options_are_meant_in_the_order_in_which_they_are_named(said: str, ids: str) -> None:
    assert chosen(text.clean(said), FOUR) == tuple(f"property-{one}" for one in ids)


@pytest.mark.parametrize("said", ["2和9", "都不给", "两年和三年的", "都是物业在管", "1和1", "随便罚款合法吗"])
def test_other_words_name_no_options(said: str) -> None:
    assert chosen(text.clean(said), FOUR) == ()


@given(st.text(alphabet="第1234二三和、都想问个选要随便 ，", max_size=30), st.integers(0, 4))
def test_what_is_chosen_was_offered(said: str, count: int) -> None:
    assert set(chosen(said, FOUR[:count])) <= {one.id for one in FOUR[:count]}


@pytest.mark.parametrize(
    ("said", "turns"),
    [
        ("第二个呢", True),
        ("另一个问题", True),
        ("那账呢", True),
        ("电梯呢", False),
        ("那要多久", False),
        ("", False),
    ],
)
def test_the_second_matter_is_asked_for_by_its_place_or_a_word_of_it(said: str, turns: bool) -> None:
    lift = entry("property-lift", label="电梯老坏", question="电梯三天两头坏怎么办？")
    money = entry("property-money", label="业委会查账", question="业委会不公布账目，业主能查吗？")
    assert turns_to_second(said, lift, money) is turns
