"""What was being spoken of, and what a message says beside denying it."""

from __future__ import annotations

import re

from bot.faq.entry import Entry
from bot.faq.memory import Memory
from bot.faq.standing import OTHER_MATTERS

_DENIAL = re.compile(r"^(没有?|不是|也不是|又没|并没|倒没)[^,。]{1,5}$")

_NO_TOPICS = (OTHER_MATTERS, "service-emergency")
"""Entries of no matter of their own: alone they leave only the citizen's words to go by."""
_ASIDES = ("service-complaint-reply", *_NO_TOPICS)
"""Entries that are given in passing: what was spoken of before them is what the talk is about."""


def topic_of(memory: Memory) -> str | None:
    """The entry that the talk is about; None where there is none, or only one of no matter of its own."""
    spoken = [turn.entry_id for turn in reversed(memory.turns) if turn.entry_id]
    topic = next((one for one in spoken if one not in _ASIDES), spoken[0] if spoken else None)
    return None if topic in _NO_TOPICS else topic


def last_question(memory: Memory, last: Entry | None) -> str:
    """What was being spoken of: the citizen's last question in their words, or the entry's."""
    asked = next(
        (turn.text for turn in reversed(memory.turns) if turn.kind in ("answer", "clarify", "emergency")), ""
    )
    if last is None:
        return asked[:120]
    return last.question if len(asked) < 8 else asked[:120]


def without_denial(said: str) -> str:
    """The message without clauses that only deny (没出血，只是肿 → 只是肿), where anything else is left."""
    clauses_ = [clause for clause in re.split(r"[,。;!?，；！？ ]+", said) if clause]
    kept = [clause for clause in clauses_ if not _DENIAL.match(clause)]
    return "，".join(kept) if kept and len(kept) < len(clauses_) else said
