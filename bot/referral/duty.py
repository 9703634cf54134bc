"""Duty of a station: who stands in on which days, week by week or on dates; dated shifts come before weekly ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = "一二三四五六日"
_LONGEST = timedelta(days=366)


class ShiftRefused(Exception):
    """What was typed is no shift; `str()` says why, in Chinese."""


@dataclass(frozen=True)
class Shift:
    """One person's duty. With `weekdays` (0 is Monday) it comes back every week; without, it is every day from
    `first_on` to `last_on`, both included. None leaves that end open."""

    staff_id: int
    weekdays: frozenset[int] = frozenset()
    first_on: date | None = None
    last_on: date | None = None
    id: int = 0

    @property
    def is_dated(self) -> bool:
        """Whether it is for certain days and not for every week."""
        return not self.weekdays

    def holds_on(self, day: date) -> bool:
        """Whether this person is on duty that day."""
        is_in_time = (self.first_on is None or self.first_on <= day) and (
            self.last_on is None or day <= self.last_on
        )
        return is_in_time and (self.is_dated or day.weekday() in self.weekdays)

    def is_past(self, day: date) -> bool:
        """Whether it will never hold again."""
        return self.last_on is not None and self.last_on < day

    def describe(self) -> str:
        """Its days, as staff read them."""
        parts = []
        if self.weekdays:
            parts.append("每周" + "、".join(_WEEKDAYS[day] for day in sorted(self.weekdays)))
        if self.first_on and self.first_on == self.last_on:
            parts.append(f"{self.first_on:%Y-%m-%d} 当天")
        elif self.first_on and self.last_on:
            parts.append(f"{self.first_on:%Y-%m-%d} 到 {self.last_on:%Y-%m-%d}")
        elif self.first_on:
            parts.append(f"{self.first_on:%Y-%m-%d} 起")
        elif self.last_on:
            parts.append(f"到 {self.last_on:%Y-%m-%d} 为止")
        return "，".join(parts)


def on_duty(shifts: Iterable[Shift], day: date) -> tuple[int, ...]:
    """Who is on duty that day, each once: those with a dated shift, else those of every week."""
    holding = [one for one in shifts if one.holds_on(day)]
    dated = [one for one in holding if one.is_dated]
    return tuple(dict.fromkeys(one.staff_id for one in dated or holding))


def read_shift(staff_id: int, typed: Mapping[str, str], today: date) -> Shift:
    """The shift of a form with weekday_0 … weekday_6, first_on and last_on (2026-11-23). Raises ShiftRefused."""
    weekdays = frozenset(day for day in range(7) if typed.get(f"weekday_{day}"))
    first_on, last_on = _date(typed.get("first_on", "")), _date(typed.get("last_on", ""))
    if first_on and last_on and last_on < first_on:
        raise ShiftRefused("值班：结束日期早于开始日期。建议：两个日期对换一下")
    if last_on and last_on < today:
        raise ShiftRefused("值班：结束日期已经过去了。建议：填今天以后的日期")
    if not weekdays:
        if first_on is None:
            raise ShiftRefused("值班：没有选星期几，也没有填日期。建议：勾选每周哪几天，或填从哪天到哪天")
        # One date alone is that day.
        last_on = last_on or first_on
        if last_on < today:
            raise ShiftRefused("值班：这一天已经过去了。建议：填今天以后的日期")
        if last_on - first_on > _LONGEST:
            raise ShiftRefused("值班：一次最多排一年。建议：长期值班请勾选每周哪几天")
    return Shift(staff_id, weekdays, first_on, last_on)


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ShiftRefused(f"值班：“{text.strip()}”不是日期。建议：写成 2026-11-23") from None
