"""When: a day, or the days between which it lies; Puzzle: a date that has to be asked back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True)
class When:
    """A day (`first` = `last`), or an uncertain one between two days, both included."""

    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> When:
        """Just this day."""
        return cls(day, day)

    @classmethod
    def about(cls, day: date, days: int) -> When:
        """This day, give or take."""
        return cls(day - timedelta(days=days), day + timedelta(days=days))

    @property
    def is_exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def code(self) -> str:
        """As written into a button: 20260305, or 20260301-20260331."""
        first, last = f"{self.first:%Y%m%d}", f"{self.last:%Y%m%d}"
        return first if self.is_exact else f"{first}-{last}"


def read_when(code: str) -> When | None:
    """The When of a code; None where it is none."""
    parts = code.split("-")
    if len(parts) > 2 or not all(len(part) == 8 and part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        days = [date(int(part[:4]), int(part[4:6]), int(part[6:])) for part in parts]
    except ValueError:
        return None
    return When(days[0], days[-1]) if days[0] <= days[-1] else None


@dataclass(frozen=True)
class Puzzle:
    """Why a date cannot be taken: the lunar calendar, a day that does not exist, one that is far away."""

    kind: Literal["lunar", "impossible", "range"]


@dataclass(frozen=True)
class Mention:
    """A date in a text, with its place there (in the NFKC form of the text)."""

    text: str
    start: int
    end: int
    meaning: When | Puzzle
    year_was_said: bool = True
