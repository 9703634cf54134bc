"""Until the matcher has learnt a changed FAQ: the one at hand, told of new phrasings and of entries that went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from rapidfuzz import fuzz, process

from bot.faq import text as texts
from bot.faq.matcher import Candidate, Match

NEAR_ENOUGH = 80.0
"""rapidfuzz ratio (0–100) from which a new phrasing is taken as the one that was meant."""

CERTAIN = 0.97


class Matching(Protocol):
    """What an interpreter needs of a matcher."""

    def match(self, text: str, limit: int = 5) -> Match:
        """Candidates for a text, best first."""


class InterimMatcher:
    """Matches as `before` does, within `entry_ids`, but a text near one of `new` phrasings finds its entry first."""

    def __init__(self, before: Matching, entry_ids: Iterable[str], new: Mapping[str, str]) -> None:
        self._before = before
        self._entry_ids = frozenset(entry_ids)
        self._owners = {_plain(phrasing): entry_id for phrasing, entry_id in new.items()}

    def match(self, text: str, limit: int = 5) -> Match:
        """Candidates for the text, best first."""
        match = self._before.match(text, limit)
        kept = tuple(one for one in match.candidates if one.entry_id in self._entry_ids)
        near = process.extractOne(
            _plain(text), list(self._owners), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH
        )
        if near is None:
            return Match(kept, match.in_scope)
        entry_id = self._owners[near[0]]
        rest = tuple(Candidate(one.entry_id, one.confidence * (1 - CERTAIN)) for one in kept)
        others = tuple(one for one in rest if one.entry_id != entry_id)
        return Match((Candidate(entry_id, CERTAIN), *others)[:limit], 1.0)


def _plain(raw: str) -> str:
    return texts.essence(texts.clean(raw))
