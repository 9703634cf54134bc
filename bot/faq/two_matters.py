"""Two problems in one message: what each half says alone is put among the first candidates of the whole."""

from __future__ import annotations

from dataclasses import dataclass

from bot.faq import clauses
from bot.faq.candidates import led_by
from bot.faq.interim import Matching
from bot.faq.matcher import Candidate, Match

_LEAST_LENGTH = 10
"""Characters from which a message may hold two matters."""
_LOOKED_AT = 5
_FIRST_PLACES = 4
"""Places of the list of candidates in which both matters should stand."""
_LEAST_HALF = 0.7
"""Chance of each half from which two halves outweigh a whole that means neither, if that has less than `_WEAK_WHOLE`."""
_WEAK_WHOLE = 0.8
_LEAST_WHOLE = 0.75
"""Chance of the whole from which the half that is sure decides: only the other half made the message doubtful."""
_VAGUE_HALF, _LEAST_AKIN = 0.7, 0.05
"""A half with less chance than the first is rather about the other half's field (公司又没签合同 after an accident at work)
where an entry of that field has at least the second."""


@dataclass(frozen=True, slots=True)
class TwoMatters:
    """Candidates with the best of each half among the first four; the second matter, if there is one, and whether the
    leader is what one half alone says for sure."""

    candidates: tuple[Candidate, ...]
    second: Candidate | None = None
    is_leader_clear: bool = False

    def also(self, sure: float) -> str | None:
        """The second matter, where it is at least that sure."""
        return self.second.entry_id if self.second is not None and self.second.confidence >= sure else None


def two_matters(said: str, match: Match, matcher: Matching, sure: float) -> TwoMatters:
    """`match` is what the whole message was matched with."""
    parts = clauses.two_parts(said) if len(said) >= _LEAST_LENGTH else None
    if parts is None or match.first is None:
        return TwoMatters(match.candidates)
    halves = [found for part in parts if (found := matcher.match(part, _LOOKED_AT).candidates)]
    leader = match.first
    if len(halves) == len(parts) and _outweigh(halves, leader):
        first, second = halves[0][0], halves[1][0]
        ordered = led_by([first.entry_id, second.entry_id], (*match.candidates, first, second))
        return TwoMatters(ordered, second, min(first.confidence, second.confidence) >= sure)
    firsts = [_first_of(half, leader.entry_id) for half in halves]
    others = [one for one in firsts if one.entry_id != leader.entry_id]
    merged = _with_both(match.candidates, others)
    if len(firsts) < len(parts) or len(others) != 1:
        return TwoMatters(merged)
    own = next(one for one in firsts if one.entry_id == leader.entry_id)
    return TwoMatters(merged, others[0], own.confidence >= sure and leader.confidence >= _LEAST_WHOLE)


def _outweigh(halves: list[tuple[Candidate, ...]], leader: Candidate) -> bool:
    """Whether the halves say two things plainly and the whole, mixing them, a third."""
    firsts = [half[0] for half in halves]
    names = {one.entry_id for one in firsts}
    is_third = len(names) == len(firsts) and leader.entry_id not in names
    return (
        is_third and leader.confidence < _WEAK_WHOLE and all(one.confidence >= _LEAST_HALF for one in firsts)
    )


def _first_of(half: tuple[Candidate, ...], leading: str) -> Candidate:
    first = half[0]
    if first.confidence >= _VAGUE_HALF or _field(first.entry_id) == _field(leading):
        return first
    akin = (one for one in half[1:] if _field(one.entry_id) == _field(leading))
    return next((one for one in akin if one.confidence >= _LEAST_AKIN), first)


def _with_both(candidates: tuple[Candidate, ...], others: list[Candidate]) -> tuple[Candidate, ...]:
    shown = {one.entry_id for one in candidates[:_FIRST_PLACES]}
    fresh = [one.entry_id for one in others if one.entry_id not in shown][:1]
    ordered = [one.entry_id for one in candidates]
    return led_by([*ordered[: _FIRST_PLACES - len(fresh)], *fresh, *ordered], candidates)


def _field(entry_id: str) -> str:
    return entry_id.split("-")[0]
