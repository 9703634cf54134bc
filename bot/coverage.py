"""Coverage: how many questions were answered, asked back, referred and found useful, by week and by topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.misses import LEAST_SHOWN, Asked, week_of

_COUNTED = {"answer", "emergency", "clarify", "refer"}


@dataclass
class Tally:
    """Counts of inquiries; smalltalk and what is out of scope is left out."""

    asked: int = 0
    answered: int = 0
    clarified: int = 0
    referred: int = 0
    useful: int = 0
    unsolved: int = 0

    def add(self, one: Asked) -> None:
        """Count one inquiry."""
        self.asked += 1
        self.answered += one.kind in {"answer", "emergency"}
        self.clarified += one.kind == "clarify"
        self.referred += one.kind == "refer"
        self.useful += one.feedback == "useful"
        self.unsolved += one.feedback == "unsolved"

    @property
    def is_shown(self) -> bool:
        """Whether there are enough of them not to point at a person."""
        return self.asked >= LEAST_SHOWN

    @property
    def answered_share(self) -> float:
        """Share 0–1 that got an answer at once."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def useful_share(self) -> float | None:
        """Share 0–1 of those who said so that found the answer useful; None where nobody said."""
        said = self.useful + self.unsolved
        return self.useful / said if said else None


@dataclass(frozen=True)
class Coverage:
    """Tallies over all, by week (Monday, oldest first) and by topic (most asked first)."""

    whole: Tally
    weeks: tuple[tuple[date, Tally], ...]
    topics: tuple[tuple[str, Tally], ...]
    by_topic_and_week: dict[tuple[str, date], Tally]


def cover(asked: Iterable[Asked], topic_of: Callable[[str | None], str]) -> Coverage:
    """Count inquiries; `topic_of` names the topic of an entry id, and what has none."""
    whole = Tally()
    weeks: dict[date, Tally] = defaultdict(Tally)
    topics: dict[str, Tally] = defaultdict(Tally)
    both: dict[tuple[str, date], Tally] = defaultdict(Tally)
    for one in asked:
        if one.kind not in _COUNTED:
            continue
        week, topic = week_of(one.asked_at), topic_of(one.entry_id)
        for tally in (whole, weeks[week], topics[topic], both[topic, week]):
            tally.add(one)
    ranked = sorted(topics.items(), key=lambda row: (-row[1].asked, row[0]))
    return Coverage(whole, tuple(sorted(weeks.items())), tuple(ranked), dict(both))
