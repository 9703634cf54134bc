"""What the interpreter remembers of a conversation: a small value that the conversation carries along."""

from __future__ import annotations

from dataclasses import dataclass, replace

TURNS_KEPT = 8


@dataclass(frozen=True)
class Turn:
    """One thing the citizen said, how it was understood, and the entry it led to."""

    text: str
    kind: str
    entry_id: str | None = None


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

    def after(self, turn: Turn, options: tuple[str, ...] = ()) -> Memory:
        """The memory with one more turn; offering options counts as asking back."""
        clarified = self.clarified + 1 if options else 0
        return replace(self, turns=(*self.turns, turn)[-TURNS_KEPT:], options=options, clarified=clarified)

    def beside(self, turn: Turn) -> Memory:
        """The memory with one more turn that was said in passing: what was offered still stands."""
        return replace(self, turns=(*self.turns, turn)[-TURNS_KEPT:])
