"""Numbers are read as the law writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.statutes.numerals import NUMBER, read_number, write_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("52", 52),
        ("1,000", 1000),
        ("3.5", 3.5),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零二", 102),
        ("二百六十四", 264),
        ("一千二百五十四", 1254),
        ("一万二千", 12000),
        ("三百万", 3_000_000),
        ("二〇二六", 2026),
        ("两", 2),
    ],
)
def test_number_is_read(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "两三", "三五", "几", "第三", "条"])
def test_what_is_no_exact_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_number(text)


@given(st.integers(1, 9999))
def test_written_number_reads_back(number: int) -> None:
    written = write_number(number)
    assert read_number(written) == number
    assert re.fullmatch(NUMBER, written)


@pytest.mark.parametrize(
    ("number", "text"), [(10, "十"), (110, "一百一十"), (1003, "一千零三"), (264, "二百六十四")]
)
def test_number_is_written_as_laws_do(number: int, text: str) -> None:
    assert write_number(number) == text


@pytest.mark.parametrize("number", [0, 10_000])
def test_number_beyond_any_article_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 9999"):
        write_number(number)
