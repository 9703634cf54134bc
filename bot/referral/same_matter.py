"""Likely the same matter: two questions told in nearly the same words. Pure."""

from __future__ import annotations

import re

LIKELY = 0.5
_LETTERS = re.compile(r"[^\w]+")


def likeness(one: str, other: str) -> float:
    """0 to 1: how much of the shorter text's pairs of characters the longer one has."""
    mine, theirs = _pairs(one), _pairs(other)
    if min(len(mine), len(theirs)) < 3:
        return 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def _pairs(text: str) -> set[str]:
    plain = _LETTERS.sub("", text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
