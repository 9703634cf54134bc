"""Whether a station is open at a moment, as a value that can be worded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.referral.hours import OpeningHours
from bot.referral.workdays import CalendarUnknown


@dataclass(frozen=True, slots=True)
class Opening:
    """open (until `until`), closed (next at `next_at`), calendar_unknown (for `year`), not_given (no hours).

    `next_at` is None when no opening is near, or, with `year`, when that year has no announced calendar yet.
    Datetimes are aware, Asia/Shanghai.
    """

    state: Literal["open", "closed", "calendar_unknown", "not_given"]
    until: datetime | None = None
    next_at: datetime | None = None
    year: int | None = None


def opening_of(hours: OpeningHours | None, at: datetime) -> Opening:
    """The state of these hours at an aware datetime; a year without a calendar is told, never guessed."""
    if hours is None:
        return Opening("not_given")
    try:
        if hours.is_open(at):
            return Opening("open", until=hours.closing(at))
    except CalendarUnknown as unknown:
        return Opening("calendar_unknown", year=unknown.year)
    try:
        return Opening("closed", next_at=hours.next_opening(at))
    except CalendarUnknown as unknown:
        return Opening("closed", year=unknown.year)
