"""mean(way, match, context): what one way of writing a date comes to, seen from today."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.deadlines.words.numerals import read_number, read_year
from bot.deadlines.words.when import Mention, Puzzle, When

Toward = Literal["past", "future"]
Meaning = When | Puzzle | None

_YEARS_AWAY = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上一年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "后年": 2,
}
_DAYS_AWAY = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "大后": 3, "后": 2}
_FEASTS = {"元旦": (1, 1, 3), "五一": (5, 1, 5), "劳动节": (5, 1, 5), "国庆": (10, 1, 8), "十一": (10, 1, 8)}
_PARTS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "初": (1, 10),
    "中": (11, 20),
    "底": (21, 31),
    "末": (21, 31),
}
_WEEKDAYS = "一二三四五六日"
_OLDEST, _NEWEST = 1949, 2099


@dataclass(frozen=True)
class Context:
    """Today, which way a date without a year lies, and what was said just before."""

    today: date
    toward: Toward = "past"
    before: When | None = None
    year_was_said: bool = False

    def after(self, mention: Mention) -> Context:
        """The context of what follows a mention."""
        if not isinstance(mention.meaning, When):
            return self
        return replace(
            self, before=mention.meaning, year_was_said=self.year_was_said or mention.year_was_said
        )

    def day_of(self, month: int, day: int) -> Meaning:
        """A day without a year: after the one said before in the same year, else the nearest one."""
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return Puzzle("impossible")
        if self.before is not None and self.year_was_said:
            same_year = _date(self.before.first.year, month, day)
            if same_year is not None and same_year >= self.before.first and not self._is_beyond(same_year):
                return When.on(same_year)
        years = range(self.today.year + 1, self.today.year - 9, -1)
        if self.toward == "future":
            years = range(self.today.year, self.today.year + 9)
        days = (found for year in years if (found := _date(year, month, day)))
        return next((When.on(found) for found in days if not self._is_beyond(found)), Puzzle("impossible"))

    def _is_beyond(self, day: date) -> bool:
        return day > self.today if self.toward == "past" else day < self.today

    def month_of(self, month: int, part: str) -> Meaning:
        """A month without a year: the nearest one that has begun (or is not over yet)."""
        if not 1 <= month <= 12:
            return Puzzle("impossible")
        year = self.today.year
        if self.toward == "past" and month > self.today.month:
            year -= 1
        if self.toward == "future" and month < self.today.month:
            year += 1
        return self.cut(_month(year, month, part))

    def cut(self, when: Meaning) -> Meaning:
        """Without the days that cannot be meant, because they are still to come."""
        if isinstance(when, When) and self.toward == "past" and when.first <= self.today < when.last:
            return When(when.first, self.today)
        return when


def mean(way: str, found: re.Match[str], context: Context) -> Meaning:
    """What a match of one way means; None where it is no date after all."""
    try:
        return _MEANINGS[way](found.groupdict(), found.group(), context)
    except (ValueError, OverflowError):
        return None


Parts = dict[str, str | None]


def _lunar(_parts: Parts, _text: str, _context: Context) -> Meaning:
    return Puzzle("lunar")


def _full(parts: Parts, _text: str, context: Context) -> Meaning:
    month, day = read_number(parts["m"] or ""), read_number(parts["d"] or "")
    year = _year(parts, context)
    if year is None:
        return Puzzle("lunar") if _may_be_lunar(parts) else context.day_of(month, day)
    if not _OLDEST <= year <= _NEWEST:
        return Puzzle("range")
    # 二〇二六年三月十五 without 日: which calendar is not said.
    if _may_be_lunar(parts):
        return Puzzle("lunar")
    made = _date(year, month, day)
    return When.on(made) if made else Puzzle("impossible")


def _may_be_lunar(parts: Parts) -> bool:
    return "mark" in parts and not parts["mark"] and not (parts["d"] or "").isdigit()


def _festival(parts: Parts, _text: str, context: Context) -> Meaning:
    month, first, last = _FEASTS[(parts["feast"] or "").removesuffix("节").replace("劳动", "劳动节")]
    year = _year(parts, context)
    day = context.day_of(month, first) if year is None else When.on(date(year, month, first))
    if not parts["long"] or not isinstance(day, When):
        return day
    return context.cut(When(day.first, day.first.replace(day=last)))


def _rel_month_day(parts: Parts, _text: str, context: Context) -> Meaning:
    first = _rel_month_first(parts, context)
    made = _date(first.year, first.month, read_number(parts["d"] or ""))
    return When.on(made) if made else Puzzle("impossible")


def _year_month(parts: Parts, _text: str, context: Context) -> Meaning:
    year, month = _year(parts, context), read_number(parts["m"] or "")
    if year is None or not 1 <= month <= 12:
        return Puzzle("impossible")
    if not _OLDEST <= year <= _NEWEST:
        return Puzzle("range")
    return context.cut(_month(year, month, parts.get("part") or ""))


def _rel_month(parts: Parts, _text: str, context: Context) -> Meaning:
    first = _rel_month_first(parts, context)
    return context.cut(_month(first.year, first.month, parts["part"] or ""))


def _half_year(parts: Parts, _text: str, context: Context) -> Meaning:
    year = _year(parts, context)
    assert year is not None
    half = parts["half"] or ""
    spans = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "初": (1, 2)}
    first, last = spans.get(half, (11, 12))
    return context.cut(When(date(year, first, 1), _month_end(year, last)))


def _whole_year(parts: Parts, _text: str, context: Context) -> Meaning:
    year = _year(parts, context)
    assert year is not None
    return context.cut(When(date(year, 1, 1), date(year, 12, 31)))


def _ago(parts: Parts, _text: str, context: Context) -> Meaning:
    unit, said = parts["unit"] or "", parts["n"] or ""
    if said == "半":
        days = {"年": (182, 30), "月": (15, 5), "天": (0, 0)}.get(unit)
        return When.about(context.today - timedelta(days=days[0]), days[1]) if days else None
    number = read_number(said)
    if unit in "天日":
        return When.on(context.today - timedelta(days=number))
    if unit in ("周", "星期", "礼拜"):
        return When.about(context.today - timedelta(weeks=number), 3)
    days_each, give_or_take = (30.44, 15) if unit == "月" else (365.25, 183)
    middle = context.today - timedelta(days=round(number * days_each))
    if middle.year < _OLDEST:
        return None
    return context.cut(When.about(middle, give_or_take))


def _day_word(_parts: Parts, text: str, context: Context) -> Meaning:
    return When.on(context.today + timedelta(days=_DAYS_AWAY[text[:-1]]))


def _weekday(parts: Parts, _text: str, context: Context) -> Meaning:
    weekday = _WEEKDAYS.index((parts["wd"] or parts["wd2"] or "").replace("天", "日"))
    monday = context.today - timedelta(days=context.today.weekday())
    day = monday + timedelta(days=weekday)
    if parts["w"] is not None:
        weeks = {"上上": -2, "上": -1, "下": 1}.get(parts["w"], 0)
        return When.on(day + timedelta(weeks=weeks))
    if context.toward == "past" and day > context.today:
        return When.on(day - timedelta(weeks=1))
    return When.on(day)


def _week(parts: Parts, _text: str, context: Context) -> Meaning:
    weeks = {"上上": -2, "上": -1}.get(parts["ww"] or "", 0)
    monday = context.today - timedelta(days=context.today.weekday()) + timedelta(weeks=weeks)
    return context.cut(When(monday, monday + timedelta(days=6)))


def _bare_month(parts: Parts, _text: str, context: Context) -> Meaning:
    return context.month_of(read_number(parts["m"] or ""), parts["part"] or parts["part2"] or "")


def _day(parts: Parts, _text: str, context: Context) -> Meaning:
    number = read_number(parts["d"] or "")
    if not 1 <= number <= 31:
        return Puzzle("impossible")
    # After 「3月5号到」 the 8号 is of the same month.
    if context.before is not None:
        same_month = _date(context.before.first.year, context.before.first.month, number)
        if same_month is not None and same_month >= context.before.first:
            return When.on(same_month)
    first = context.today.replace(day=1)
    for _ in range(3):
        made = _date(first.year, first.month, number)
        if made and (made <= context.today if context.toward == "past" else made >= context.today):
            return When.on(made)
        step = timedelta(days=-1) if context.toward == "past" else timedelta(days=31)
        first = (first + step).replace(day=1)
    return Puzzle("impossible")


_MEANINGS: dict[str, Callable[[Parts, str, Context], Meaning]] = {
    "lunar": _lunar,
    "full": _full,
    "numeric": _full,
    "compact": _full,
    "rel_year_day": _full,
    "month_day": _full,
    "short_full": _full,
    "short_month_day": _full,
    "short_year_month": _year_month,
    "festival": _festival,
    "rel_month_day": _rel_month_day,
    "year_month": _year_month,
    "rel_month": _rel_month,
    "half_year": _half_year,
    "year": _whole_year,
    "ago": _ago,
    "day_word": _day_word,
    "weekday": _weekday,
    "week": _week,
    "month": _bare_month,
    "day": _day,
    "short_day": _day,
}


def _year(parts: Parts, context: Context) -> int | None:
    if parts.get("y"):
        return read_year(parts["y"] or "")
    relative = parts.get("ry")
    return context.today.year + _YEARS_AWAY[relative] if relative else None


def _rel_month_first(parts: Parts, context: Context) -> date:
    said = (parts["rm"] or "").replace("个", "")
    months = {"上上月": -2, "上月": -1, "下月": 1}.get(said, 0)
    years, month = divmod(context.today.month - 1 + months, 12)
    return date(context.today.year + years, month + 1, 1)


def _month(year: int, month: int, part: str) -> When:
    end = _month_end(year, month)
    first, last = _PARTS.get(part.removeprefix("月"), (1, 31))
    return When(date(year, month, first), date(year, month, min(last, end.day)))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
