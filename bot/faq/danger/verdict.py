"""How a text was weighed: every kind of danger with its points, what spoke for calm, and its likeness to examples."""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 2
"""Points from which a kind is named beside the best."""

ALIKE = 0.25
"""Likeness from which a text is a danger: a miss costs more than a false alarm."""

SURELY_ALIKE = 0.6
"""Likeness that a danger takes when more speaks for calm than its cues weigh."""

OVERWHELMED = 0.2
"""Likeness that a danger takes when its cues are overwhelming."""

DOUBTFUL = 0.2
"""Likeness from which a text is a danger unless it is plainly an ordinary question."""

BARE = 0.35
"""Likeness that a danger takes when hardly a cue names one: "我老公呢" is like anything."""

PLAIN = 0.75
"""Likeness from which no question that the words also resemble speaks against a danger."""

PLAIN_BY_CUE = 0.4
"""The same where a sure cue names a kind."""

SURE = 3
"""Points of a sure cue."""

OVERWHELMING = 5
"""Points after deductions with which a text is a danger even if it is only doubtfully alike."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points by kind, best first (only kinds with any cue); `now`, `urgent` add, `calm` names what took points off."""

    points: tuple[tuple[str, int], ...] = ()
    now: bool = False
    urgent: bool = False
    calm: tuple[str, ...] = ()
    minus: int = 0
    likeness: float = 0.0
    told: str = ""
    """The text as it was weighed: cleaned, sounds put right, figures of speech taken out."""

    @property
    def score(self) -> int:
        """Points of the best kind after all additions and deductions; 0 where no kind has a cue."""
        if not self.points:
            return 0
        return self.points[0][1] + self.now + self.urgent - self.minus

    @property
    def is_danger(self) -> bool:
        """Whether cues or likeness say that someone is in danger now."""
        if self.score >= OVERWHELMING:
            return self.likeness >= OVERWHELMED
        if self.score < 0:
            return self.likeness >= SURELY_ALIKE
        return self.likeness >= (ALIKE if self.score >= ENOUGH else BARE)

    @property
    def is_doubtful(self) -> bool:
        """Whether a danger cannot be ruled out by the words alone."""
        return self.likeness >= DOUBTFUL and self.score >= 0

    @property
    def is_plain(self) -> bool:
        """Whether the words alone are enough, however well they fit an ordinary question."""
        return self.is_danger and self.likeness >= (PLAIN_BY_CUE if self.score >= SURE else PLAIN)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds that the cues point at, best first; empty when no cue names a kind."""
        if not self.points:
            return ()
        best = self.points[0][1]
        return tuple(kind for kind, points in self.points if points >= max(min(ENOUGH, best), best - 1))
