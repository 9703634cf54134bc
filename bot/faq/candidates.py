"""Lists of candidates rearranged: led by some entries, or without those that the citizen refused."""

from __future__ import annotations

from collections.abc import Iterable

from bot.faq.matcher import Candidate, Match


def without_entries(match: Match, refused: set[str]) -> Match:
    """The match without entries that the citizen refused; the leader's chance falls to the next."""
    if not refused:
        return match
    kept = tuple(one for one in match.candidates if one.entry_id not in refused)
    if not kept or kept[0].entry_id == match.candidates[0].entry_id:
        return Match(kept, match.in_scope)
    # The refused leader's chance falls to the rest: the citizen told us that it was wrong.
    freed = match.candidates[0].confidence
    return Match(
        (Candidate(kept[0].entry_id, max(kept[0].confidence, freed * 0.8)), *kept[1:]), match.in_scope
    )


def led_by(leaders: Iterable[str], candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates with these entries first, each once."""
    chances = {one.entry_id: one.confidence for one in candidates}
    ids = dict.fromkeys([*leaders, *chances])
    top = max(chances.values(), default=0.0)
    return tuple(
        Candidate(one, max(chances.get(one, 0.0), top) if place == 0 else chances.get(one, 0.0))
        for place, one in enumerate(ids)
    )
