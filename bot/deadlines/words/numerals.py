"""Numbers of a date, in digits or Chinese: 二十三, 廿三, 二〇二六."""

from __future__ import annotations

DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def read_number(text: str) -> int:
    """A number below a hundred, or digit by digit (二〇二六). Raises ValueError where it is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    if all(letter in DIGITS for letter in text) and text:
        return int("".join(str(DIGITS[letter]) for letter in text))
    tens, found, ones = text.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not found or len(tens) > 1 or len(ones) > 1:
        raise ValueError(text)
    try:
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    except KeyError:
        raise ValueError(text) from None


def read_year(text: str) -> int:
    """A year of four digits, or of two: up to 49 in this century, from 50 in the last one."""
    year = read_number(text)
    if year >= 100:
        return year
    return year + (2000 if year < 50 else 1900)
