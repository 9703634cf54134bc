"""Words in a talk that are not about its matter: to us about ourselves, about the station named, after other law."""

from __future__ import annotations

import re

from bot.faq.hearing import Hearing
from bot.faq.matcher import Candidate
from bot.faq.memory import Memory
from bot.faq.standing import OTHER_MATTERS

_ABOUT_STATIONS = (
    "service-opening",
    "service-fees",
    "service-nearest",
    "service-station",
    "service-reply-time",
)
_ABOUT_US = (
    *_ABOUT_STATIONS,
    "service-what",
    "service-human",
    "service-referral",
    "service-withdraw",
    "service-privacy",
    "service-complaint",
    "service-reply",
    "service-accessibility",
)
_TO_US = re.compile(r"[你您](们|这|那|说|讲|答|回|会|能|给|是|得|管|$)|机器人")
_PLAIN = 0.5
"""Chance from which the words alone say it."""


def read_aside(heard: Hearing, memory: Memory, sure: float) -> Candidate | None:
    """What the words mean alone, where the matter of the talk says nothing for it; None where the talk decides."""
    leader = heard.alone.first
    if leader is None:
        return None
    is_plain = leader.confidence >= _PLAIN
    is_to_us = is_plain and leader.entry_id.startswith(_ABOUT_US) and bool(_TO_US.search(heard.said))
    is_referred = memory.turns[-1].kind == "refer" and leader.entry_id.startswith(_ABOUT_STATIONS)
    is_ours_again = is_plain and _was_other_law(memory) and leader.entry_id != OTHER_MATTERS
    if (
        is_to_us
        or (is_referred and leader.confidence >= sure)
        or (is_ours_again and not heard.setting.is_foreign)
    ):
        return leader
    return None


def _was_other_law(memory: Memory) -> bool:
    last = memory.turns[-1]
    return last.kind == "answer" and last.entry_id == OTHER_MATTERS
