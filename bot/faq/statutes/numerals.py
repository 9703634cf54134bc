"""Numbers as Chinese law writes them: 二百六十四, 3.5, 1,000."""

from __future__ import annotations

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
"""A regular expression for one number, in Arabic or Chinese digits, without 万 and 亿."""


def read_number(text: str) -> float:
    """52, 1,000, 3.5, 五十二, 一百零二, 一万二千, 二〇二六. Raises ValueError for what is no number (两三)."""
    plain = text.replace(",", "").strip()
    if plain and all(char in "0123456789." for char in plain):
        return float(plain)
    if len(plain) == 2 and all(char in _DIGITS for char in plain):
        raise ValueError(f"{text!r} is a guess, such as 两三")
    if len(plain) > 2 and all(char in _DIGITS for char in plain):
        return float("".join(str(_DIGITS[char]) for char in plain))
    return float(_read_chinese(plain))


def write_number(number: int) -> str:
    """1 to 9999 as laws write them: 52 as 五十二, 1003 as 一千零三. Raises ValueError beyond that."""
    if not 1 <= number <= 9999:
        raise ValueError(f"{number} is not within 1 to 9999")
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def _read_chinese(text: str) -> int:
    if not text:
        raise ValueError("no number")
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _MYRIADS:
            total += ((section + digit) or 1) * _MYRIADS[char]
            section = digit = 0
        else:
            raise ValueError(f"{text!r} is not a number")
    return total + section + digit
