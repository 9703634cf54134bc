"""Times as staff write them: once (立即, 2026-12-01 09:00), or by rules (每月第一个工作日 9:00, 每年6月1日, cron)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.notices.quiet import may_send_on
from bot.referral.workdays import LOCAL_ZONE

Cron = Callable[[str, datetime], datetime | None]
DEFAULT_TIME = time(9, 0)
_LOOK_AHEAD_DAYS = 366 * 9
_NUMBERS = {
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
    "十": 10,
}
_WEEKDAYS = "一二三四五六日"
_CLOCK = (
    r"(?:\s*(?P<half>上午|下午|早上|中午|晚上)?\s*(?P<hour>\d{1,2})"
    r"(?:[:：点时](?P<minute>\d{1,2})?分?(?P<halfpast>半)?))?"
)
_ONCE = re.compile(
    r"^(?P<year>\d{4})[-年./](?P<month>\d{1,2})[-月./](?P<day>\d{1,2})日?[T\s]*" + _CLOCK + "(?::00)?$"
)
_AT_ONCE = re.compile(r"^(立即|马上|现在|放行后立即|now)$")
_DAILY = re.compile(r"^每(?:天|日)" + _CLOCK + "$")
_WORKING_DAILY = re.compile(r"^每个?工作日" + _CLOCK + "$")
_WEEKLY = re.compile(r"^每(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])" + _CLOCK + "$")
_MONTHLY = re.compile(r"^每(?:个)?月(?P<day>\d{1,2})[日号]" + _CLOCK + "$")
_MONTHLY_WORKING = re.compile(
    r"^每(?:个)?月(?:的)?(?P<place>第(?P<number>[一二两三四五六七八九十]|\d{1,2})个|最后一?个|首个)工作日"
    + _CLOCK
    + "$"
)
_YEARLY = re.compile(r"^每年(?:的)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]" + _CLOCK + "$")
_CRON = re.compile(r"^cron[:：\s]\s*(?P<fields>\S+(?:\s+\S+){4})$", re.IGNORECASE)


class TimeUnclear(ValueError):
    """The time cannot be read; `str()` says how to write it, in Chinese."""


@dataclass(frozen=True)
class _Rule:
    """Days on which a recurring notice goes out, and the clock time."""

    holds_on: Callable[[date], bool]
    at: time


def read_once(text: str) -> datetime | None:
    """The moment (UTC) that a text names; None for 「立即」. Raises TimeUnclear."""
    text = text.strip()
    if not text or _AT_ONCE.match(text):
        return None
    found = _ONCE.match(text)
    if found is None:
        raise TimeUnclear(f"时间“{text}”看不懂。建议：写成“立即”“2026-12-01 09:00”或“每月第一个工作日 9:00”")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        return _moment(day, _clock(found))
    except (ValueError, OverflowError):
        raise TimeUnclear(f"没有“{text}”这个时间。建议：检查年月日和钟点") from None


def is_recurring(text: str) -> bool:
    """Whether a time is a rule that comes again."""
    return text.strip().startswith("每") or bool(_CRON.match(text.strip()))


def next_due(recurrence: str, after: datetime, cron: Cron) -> datetime | None:
    """The first moment (UTC) after `after`; None where a rule never comes again. Raises TimeUnclear."""
    text = recurrence.strip()
    if found := _CRON.match(text):
        try:
            moment = cron(found["fields"], after)
        except ValueError as error:
            raise TimeUnclear(f"cron “{found['fields']}”不对：{error}") from None
        return None if moment is None else moment.astimezone(UTC)
    rule = _read_rule(text)
    first = after.astimezone(LOCAL_ZONE).date()
    return next((moment for moment in _moments(rule, first) if moment > after), None)


def _moments(rule: _Rule, first: date) -> Iterator[datetime]:
    for offset in range(_LOOK_AHEAD_DAYS):
        day = first + timedelta(days=offset)
        if rule.holds_on(day):
            yield _moment(day, rule.at)


def _read_rule(text: str) -> _Rule:
    try:
        rule = _rule_of(text)
    except ValueError:
        raise TimeUnclear(f"“{text}”里的日子或钟点不存在") from None
    if rule is None:
        raise TimeUnclear(
            f"“{text}”看不懂。建议：每天 9:00、每周一 9:00、每月15日 9:00、每月第一个工作日 9:00、"
            "每年6月1日 9:00，或 cron 0 9 * * 1"
        )
    return rule


def _rule_of(text: str) -> _Rule | None:
    if found := _DAILY.match(text):
        return _Rule(lambda _day: True, _clock(found))
    if found := _WORKING_DAILY.match(text):
        return _Rule(may_send_on, _clock(found))
    if found := _WEEKLY.match(text):
        weekday = _WEEKDAYS.index(found["weekday"].replace("天", "日"))
        return _Rule(lambda day: day.weekday() == weekday, _clock(found))
    if found := _MONTHLY.match(text):
        number = _in_range(int(found["day"]), 1, 31)
        # In a month without that day it goes out on the last one: a monthly notice comes every month.
        return _Rule(lambda day: day.day == min(number, _last_of_month(day).day), _clock(found))
    if found := _MONTHLY_WORKING.match(text):
        return _Rule(_nth_working_day(found), _clock(found))
    if found := _YEARLY.match(text):
        month, number = int(found["month"]), int(found["day"])
        date(2024, month, number)  # raises for a day that no year has
        return _Rule(lambda day: (day.month, day.day) == (month, number), _clock(found))
    return None


def _nth_working_day(found: re.Match[str]) -> Callable[[date], bool]:
    if found["place"].startswith("最后"):
        return lambda day: may_send_on(day) and not any(map(may_send_on, _days_after(day)))
    said = found["number"] or "一"
    number = _in_range(_NUMBERS.get(said) or int(said), 1, 18)
    return lambda day: may_send_on(day) and sum(map(may_send_on, _days_until(day))) == number


def _days_until(day: date) -> Iterator[date]:
    return (day.replace(day=n) for n in range(1, day.day + 1))


def _days_after(day: date) -> Iterator[date]:
    return (day.replace(day=n) for n in range(day.day + 1, _last_of_month(day).day + 1))


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _clock(found: re.Match[str]) -> time:
    if found["hour"] is None:
        return DEFAULT_TIME
    hour, minute = int(found["hour"]), 30 if found["halfpast"] else int(found["minute"] or 0)
    if found["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    return time(hour, minute)


def _in_range(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise ValueError(number)
    return number


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LOCAL_ZONE).astimezone(UTC)
