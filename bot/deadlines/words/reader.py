"""read_dates(text, today): every date that a text names, in its order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.deadlines.words.meaning import Context, Toward, mean
from bot.deadlines.words.numerals import read_number
from bot.deadlines.words.patterns import ABOUT_AFTER, ABOUT_BEFORE, BETWEEN, RANGE_TAIL, SHORT_WAYS, WAYS
from bot.deadlines.words.when import Mention, When

_TEXT_LIMIT = 500
_GIVE_OR_TAKE_DAYS = 3


def read_dates(
    text: str, today: date, toward: Toward = "past", *, expecting: bool = False
) -> tuple[Mention, ...]:
    """The dates in a text. A date without a year is the nearest one `toward` the past or the future;
    with `expecting` (a date was asked for) also bare forms like 3.5 are read. Never raises."""
    plain = unicodedata.normalize("NFKC", text[:_TEXT_LIMIT])
    mentions = _scan(plain, Context(today, toward))
    if not mentions and expecting:
        mentions = _read_short(plain, Context(today, toward))
    return tuple(_widened(plain, one) for one in _joined(plain, mentions))


def _scan(text: str, context: Context) -> list[Mention]:
    mentions: list[Mention] = []
    position = 0
    while position < len(text):
        mention = _at(text, position, context)
        if mention is None:
            position += 1
            continue
        mention = _to_a_later_day(text, mention)
        mentions.append(mention)
        context = context.after(mention)
        position = mention.end
    return mentions


def _at(text: str, position: int, context: Context) -> Mention | None:
    for name, pattern in WAYS:
        found = pattern.match(text, position)
        if found is None or not found.group():
            continue
        mention = _mention(name, found, context)
        if mention is not None:
            return mention
    return None


def _read_short(text: str, context: Context) -> list[Mention]:
    for name, pattern in SHORT_WAYS:
        found = pattern.match(text)
        mention = _mention(name, found, context) if found else None
        if mention is not None:
            return [mention]
    return []


def _mention(name: str, found: re.Match[str], context: Context) -> Mention | None:
    meaning = mean(name, found, context)
    if meaning is None:
        return None
    parts = found.groupdict()
    has_year = bool(parts.get("y") or parts.get("ry")) or name in (
        "ago",
        "day_word",
        "rel_month",
        "rel_month_day",
    )
    return Mention(found.group().strip(), found.start(), found.end(), meaning, has_year)


def _to_a_later_day(text: str, mention: Mention) -> Mention:
    """「10月1日至7日」: the second day stands without its month."""
    meaning, tail = mention.meaning, RANGE_TAIL.match(text, mention.end)
    if tail is None or not isinstance(meaning, When) or not meaning.is_exact:
        return mention
    try:
        last = meaning.first.replace(day=read_number(tail["d"]))
    except ValueError:
        return mention
    if last <= meaning.first:
        return mention
    return replace(
        mention, text=text[mention.start : tail.end()], end=tail.end(), meaning=When(meaning.first, last)
    )


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """「3月5号到8号」 is one uncertain date."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is None or not BETWEEN.match(text[before.end : mention.start]):
            joined.append(mention)
            continue
        first, last = before.meaning, mention.meaning
        if isinstance(first, When) and isinstance(last, When) and first.first <= last.last:
            both = When(first.first, last.last)
            joined[-1] = Mention(text[before.start : mention.end], before.start, mention.end, both)
            continue
        joined.append(mention)
    return joined


def _widened(text: str, mention: Mention) -> Mention:
    meaning = mention.meaning
    if not isinstance(meaning, When) or not meaning.is_exact:
        return mention
    if ABOUT_BEFORE.search(text[: mention.start]) or ABOUT_AFTER.match(text[mention.end :]):
        return replace(mention, meaning=When.about(meaning.first, _GIVE_OR_TAKE_DAYS))
    return mention
