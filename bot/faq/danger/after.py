"""What is said right after a danger was answered: still in it, past it, or of something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.faq.danger.cues import compile_all

LONGEST = 24
"""Characters up to which words lean on the danger before them; longer ones tell their own story."""


@dataclass(frozen=True)
class After:
    """Reads the short words that follow a danger."""

    again: tuple[re.Pattern[str], ...]
    over: tuple[re.Pattern[str], ...]
    still: tuple[re.Pattern[str], ...]

    def is_over(self, plain: str) -> bool:
        """Whether the words say that help has come or the danger has passed, and not that it goes on."""
        return _any(self.over, plain) and not _any(self.again, plain)

    def is_short(self, plain: str) -> bool:
        """Whether the words are few enough to lean on what was said before."""
        return len(plain) <= LONGEST

    def is_still(self, plain: str) -> bool:
        """Whether the words go on about the danger: how the person is, what to do next."""
        if not self.is_short(plain) or self.is_over(plain):
            return False
        return _any(self.again, plain) or _any(self.still, plain)


def load_after(table: Mapping[str, Sequence[str]], words: Mapping[str, str]) -> After:
    """The `after` part of danger.yaml. Raises ValueError, in Chinese, naming the cue that cannot be read."""
    return After(
        *(compile_all(table[name], words) for name in ("again", "over", "still")),
    )


def _any(cues: tuple[re.Pattern[str], ...], text: str) -> bool:
    return any(cue.search(text) for cue in cues)
