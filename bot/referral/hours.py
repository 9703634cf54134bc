"""Opening hours of a station: 「工作日 9:00-12:00,13:00-17:00」 read once, asked at any moment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from bot.referral.workdays import LOCAL_ZONE, CalendarUnknown, is_public_holiday, is_working_day

_WORKING = "工作日"
_DAILY = ("每天", "每日", "全年", "天天")
_WEEKDAYS = "一二三四五六日"
_DAY_PART = re.compile(r"^(?P<days>[^\d]*?)(?P<spans>\d.*)$")
_WEEKDAY = re.compile(r"^(?:周|星期|礼拜)?([一二三四五六日天])$")
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$")
_MINUTES_OF_DAY = 24 * 60
_LOOK_AHEAD_DAYS = 40


@dataclass(frozen=True, slots=True)
class _Rule:
    """Some days and their spans; `weekdays` None means working days by the official calendar."""

    weekdays: frozenset[int] | None
    on_holidays: bool
    spans: tuple[tuple[int, int], ...]

    def holds_on(self, day: date) -> bool:
        if self.weekdays is None:
            return is_working_day(day)
        if day.weekday() not in self.weekdays:
            return False
        return self.on_holidays or not is_public_holiday(day)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a station is open, in Asia/Shanghai.

    「工作日」 follows the official calendar with 调休; 「周一至周五」 and the like hold on these weekdays
    except statutory holidays; 「每天」 holds always. Asking about a day whose calendar is unknown raises
    CalendarUnknown.
    """

    text: str
    rules: tuple[_Rule, ...]

    @classmethod
    def parse(cls, text: str) -> OpeningHours:
        """Read hours as staff write them, parts divided by ；; raises ValueError with a Chinese reason."""
        return cls(text.strip(), _read_rules(text.strip()))

    def is_open(self, at: datetime) -> bool:
        """Whether the station is open at an aware datetime (the closing minute itself is closed)."""
        local = _local(at)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self._spans_on(local.date()))

    def spans_on(self, day: date) -> list[tuple[int, int]]:
        """The open spans of a day as minutes after midnight. Raises CalendarUnknown."""
        return self._spans_on(day)

    def spans_by_weekday(self, day: date) -> list[tuple[int, int]]:
        """The same by the weekday alone, for years whose calendar is not announced: an estimate."""
        days = range(5)
        held = (
            one for one in self.rules if day.weekday() in (days if one.weekdays is None else one.weekdays)
        )
        return sorted({span for rule in held for span in rule.spans})

    def closing(self, at: datetime) -> datetime | None:
        """When the span that is open at `at` ends; None when closed, or open day and night for a week to come."""
        local = _local(at)
        minute = local.hour * 60 + local.minute
        for start, end in self._spans_on(local.date()):
            if start <= minute < end:
                return self._closing_after(local.date(), end)
        return None

    def _closing_after(self, day: date, end: int) -> datetime | None:
        """What is open until midnight may go on into the next day."""
        for later in range(1, 8):
            following = day + timedelta(days=later)
            spans = self._morning_of(following) if end == _MINUTES_OF_DAY else {}
            if 0 not in spans:
                return _moment(following - timedelta(days=1), end)
            end = spans[0]
        return None

    def _morning_of(self, day: date) -> dict[int, int]:
        try:
            return dict(self._spans_on(day))
        except CalendarUnknown:
            return {}

    def next_opening(self, at: datetime) -> datetime | None:
        """The next moment after `at` when a span begins, in Asia/Shanghai; None when none within 40 days."""
        local = _local(at)
        return next((moment for moment in self._openings(local.date()) if moment > local), None)

    def _openings(self, first: date) -> Iterator[datetime]:
        for offset in range(_LOOK_AHEAD_DAYS):
            day = first + timedelta(days=offset)
            yield from (_moment(day, start) for start, _ in self._spans_on(day))

    def _spans_on(self, day: date) -> list[tuple[int, int]]:
        return sorted({span for rule in self.rules if rule.holds_on(day) for span in rule.spans})


@lru_cache(maxsize=256)
def _read_rules(text: str) -> tuple[_Rule, ...]:
    """Cached, because the stations of one list mostly keep the same hours."""
    parts = [part for part in re.split(r"[;。]", _plain(text)) if part]
    if not parts:
        raise ValueError("没有写任何时间")
    return tuple(_read_rule(part) for part in parts)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\s*(?:[-–—―~〜～至到]|--)\s*(?=\d)", "-", text)
    text = re.sub(r"(\d{1,2})[点时](?:(\d{2})分?)?", lambda m: f"{m[1]}:{m[2] or '00'}", text)
    return re.sub(r"\s+", "", text.replace("、", ",").replace("和", ","))


def _read_rule(part: str) -> _Rule:
    if part in ("24小时", "全天", "每天24小时", "全天24小时"):
        return _Rule(frozenset(range(7)), True, ((0, _MINUTES_OF_DAY),))
    found = _DAY_PART.match(part)
    if found is None:
        raise ValueError(f"“{part}”里没有看到时间")
    days = found["days"].rstrip(":,")
    if found["spans"] in ("24小时", "0:00-24:00"):
        spans: tuple[tuple[int, int], ...] = ((0, _MINUTES_OF_DAY),)
    else:
        spans = tuple(_read_span(span) for span in found["spans"].split(",") if span)
    _require_order(spans)
    if days in ("", *_DAILY):
        return _Rule(frozenset(range(7)), True, spans)
    if days == _WORKING:
        return _Rule(None, False, spans)
    return _Rule(_read_weekdays(days), False, spans)


def _read_span(text: str) -> tuple[int, int]:
    found = _SPAN.match(text)
    if found is None:
        raise ValueError(f"“{text}”不是“9:00-12:00”这样的时间段")
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if int(found[2]) > 59 or int(found[4]) > 59 or end > _MINUTES_OF_DAY:
        raise ValueError(f"“{text}”里的钟点不存在")
    if start >= end:
        raise ValueError(f"“{text}”的结束时间不晚于开始时间")
    return start, end


def _require_order(spans: tuple[tuple[int, int], ...]) -> None:
    for (_, end), (start, _) in pairwise(spans):
        if start < end:
            raise ValueError("同一天的时间段有重叠或次序颠倒")


def _read_weekdays(text: str) -> frozenset[int]:
    if text in ("周末", "双休日"):
        return frozenset({5, 6})
    days: set[int] = set()
    for piece in text.split(","):
        bounds = [_weekday(bound) for bound in re.split(r"[-至到~]", piece)]
        if len(bounds) > 2 or bounds[0] > bounds[-1]:
            raise ValueError(f"“{piece}”的星期看不懂")
        days.update(range(bounds[0], bounds[-1] + 1))
    return frozenset(days)


def _weekday(text: str) -> int:
    found = _WEEKDAY.match(text)
    if found is None:
        raise ValueError(f"“{text}”不是工作日、每天或星期几")
    return _WEEKDAYS.index(found[1].replace("天", "日"))


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("at must be an aware datetime")
    return at.astimezone(LOCAL_ZONE)


def _moment(day: date, minute: int) -> datetime:
    start = datetime.combine(day, time(), LOCAL_ZONE)
    return start + timedelta(minutes=minute)
