"""Each signal says one thing of a text."""

import numpy as np
import pytest

from bot.faq.matcher.generic.index import Index, find_near
from bot.faq.matcher.generic.signals import NAMES, read_table, squared
from bot.faq.matcher.generic.wording import read_wording


def signals(index: Index, text: str, phrasing: str) -> dict[str, float]:
    question = read_wording(text)
    near = find_near(question, index)
    row = next(n for n, place in enumerate(near.texts) if index.plains[int(place)] == phrasing)
    return dict(zip(NAMES, read_table(question, near, index)[row].tolist(), strict=True))


def test_the_same_text_is_alike_in_all(index: Index) -> None:
    told = signals(index, "羊驼是什么动物", "羊驼是什么动物")
    for name in ("letters_like", "letters_covered", "sounds_like", "meant_covers", "string", "string_senses"):
        assert told[name] == pytest.approx(1.0, abs=1e-3)
    for name in ("letters_more", "letters_less", "length", "asks_apart", "asks_clash", "figures_differ"):
        assert told[name] == pytest.approx(0.0, abs=1e-6)


def test_another_question_about_the_same_thing_clashes(index: Index) -> None:
    assert signals(index, "一斤饺子谁吃得完", "一斤饺子多少钱")["asks_clash"] == 1.0
    assert signals(index, "饺子多少钱一斤", "一斤饺子多少钱")["asks_clash"] == 0.0


def test_synonyms_count_where_senses_are_compared(index: Index) -> None:
    told = signals(index, "如何连接蓝牙耳机", "怎样连接蓝牙耳机")
    assert told["string_senses"] == pytest.approx(1.0)
    assert told["string"] < 1.0


def test_long_stories_are_not_compared_letter_by_letter(index: Index) -> None:
    told = signals(index, "羊驼" * 3 + "昨天隔壁老王来串门说了许多" * 12, "羊驼是什么动物")
    assert told["string"] == 0.0
    assert told["letters_covers"] > 0.0


def test_squares_stand_beside_the_signals() -> None:
    assert np.array_equal(squared(np.array([[2.0, -3.0]], np.float32)), [[2, -3, 4, 9]])
