"""What a match is: candidates best first, and how likely any of them is right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be the answer; `confidence` of the first one is its calibrated chance to be right, 0–1."""

    entry_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """Candidates, best first; `in_scope`: chance 0–1 that any entry at all answers the question."""

    candidates: tuple[Candidate, ...]
    in_scope: float

    @property
    def first(self) -> Candidate | None:
        """The best candidate, if there is any."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class CandidateSignals:
    """One candidate as `explain` shows it: its closest phrasing, and each signal by name."""

    entry_id: str
    confidence: float
    phrasing: str
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read and what spoke for each candidate."""

    plain: str
    senses: tuple[str, ...]
    in_scope: float
    candidates: tuple[CandidateSignals, ...]


NOTHING = Match((), 0.0)
"""The match of a text in which nothing can be read."""
