"""A message may hold two matters; they part at a pause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.clauses import LEAST_PART, two_parts


def test_the_second_matter_begins_where_a_word_says_so() -> None:
    assert two_parts("物业不公示账目，收费也乱，还有电梯天天坏") == (
        "物业不公示账目，收费也乱",
        "还有电梯天天坏",
    )


@pytest.mark.parametrize("said", ["物业费太贵", "喂，物业费太贵", "，，，"])
def test_one_matter_has_no_parts(said: str) -> None:
    assert two_parts(said) is None


@given(st.text(alphabet="物业费，。电梯坏", max_size=60))
def test_each_part_is_long_enough_to_be_read(said: str) -> None:
    parts = two_parts(said)
    assert parts is None or all(len(part.replace("，", "")) >= LEAST_PART for part in parts)
