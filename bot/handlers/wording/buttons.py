"""Buttons that many replies share."""

from __future__ import annotations

from bot.conversation import Choice, Verb
from bot.delivery import Button

HUMAN = (Verb.HUMAN, "转人工")
NEW_QUESTION = (Verb.NEW_QUESTION, "问机器人别的问题")
Short = tuple[Verb, str]


def button(label: str, verb: Verb, value: str = "") -> Button:
    """One button."""
    return Button(label, Choice(verb, value).code)


def rows(*shorts: Short) -> tuple[tuple[Button, ...], ...]:
    """One row of buttons without values."""
    return (tuple(button(label, verb) for verb, label in shorts),)


def two_columns(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of two."""
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
