"""A text is read as letters, sounds, words and senses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.matcher.generic.wording import load_senses, read_wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("如何下载漫画", "怎么下载漫画呢"),
        ("电影票在哪里买", "电影票在哪儿购买啊"),
        ("羊驼為什麼吐口水", "羊驼为啥吐口水"),
    ],
)
def test_words_of_one_sense_are_read_alike(one: str, other: str) -> None:
    first, second = read_wording(one), read_wording(other)
    assert first.senses == second.senses
    assert first.plain != second.plain


def test_courtesy_punctuation_and_width_say_nothing() -> None:
    assert read_wording("您好，请问ＷＩＦＩ密码是多少？谢谢！").plain == "wifi密码是多少"


def test_another_order_of_words_has_the_same_words_in_order() -> None:
    one, other = read_wording("手机地图怎么下载"), read_wording("怎么下载手机地图")
    assert one.in_order == other.in_order
    assert one.senses != other.senses


def test_what_is_asked_for_shows() -> None:
    where, why = read_wording("羊驼在哪里"), read_wording("羊驼为什么吐口水")
    assert where.asks
    assert why.asks
    assert not where.asks & why.asks


def test_figures_tell_texts_apart() -> None:
    assert read_wording("苹果6多少钱").figures != read_wording("苹果7多少钱").figures
    assert read_wording("苹果6多少钱").figures == read_wording("6号苹果").figures


def test_sounds_alike_are_heard_alike() -> None:
    assert read_wording("公伤").sounds.tolist() == read_wording("工商").sounds.tolist()


@given(st.text(max_size=100))
def test_any_text_is_read_and_has_terms_unless_it_is_empty(raw: str) -> None:
    wording = read_wording(raw)
    for codes in (wording.letters, wording.sounds, wording.words, wording.meant):
        assert wording.is_empty or len(codes)
        assert sorted(set(codes.tolist())) == codes.tolist()


def test_a_word_has_one_sense_and_a_particle_none() -> None:
    table = load_senses()
    assert table.of_word["如何"] == table.of_word["怎么"]
    assert len(table.asking) > 10
    assert "吗" in table.particles
