"""Ranks entries for a message in the light of the talk: what it says alone, what it says after the last question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.faq.entry import Entry
from bot.faq.follow_up import Aspect
from bot.faq.matcher import Candidate

_ASPECT_WORDS: Mapping[Aspect, tuple[str, ...]] = {
    "time": ("deadline", "process", "time", "period", "apply", "hours"),
    "papers": ("materials", "apply", "process", "guide", "registration"),
    "place": ("process", "apply", "nearest", "guide", "report"),
    "cost": ("fees", "benefit", "lump-sum", "overview", "cost", "standard"),
    "who": ("applicant", "liability", "uninsured"),
    "refused": ("refused", "refusal", "applicant", "uninsured", "arbitration", "enforcement", "advance"),
    "objection": ("reappraisal", "refused", "remedy", "appraisal", "reconsideration", "revocation"),
    "proof": ("evidence", "no-contract", "cctv"),
}


_SURENESS = 0.8
_TURNING: frozenset[Aspect] = frozenset({"refused", "objection", "proof"})
"""Aspects that mostly lead on to another entry; the others are mostly answered by the entry at hand."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The talk so far: the last entry and its neighbours, options on offer, what is asked and how much it leans.

    `is_lost`: alone, the message means nothing to the matcher.
    """

    last: Entry | None
    neighbours: set[str]
    options: Sequence[str]
    aspect: Aspect
    lean: int
    is_lost: bool

    @property
    def stay(self) -> float:
        """Points for staying with the last entry."""
        if self.aspect in _TURNING and any(_answers(one, self.aspect) for one in self.neighbours):
            return 0.15
        return max((0.0, 0.3, 0.7)[self.lean], 0.55 if self.is_lost else 0.0)


def near(entry: Entry, faq: Mapping[str, Entry]) -> set[str]:
    """Entries that a talk about this one may turn to: those it names and those that name it."""
    return {one for one in entry.related if one in faq} | {
        one.id for one in faq.values() if entry.id in one.related
    }


def rank_after(
    alone: Sequence[Candidate], together: Sequence[Candidate], setting: Setting
) -> list[tuple[str, float]]:
    """Entry ids with points, best first; `alone` and `together` are candidates without and with the last question."""
    points: dict[str, float] = {}
    weights = ((1.0, 0.25), (0.7, 0.5), (0.5, 0.45))[setting.lean]
    for weight, candidates in zip(weights, (alone, together), strict=True):
        for place, candidate in enumerate(candidates):
            points[candidate.entry_id] = points.get(candidate.entry_id, 0.0) + weight / (1.0 + 0.5 * place)
    for candidate in alone:
        points[candidate.entry_id] += _SURENESS * candidate.confidence
    if setting.last is not None:
        points[setting.last.id] = points.get(setting.last.id, 0.0) + setting.stay
        points[setting.last.id] += _aspect_bonus(setting.last.id, setting)
    for one in setting.neighbours:
        points[one] = points.get(one, 0.0) + (0.05, 0.25, 0.4)[setting.lean] + _aspect_bonus(one, setting)
    for one in points:
        points[one] += _kinship(one, setting)
    for one in setting.options:
        points[one] = points.get(one, 0.0) + (0.1, 0.4, 0.5)[setting.lean]
    return sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))


def _aspect_bonus(entry_id: str, setting: Setting) -> float:
    return (0.0, 0.4, 0.6)[setting.lean] if _answers(entry_id, setting.aspect) else 0.0


def _answers(entry_id: str, aspect: Aspect) -> bool:
    """Whether the entry is, by its id, the one about this aspect (…-materials, …-deadline, …-refused)."""
    return any(word in entry_id for word in _ASPECT_WORDS.get(aspect, ()))


def _kinship(entry_id: str, setting: Setting) -> float:
    """Points for being of the family (service-legal-aid-…) or at least the field of what is being spoken of."""
    relatives = (*setting.options, *((setting.last.id,) if setting.last else ()))
    if not relatives:
        return 0.0
    size = (0.1, 0.6, 1.0)[setting.lean]
    if any(_family(one) == _family(entry_id) for one in relatives):
        return 0.3 * size
    return 0.2 * size if any(one.split("-")[0] == entry_id.split("-")[0] for one in relatives) else 0.0


def _family(entry_id: str) -> str:
    return "-".join(entry_id.split("-")[:2])
