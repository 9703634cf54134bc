"""Pinyin and first letters are read as the words in use."""

import pytest

from bot.faq.spelling import Spelling, learn_spelling
from bot.faq.tokens import words

TEXTS = [
    "物业费不交会怎么样",
    "物业费太高了",
    "业委会不公布账目",
    "业主可以不交物业费吗",
    "工伤认定要什么材料",
    "工伤认定找谁",
    "楼上漏水怎么办",
    "保安把我的车锁了",
] * 3


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return learn_spelling(TEXTS, words)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wuyefei bujiao", "物业费不交"),
        ("wyf不交会怎么样", "物业费不交会怎么样"),
        ("ywh不公布账目", "业委会不公布账目"),
        ("gongshang rending zhao shui", "工伤认定找谁"),
        ("楼上loushui怎么办", "楼上漏水怎么办"),
        ("gsrd要什么材料", "工伤认定要什么材料"),
    ],
)
def test_latin_letters_are_read_as_words(spelling: Spelling, typed: str, read: str) -> None:
    assert spelling.spelled_out(typed) == read


@pytest.mark.parametrize("text", ["楼上漏水", "app打不开", "sb", "xyzzy", ""])
def test_what_is_not_pinyin_stays(spelling: Spelling, text: str) -> None:
    assert spelling.spelled_out(text) == text


def test_words_of_the_general_language_are_kept_only_as_rivals_of_known_ones() -> None:
    learnt = learn_spelling(["工伤要认定"], words, {"工商": 500, "苹果": 900, "攻伤": 1})
    assert "工商" in learnt.words
    assert "苹果" not in learnt.words
    assert "攻伤" not in learnt.words
