"""How a text was weighed: every kind of danger with its points, and what spoke for calm."""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 2
"""Points from which a text is a danger."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points by kind, best first (only kinds with any cue); `now`, `urgent` add, `calm` names what took points off."""

    points: tuple[tuple[str, int], ...] = ()
    now: bool = False
    urgent: bool = False
    calm: tuple[str, ...] = ()
    minus: int = 0

    @property
    def score(self) -> int:
        """Points of the best kind after all additions and deductions; 0 where no kind has a cue."""
        if not self.points:
            return 0
        return self.points[0][1] + self.now + self.urgent - self.minus

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds that are a danger, best first; empty when the text is calm."""
        if self.score < ENOUGH:
            return ()
        best = self.points[0][1]
        return tuple(kind for kind, points in self.points if points >= max(ENOUGH, best - 1))
