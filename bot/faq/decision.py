"""What to do with a match: answer when sure, ask back when close, refer when lost."""

from dataclasses import dataclass

from bot.faq.matcher.fitted import Thresholds
from bot.faq.matcher.match import Match

MOST_OPTIONS = 4
"""Entries offered at once when asking back."""

LEAST_OPTIONS, LEAST_CHANCE = 2, 0.05
"""Beyond the first two, an entry is offered only with this chance: far-fetched options puzzle people."""


@dataclass(frozen=True, slots=True)
class Sure:
    """Answer with this entry."""

    entry_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Close:
    """Ask which of these entries is meant, likeliest first."""

    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """No entry is likely enough; a person should look."""


Decision = Sure | Close | Lost


def decide(match: Match, thresholds: Thresholds) -> Decision:
    """Pure: the same match and thresholds always give the same decision."""
    first = match.first
    if first is None or match.in_scope < thresholds.in_scope:
        return Lost()
    if first.confidence >= thresholds.sure:
        return Sure(first.entry_id, first.confidence)
    likely = match.candidates[:MOST_OPTIONS]
    if sum(candidate.confidence for candidate in likely) < thresholds.close:
        return Lost()
    offered = [
        candidate.entry_id
        for place, candidate in enumerate(likely)
        if place < LEAST_OPTIONS or candidate.confidence >= LEAST_CHANCE
    ]
    return Close(tuple(offered))
