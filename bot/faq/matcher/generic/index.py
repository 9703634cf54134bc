"""All texts of entries that have few phrasings, laid out so that a question needs only array look-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.faq import tokens
from bot.faq.matcher.generic.channel import Asked, Channel, build_channel
from bot.faq.matcher.generic.wording import Wording, read_wording
from bot.faq.matcher.vectors import Columns, Floats
from bot.faq.spelling import Spelling, learn_spelling

LOOKED_AT = 40
"""Texts that are compared closely."""

MOST_SPELT = 30_000
"""Texts above which pinyin is not read: to learn its words would take longer than all else."""


@dataclass(frozen=True)
class Index:
    """Texts entry by entry; those that no entry answers come last, owned by the number after the last entry."""

    entry_ids: tuple[str, ...]
    owners: Columns
    shown: tuple[str, ...]
    plains: tuple[str, ...]
    senses: tuple[str, ...]
    in_order: tuple[str, ...]
    asks: NDArray[np.int32]
    figures: NDArray[np.int64]
    letters: Channel
    sounds: Channel
    words: Channel
    meant: Channel

    def read(self, raw: str) -> Wording:
        """The text as it is compared; pinyin is put into the characters that the entries use."""
        wording = read_wording(raw)
        if not wording.plain.isascii() or not self._spelling:
            return wording
        spelt = read_wording(self._spelling.spelled_out(wording.shown))
        return spelt if spelt.plain.isascii() is False else wording

    @cached_property
    def _spelling(self) -> Spelling | None:
        if len(self.plains) > MOST_SPELT:
            return None
        return learn_spelling(self.plains, tokens.words)


@dataclass(frozen=True, slots=True)
class Near:
    """The texts nearest to a question, with the question's terms per channel."""

    texts: NDArray[np.intp]
    letters: Asked
    words: Asked
    meant: Asked


def build_index(entries: Sequence[tuple[str, Sequence[str]]], negatives: Sequence[str] = ()) -> Index:
    """Read every phrasing once; an entry without any readable phrasing is left out."""
    ids: list[str] = []
    owners: list[int] = []
    read: list[Wording] = []
    for entry_id, phrasings in entries:
        own = _distinct(phrasings)
        if own:
            owners += [len(ids)] * len(own)
            read += own
            ids.append(entry_id)
    alien = _distinct(negatives) if ids else []
    owners += [len(ids)] * len(alien)
    read += alien
    return Index(
        entry_ids=tuple(ids),
        owners=np.array(owners, np.int32),
        shown=tuple(one.shown for one in read),
        plains=tuple(one.plain for one in read),
        senses=tuple(one.senses for one in read),
        in_order=tuple(one.in_order for one in read),
        asks=np.array([one.asks for one in read], np.int32),
        figures=np.array([one.figures for one in read], np.int64),
        letters=build_channel([one.letters for one in read], is_searched=True),
        sounds=build_channel([one.sounds for one in read], is_searched=False),
        words=build_channel([one.words for one in read], is_searched=False),
        meant=build_channel([one.meant for one in read], is_searched=True),
    )


def find_near(question: Wording, index: Index, without: Sequence[int] = ()) -> Near:
    """The texts that share most with the question; those of `without` are looked past."""
    letters, meant = index.letters.asked(question.letters), index.meant.asked(question.meant)
    scores: Floats = index.letters.likeness(letters) + np.float32(0.8) * index.meant.likeness(meant)
    scores[list(without)] = -1.0
    size = min(LOOKED_AT, len(scores) - len(without))
    part = np.argpartition(-scores, size - 1)[:size] if size < len(scores) else np.arange(size)
    # Ties fall to the earlier text, so that the same question always has the same answer.
    texts = part[np.lexsort((part, -scores[part]))]
    return Near(texts, letters, index.words.asked(question.words), meant)


def _distinct(texts: Sequence[str]) -> list[Wording]:
    read = (read_wording(text) for text in texts)
    return list({one.shown: one for one in read if not one.is_empty}.values())
