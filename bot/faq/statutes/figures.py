"""Figures in a text: what stands before 日, 个月, 年, %, 倍 …, so that an answer can be compared with its articles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.faq.statutes.numerals import NUMBER, read_number

_UNIT = {
    "个工作日": "个工作日",
    "工作日": "个工作日",
    "日": "日",
    "天": "日",
    "个月": "个月",
    "月": "个月",
    "年": "年",
    "周年": "年",
    "周岁": "岁",
    "岁": "岁",
    "小时": "小时",
    "分钟": "分钟",
    "周": "周",
    "倍": "倍",
    "元": "元",
    "平方米": "平方米",
    "米": "米",
    "分贝": "分贝",
    "%": "%",
    "‰": "‰",
}
_UNITS = "个工作日|工作日|个月|周年|周岁|小时|分钟|平方米|分贝|日|天|年|岁|周|倍|元|米|%|‰"
_MYRIAD = {"": 1.0, "万": 10_000.0, "亿": 100_000_000.0}

_PER = re.compile(rf"([百千])分之({NUMBER})")
_FRACTION = re.compile(rf"({NUMBER})分之({NUMBER})")
_PLAIN = re.compile(rf"({NUMBER})(万|亿)?(?:余|多)?\s*({_UNITS})")
_MONTHS_OF = re.compile(rf"({NUMBER})(?:至|到|-|~|—|、|或者?)({NUMBER})\s*(?={_UNITS})")

# A calendar date, the ordinal of a day or a person's loose word is no period of the law.
_NOT_FIGURES = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|[一二两三四五六七八九十\d]{1,3}月[一二两三四五六七八九十\d]{1,3}[日号]"
    r"|每[月年]\d{1,2}日|第[一二三四五六七八九十\d]+[天日年周]|[前后当头另同]一?[天年日]|一年到头|有一天|一天到晚"
)


@dataclass(frozen=True, order=True)
class Figure:
    """A number with its unit; a fraction such as 三分之二 has the unit 分数."""

    value: float
    unit: str

    def __str__(self) -> str:
        if self.unit == "分数":
            return f"{self.value:.4g}（分数）"
        if self.unit == "元" and self.value >= 10_000 and self.value % 1000 == 0:
            return f"{self.value / 10_000:g}万元"
        return f"{self.value:g}{self.unit}"


def figures_in(text: str) -> frozenset[Figure]:
    """Every figure of a text. 天 is 日, 周岁 is 岁, 半年 is 6 个月; dates are left out."""
    plain = _NOT_FIGURES.sub("，", unicodedata.normalize("NFKC", text))
    return frozenset((*_shares(plain), *_plain(_spread(_without_shares(plain)))))


def lawful_figures(text: str) -> frozenset[Figure]:
    """The figures of an article. Where it says that days are working days, its days count as those too."""
    found = figures_in(text)
    working = [line for line in text.split("\n") if "指工作日" in line]
    days = figures_in("\n".join(working))
    return found | {Figure(one.value, "个工作日") for one in days if one.unit == "日"}


def _shares(text: str) -> Iterator[Figure]:
    for match in _PER.finditer(text):
        yield from _made(match.group(2), "%" if match.group(1) == "百" else "‰")
    for match in _FRACTION.finditer(_PER.sub("，", text)):
        whole, part = _number(match.group(1)), _number(match.group(2))
        if whole and part is not None:
            yield Figure(round(part / whole, 6), "分数")


def _without_shares(text: str) -> str:
    return _FRACTION.sub("，", _PER.sub("，", text))


def _spread(text: str) -> str:
    """3至6个月 → 3个月、6个月, so that both ends are seen."""

    def both(match: re.Match[str]) -> str:
        unit = re.match(_UNITS, text[match.end() :].lstrip())
        return f"{match.group(1)}{unit.group() if unit else ''}、{match.group(2)}"

    return _MONTHS_OF.sub(both, text)


def _plain(text: str) -> Iterator[Figure]:
    for match in _PLAIN.finditer(text):
        yield from _made(match.group(1), _UNIT[match.group(3)], _MYRIAD[match.group(2) or ""])
    if re.search(r"半年(?!度|报)", text):
        yield Figure(6, "个月")
    if re.search(r"半个?月", text):
        yield Figure(15, "日")


def _made(number: str, unit: str, factor: float = 1.0) -> Iterator[Figure]:
    value = _number(number)
    if value is not None:
        yield Figure(value * factor, unit)


def _number(text: str) -> float | None:
    try:
        return read_number(text)
    except ValueError:
        return None
