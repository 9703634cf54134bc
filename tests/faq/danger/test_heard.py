"""Words of danger are read by their sound too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.danger.heard import Heard

HEARD = Heard(["煤气味", "着火了", "救命", "触电了"], ["没气味"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("有煤七味", "有煤气味"),
        ("meiqiwei hen da", "煤气味 hen da"),
        ("jiu ming", "救命"),
        ("zhaohuole", "着火了"),
        ("关了阀没气味", "关了阀没气味"),
        ("就明天去", "就明天去"),
        ("hello", "hello"),
    ],
)
def test_what_sounds_like_a_word_of_danger_becomes_it(written: str, read: str) -> None:
    assert HEARD.corrected(written) == read


@given(st.text(alphabet="物业费电梯车位", max_size=40))
def test_other_words_stay_as_they_are(text: str) -> None:
    assert HEARD.corrected(text) == text
