"""What the interpreter remembers of a conversation: a small value that the conversation carries along."""

from __future__ import annotations

from dataclasses import dataclass, replace

TURNS_KEPT = 8
ALSO_KEPT = 3
"""Turns for which a second matter stays offered."""


@dataclass(frozen=True)
class Turn:
    """One thing the citizen said, how it was understood, the entry it led to, and the second one that was offered."""

    text: str
    kind: str
    entry_id: str | None = None
    also: str | None = None


@dataclass(frozen=True)
class Memory:
    """Recent turns, the options last offered (entry ids, in order) and how often we asked back in a row."""

    turns: tuple[Turn, ...] = ()
    options: tuple[str, ...] = ()
    clarified: int = 0

    @property
    def last_entry_id(self) -> str | None:
        """The entry last answered with, if any."""
        return next((turn.entry_id for turn in reversed(self.turns) if turn.entry_id), None)

    @property
    def offered_also(self) -> str | None:
        """The second matter of a message just now, offered beside the answer to the first and not answered since."""
        told = [turn for turn in self.turns[-ALSO_KEPT:] if turn.entry_id or turn.also]
        return next(
            (turn.also for turn in reversed(told) if turn.also and turn.also not in _led_to(told)), None
        )

    def after(self, turn: Turn, options: tuple[str, ...] = ()) -> Memory:
        """The memory with one more turn; offering options counts as asking back."""
        clarified = self.clarified + 1 if options else 0
        return replace(self, turns=(*self.turns, turn)[-TURNS_KEPT:], options=options, clarified=clarified)

    def beside(self, turn: Turn) -> Memory:
        """The memory with one more turn that was said in passing: what was offered still stands."""
        return replace(self, turns=(*self.turns, turn)[-TURNS_KEPT:])


NOTHING_SAID = Memory()
"""The memory of a talk that has not begun."""


def _led_to(turns: list[Turn]) -> set[str | None]:
    return {turn.entry_id for turn in turns}
