"""Misses: questions without an answer, refused clarifications, answers that did not help; alike ones together."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.faq import text
from bot.faq.clusters import group_alike
from bot.referral.masking import masked
from bot.referral.workdays import LOCAL_ZONE

K = TypeVar("K")

LEAST_SHOWN = 5
"""Counts below this are not broken down: few enough to point at a person."""

REFUSAL_LIMIT = 10
"""Letters up to which words after a clarification are a refusal (都不是), not a question put anew."""


VARIANT_LIMIT = 120
"""Letters of a citizen's words that may become a way of asking."""


class Why(StrEnum):
    """What makes an inquiry a miss."""

    UNANSWERED = "unanswered"
    REFUSED = "refused"
    UNSOLVED = "unsolved"


class Fate(StrEnum):
    """What staff decided on a miss."""

    VARIANT = "variant"
    DRAFT = "draft"
    NOT_OURS = "not_ours"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Asked:
    """One recorded inquiry, as far as misses go; `citizen` only tells whose words follow each other."""

    citizen: str
    text: str
    kind: str
    entry_id: str | None
    feedback: str | None
    district: str | None
    asked_at: datetime


@dataclass(frozen=True)
class Miss:
    """A question that was not helped."""

    text: str
    why: Why
    entry_id: str | None
    district: str | None
    asked_at: datetime

    @property
    def key(self) -> str:
        """The same for the same words, whatever their spacing and marks."""
        return text_key(self.text)


@dataclass(frozen=True)
class Mark:
    """A decision on a miss and when it was made."""

    fate: Fate
    at: datetime

    def settles(self, miss: Miss) -> bool:
        """What is not ours stays away; what was added comes back when it is missed again."""
        return self.fate in {Fate.NOT_OURS, Fate.IGNORED} or miss.asked_at <= self.at


@dataclass(frozen=True)
class Cluster:
    """Misses that are alike, the most telling first."""

    misses: tuple[Miss, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences, each once, the most frequent first."""
        return tuple(one for one, _ in Counter(miss.text for miss in self.misses).most_common())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all its sentences."""
        return tuple(dict.fromkeys(miss.key for miss in self.misses))

    @property
    def entry_id(self) -> str | None:
        """The entry that was given most often and did not help, if any."""
        given = Counter(miss.entry_id for miss in self.misses if miss.entry_id)
        return given.most_common(1)[0][0] if given else None

    def count(self, why: Why) -> int:
        """How many are of this kind."""
        return sum(miss.why is why for miss in self.misses)

    def by_week(self) -> list[tuple[date, int | None]]:
        """(Monday, count), newest first; None stands for a count too small to show."""
        return _shown(sorted(Counter(week_of(miss.asked_at) for miss in self.misses).items(), reverse=True))

    def by_district(self) -> list[tuple[str, int | None]]:
        """(district code, count), most first; None stands for a count too small to show; '' where none was named."""
        return _shown(Counter(miss.district or "" for miss in self.misses).most_common())


def find_misses(asked: Iterable[Asked]) -> list[Miss]:
    """The misses among inquiries that are given in the order in which they were asked."""
    last: dict[str, Asked] = {}
    found = []
    for one in asked:
        before, last[one.citizen] = last.get(one.citizen), one
        miss = _miss(one, before)
        if miss is not None and len(text.essence(text.clean(miss.text))) >= 2:
            found.append(miss)
    return found


def _miss(one: Asked, before: Asked | None) -> Miss | None:
    if one.kind == "answer" and one.feedback == "unsolved" and one.entry_id:
        return Miss(one.text, Why.UNSOLVED, one.entry_id, one.district, one.asked_at)
    if one.kind != "refer" or one.entry_id:
        return None
    if before is not None and before.kind == "clarify":
        # A pressed button is recorded with the question itself, typed words (都不是) with those words.
        said = before.text if len(one.text) <= REFUSAL_LIMIT else one.text
        return Miss(said, Why.REFUSED, None, one.district or before.district, one.asked_at)
    return Miss(one.text, Why.UNANSWERED, None, one.district, one.asked_at)


def cluster(misses: Sequence[Miss], marks: Mapping[str, Mark]) -> list[Cluster]:
    """Open misses, alike ones together, the largest cluster first."""
    open_ones = [one for one in misses if not ((mark := marks.get(one.key)) and mark.settles(one))]
    groups = group_alike([one.text for one in open_ones])
    return [Cluster(tuple(open_ones[n] for n in group)) for group in groups]


def text_key(words: str) -> str:
    """A short name of a text that does not tell the text."""
    bare = re.sub(r"\W", "", text.clean(words))
    return hashlib.sha256(bare.encode()).hexdigest()[:16]


def week_of(moment: datetime) -> date:
    """The Monday of the week in Kunming."""
    day = moment.astimezone(LOCAL_ZONE).date()
    return day - timedelta(days=day.weekday())


def _shown(counts: Iterable[tuple[K, int]]) -> list[tuple[K, int | None]]:
    return [(key, count if count >= LEAST_SHOWN else None) for key, count in counts]


def variant_trouble(spoken: str) -> str:
    """Why these words may not become a way of asking, in Chinese; empty where they may."""
    if not 2 <= len(spoken) <= VARIANT_LIMIT:
        return f"问法要有 2 到 {VARIANT_LIMIT} 个字，太长的请摘一句。"
    if "*" in spoken or masked(spoken) != spoken:
        return "问法里还有电话、证件号之类的个人信息，请删去再加。"
    return ""
