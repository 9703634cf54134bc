"""Phrasings that stand in two entries in nearly the same words, and entries that draw away each other's phrasings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.faq.fault import Fault
from bot.faq.knowledge import texts_of
from bot.faq.loader import Faq
from bot.faq.matcher.cache import load_or_build
from bot.faq.matcher.index import Index, build_index
from bot.faq.matcher.lessons import NO_LESSONS
from bot.faq.matcher.question import read_question
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms, load_synonyms
from bot.faq.yaml_lines import Located

NEAR = 0.9
"""Likeness 0–1 from which two phrasings say the same in the same words."""

LEAD = 0.08
"""By how much another entry must be nearer than the phrasing's own one, which is judged without that phrasing."""

LEAST = 0.3
"""Likeness below which nothing is near enough to draw a phrasing away."""

_LOOKED_AT = 3


@dataclass(frozen=True)
class Overlap:
    """A variant (by entry id and place) that is nearer to another entry; `rival` is that entry's closest phrasing."""

    entry_id: str
    place: int
    variant: str
    other_id: str
    rival: str
    is_near_duplicate: bool


def find_overlaps(faq: Faq, cache: Path | None) -> list[Overlap]:
    """Every overlap, in the order of the file. Takes about a minute for a FAQ of 280 entries."""
    synonyms = load_synonyms()
    index = load_or_build(cache, texts_of(faq), NO_LESSONS, synonyms, build_index)
    return list(_overlaps(faq, index, synonyms))


def overlap_faults(overlaps: list[Overlap], located: Located) -> list[Fault]:
    """The overlaps as warnings with lines."""
    place = {str(item["id"]): n for n, item in enumerate(located.data["entries"])}
    return sorted(
        Fault(
            located.line(("entries", place[one.entry_id], "variants", one.place)),
            f"条目 {one.entry_id}",
            f"问法“{one.variant}”"
            + ("和" if one.is_near_duplicate else "更像")
            + f"条目 {one.other_id} 的“{one.rival}”"
            + ("几乎一样" if one.is_near_duplicate else "，会被它抢走"),
            "只留在最合适的条目，或者写得更有区别",
        )
        for one in overlaps
    )


def _overlaps(faq: Faq, index: Index, synonyms: Synonyms) -> Iterator[Overlap]:
    originals = _originals(faq, index, synonyms)
    for number, entry in enumerate(faq.entries):
        for place, variant in enumerate(entry.variants):
            found = _nearest_other(variant, number, index, synonyms)
            if found is not None:
                rival, is_near = found
                other = faq.entries[int(index.owners[rival])].id
                yield Overlap(entry.id, place, variant, other, originals[rival], is_near)


def _nearest_other(variant: str, own: int, index: Index, synonyms: Synonyms) -> tuple[int, bool] | None:
    """(closest phrasing of the entry that draws this variant away, whether it is a near duplicate)."""
    question = read_question(variant, synonyms, index.errors)
    if question.is_empty:
        return None
    vector = index.vocabulary.vector(question)
    likeness = index.phrasings.scores(vector.columns[0], vector.weights[0])
    start, end = index.starts[own], index.starts[own + 1]
    for row in range(start, end):
        if index.plains[row] == question.plain:
            likeness[row] = 0.0
    return _judged(likeness, own, index)


def _judged(likeness: Floats, own: int, index: Index) -> tuple[int, bool] | None:
    shares = _entry_likeness(likeness, index.starts)
    mine, shares[own] = float(shares[own]), 0.0
    outside = likeness.copy()
    outside[index.starts[own] : index.starts[own + 1]] = 0.0
    closest = int(outside[: index.starts[-1]].argmax())
    if outside[closest] >= NEAR:
        return closest, True
    rival = int(shares.argmax())
    if shares[rival] < LEAST or shares[rival] < mine + LEAD:
        return None
    first = index.starts[rival]
    return int(first + likeness[first : index.starts[rival + 1]].argmax()), False


def _entry_likeness(likeness: Floats, starts: NDArray[np.intp]) -> Floats:
    """How near each entry is: the mean of its few nearest phrasings, so that one odd phrasing does not decide."""
    tops = [np.sort(likeness[a:b])[-_LOOKED_AT:].mean() for a, b in pairwise(starts)]
    return np.asarray(tops, np.float32)


def _originals(faq: Faq, index: Index, synonyms: Synonyms) -> list[str]:
    """Each phrasing of the index as it stands in the file."""
    shown = list(index.plains)
    for number, entry in enumerate(faq.entries):
        rows = range(index.starts[number], index.starts[number + 1])
        known = {index.plains[row]: row for row in rows}
        for text in (entry.question, entry.label, *entry.variants):
            row = known.get(read_question(text, synonyms, index.errors).plain)
            if row is not None:
                shown[row] = text
    return shown
