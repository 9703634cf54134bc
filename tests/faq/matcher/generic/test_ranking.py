"""Entries of one phrasing each are found by other words, and what none of them answers is told apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.explaining import describe
from bot.faq.matcher import Lessons, Matcher
from bot.faq.matcher.generic.signals import NAMES
from tests.faq.matcher.generic.conftest import ENTRIES

MATCHER = Matcher.from_entries(
    [(entry_id, own, "") for entry_id, own in ENTRIES], lessons=Lessons(negatives=("今天天气怎么样",))
)


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        ("蓝牙耳机如何连接？", "bluetooth"),
        ("耳机什么牌子好", "headphones"),
        ("怎么调饺子馅好吃呢", "dumplings"),
        ("饺子一斤什么价", "dumpling-cost"),
        ("新买的烤箱要空烤一次吗", "oven"),
        ("羊陀是什么动物", "alpaca"),
        ("手机锁屏密碼忘記了", "lock"),
        ("yangtuo shi shenme dongwu", "alpaca"),
    ],
)
def test_the_entry_is_found(text: str, entry_id: str) -> None:
    first = MATCHER.match(text).first
    assert first is not None
    assert first.entry_id == entry_id
    assert first.confidence > 0.5


@pytest.mark.parametrize("text", ["今天天气怎么样啊", "特斯拉股票还会涨吗", "水滴石穿的近义词"])
def test_what_no_entry_answers_is_unlikely_to_be_in_scope(text: str) -> None:
    assert MATCHER.match(text).in_scope < 0.5


def test_an_entry_stands_once_and_chances_fall() -> None:
    candidates = MATCHER.match("烤箱要先空烤吗", limit=5).candidates
    assert len({one.entry_id for one in candidates}) == len(candidates) == 5
    chances = [one.confidence for one in candidates]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)


def test_explain_names_every_signal_in_chinese() -> None:
    told = MATCHER.explain("空烤", limit=2)
    assert told.candidates[0].phrasing == "新烤箱要先空烤吗"
    assert set(told.candidates[0].signals) == set(NAMES)
    assert "letters" not in describe(told)
    assert MATCHER.explain("？？").candidates == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_matched_without_error_and_always_alike(text: str) -> None:
    assert MATCHER.match(text) == MATCHER.match(text)


def test_a_paste_of_5000_characters_is_read() -> None:
    first = MATCHER.match("手机锁屏密码忘了怎么办，" * 500).first
    assert first is not None
    assert first.entry_id == "lock"


def test_where_only_negatives_are_near_nothing_is_offered() -> None:
    many = Lessons(negatives=tuple(f"今天天气怎么样{number}号" for number in range(50)))
    alone = Matcher.from_entries([(f"e{n}", [f"羊驼{n}"], "") for n in range(60)], lessons=many)
    assert alone.match("今天天气怎么样").candidates == ()
