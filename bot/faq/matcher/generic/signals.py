"""What speaks for each near text: one row of named numbers, and their squares."""

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.faq.matcher.generic.index import Index, Near
from bot.faq.matcher.generic.wording import Wording
from bot.faq.matcher.vectors import Floats

_CLOSELY = ("like", "covered", "covers", "more", "less")

NAMES = (
    *(f"letters_{how}" for how in _CLOSELY),
    *(f"sounds_{how}" for how in _CLOSELY[:3]),
    *(f"words_{how}" for how in _CLOSELY[:3]),
    *(f"meant_{how}" for how in _CLOSELY),
    "string",
    "string_shown",
    "string_senses",
    "string_in_order",
    "length",
    "longer",
    "asks_apart",
    "asks_clash",
    "asks_only_one",
    "figures_differ",
)
"""Signals of one text, in the order of the table's columns."""

LONG_STORY = 80
"""Characters above which strings are no longer compared letter by letter."""


def read_table(question: Wording, near: Near, index: Index) -> Floats:
    """A row of NAMES for each near text."""
    texts = near.texts
    columns = [
        index.letters.closely(near.letters, texts),
        index.sounds.closely(index.sounds.asked(question.sounds), texts)[:, :3],
        index.words.closely(near.words, texts)[:, :3],
        index.meant.closely(near.meant, texts),
        _strings(question, texts.tolist(), index),
        _lengths(question, texts.tolist(), index),
        _asks(question.asks, index.asks[texts]),
        (index.figures[texts] != question.figures)[:, None],
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)


def squared(table: Floats) -> Floats:
    """The signals and their squares: the last steps towards equality count more than the first."""
    return np.concatenate([table, table * table], axis=1)


def _strings(question: Wording, texts: list[int], index: Index) -> Floats:
    if len(question.plain) > LONG_STORY:
        return np.zeros((len(texts), 4), np.float32)
    pairs = (
        (question.plain, index.plains),
        (question.shown, index.shown),
        (question.senses, index.senses),
        (question.in_order, index.in_order),
    )
    rows = [
        process.cdist([own], [others[text] for text in texts], scorer=fuzz.ratio, dtype=np.float32)[0]
        for own, others in pairs
    ]
    return np.array(rows, np.float32).T / np.float32(100)


def _lengths(question: Wording, texts: list[int], index: Index) -> Floats:
    own = len(question.senses)
    others = np.array([len(index.senses[text]) for text in texts], np.float32)
    apart = (others - own) / np.maximum(others, own)
    return np.column_stack([np.abs(apart), apart])


def _asks(own: int, others: NDArray[np.int32]) -> Floats:
    """How much of what is asked for (a place, a reason, a price …) only one of the two asks for."""
    apart, either = np.bitwise_count(others ^ own), np.bitwise_count(others | own)
    clash = (others != 0) & (own != 0) & (others & own == 0)
    only_one = (others != 0) != (own != 0)
    return np.column_stack([apart / np.maximum(either, 1), clash, only_one]).astype(np.float32)
