"""What speaks for each candidate: one row of named numbers per entry worth looking at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.faq.matcher.index import Index
from bot.faq.matcher.lessons import OTHER_LEGAL
from bot.faq.matcher.meaning import Meaning
from bot.faq.matcher.question import CHANNELS, Question
from bot.faq.matcher.vectors import Floats, Vector

NAMES = (
    "margin",
    "nearest",
    "covered",
    "covered_sound",
    "string",
    "partial",
    "spoken",
    "odds",
    "odds_sound",
    "odds_sense",
    "odds_pairs",
    "other_law",
    "other_law_length",
    "other_law_margin",
    "other_law_odds",
    "other_law_pairs",
    "semantic",
)
"""Signals of one candidate, in the order of the table's columns; the last one only where there is an encoder.

The entry for questions of other law is like no other: dozens of subjects under one id, the likeliest of which speaks for
it, so that any long story resembles one of them. Its length and its signals are therefore weighed apart.
"""

_WEIGHED_APART = tuple(NAMES.index(name) for name in ("margin", "odds", "odds_pairs"))

COVERED = (0, 1)
"""Channels whose terms are looked up in an entry's document: characters and sounds."""

SHORTLIST = 24
"""Entries that the ranker looks at."""

ODDS_SCALE = 10.0
"""Odds are divided by this, so that their weights are of the size of the others."""

FAR = -1.5
"""Margin at which a text has nothing to do with an entry."""

LENGTH_SCALE = 50.0
LENGTH_LIMIT = 150
"""Characters that count as one of length, and characters above which a story counts as no longer."""

LONG_STORY = 60
"""Characters above which two strings are no longer compared letter by letter."""


@dataclass(frozen=True)
class Signals:
    """Entries on the shortlist (numbers into the index), their closest phrasing, and a row of NAMES for each."""

    entries: NDArray[np.intp]
    closest: NDArray[np.intp]
    table: Floats
    overview: Floats
    """Numbers about the whole question: best likeness, how much of it is known, room for «no entry»."""
    pull: float
    """How much the text sounds like other law, from 0; always 0 where no entry is for that."""

    def other_law(self, first_id: str) -> float:
        """The pull of other law away from the candidate that is put first."""
        return 0.0 if first_id == OTHER_LEGAL else self.pull


def read_signals(question: Question, index: Index, meaning: Meaning | None = None) -> Signals:
    """Score all entries, keep the shortlist, and look at that closely."""
    vector, shares = index.vocabulary.vector_and_shares(question)
    count = len(index.entry_ids)
    likeness = index.phrasings.scores(vector.columns[0], vector.weights[0])
    nearest = np.maximum.reduceat(likeness[: int(index.starts[-1])], index.starts[:count])
    margins = index.classifier.margins(vector) if index.classifier else np.zeros(count, np.float32)
    covered = [index.documents.scores(shares.columns[own], shares.weights[own]) for own in COVERED]
    odds = _odds(question, vector, index)
    spoken_for = [margins[:count], odds.sum(axis=0)] if index.classifier else []
    entries = _shortlist(nearest + covered[0] * 0.5, spoken_for)
    closest = _closest(likeness, entries, index)
    strings = _string_likeness(question, index, closest.tolist())
    columns = [margins[entries], nearest[entries], *(scores[entries] for scores in covered)]
    columns += [strings, *(row[entries] for row in odds)]
    is_other_law = entries == (-1 if index.other_legal is None else index.other_legal)
    columns.append(_other_law(np.column_stack(columns), is_other_law, len(question.plain)))
    if meaning:
        alike = meaning.likeness(question.plain)[: int(index.starts[-1])]
        columns.append(np.maximum.reduceat(alike, index.starts[:count])[entries])
    table = np.column_stack(columns).astype(np.float32)
    return Signals(entries, closest, table, _overview(table, margins, likeness, index), _pull(margins, index))


def _odds(question: Question, vector: Vector, index: Index) -> Floats:
    """A row per channel and one for pairs; zeros where nothing was learnt."""
    if index.pairs is None:
        return np.zeros((len(CHANNELS) + 1, len(index.entry_ids)), np.float32)
    rows = [own.scores(c, w) for own, c, w in zip(index.odds, vector.columns, vector.weights, strict=True)]
    rows.append(index.pairs.scores(question.plain))
    return np.array([index.by_entry(row) for row in rows], np.float32) / np.float32(ODDS_SCALE)


def _other_law(columns: Floats, is_other_law: NDArray[np.bool_], length: int) -> Floats:
    """Zeros in every row but that of other law, which has a one, its length and its own signals once more."""
    weighed = np.zeros((len(columns), 2 + len(_WEIGHED_APART)), np.float32)
    weighed[is_other_law, 0] = 1.0
    weighed[is_other_law, 1] = min(length, LENGTH_LIMIT) / LENGTH_SCALE
    weighed[is_other_law, 2:] = columns[is_other_law][:, _WEIGHED_APART]
    return weighed


def _shortlist(likeness: Floats, spoken_for: list[Floats]) -> NDArray[np.intp]:
    """The best by each way of looking: a third each for margins and odds, the rest by likeness."""
    size = min(SHORTLIST, len(likeness))
    ways = [_largest(scores, max(size // 3, 1)).tolist() for scores in spoken_for]
    listed = dict.fromkeys(number for way in ways for number in way)
    listed |= dict.fromkeys(_largest(likeness, size).tolist())
    return np.fromiter(list(listed)[:size], np.intp)


def _largest(scores: Floats, size: int) -> NDArray[np.intp]:
    # Ties fall to the earlier entry, so that the same question always has the same answer.
    part = np.argpartition(-scores, size - 1)[:size] if size < len(scores) else np.arange(len(scores))
    return part[np.lexsort((part, -scores[part]))]


def _closest(likeness: Floats, entries: NDArray[np.intp], index: Index) -> NDArray[np.intp]:
    bounds = zip(index.starts[entries].tolist(), index.starts[entries + 1].tolist(), strict=True)
    return np.fromiter((start + likeness[start:end].argmax() for start, end in bounds), np.intp, len(entries))


def _string_likeness(question: Question, index: Index, closest: list[int]) -> Floats:
    if len(question.plain) > LONG_STORY:
        return np.zeros((len(closest), 3), np.float32)
    plain, sound = question.plain, " ".join(question.sounds)
    rows = [
        (
            fuzz.ratio(plain, index.plains[phrasing]) / 100,
            fuzz.partial_ratio(plain, index.plains[phrasing]) / 100,
            fuzz.ratio(sound, index.sounds[phrasing]) / 100,
        )
        for phrasing in closest
    ]
    return np.array(rows, np.float32).reshape(-1, 3)


def _pull(margins: Floats, index: Index) -> float:
    place = index.other_legal
    if place is None or index.classifier is None:
        return 0.0
    return min(max(float(margins[place]) - FAR, 0.0), -FAR)


def _overview(table: Floats, margins: Floats, likeness: Floats, index: Index) -> Floats:
    end = int(index.starts[-1])
    alien = float(likeness[end:].max()) if len(likeness) > end else 0.0
    alien_margin = float(margins[len(index.entry_ids)]) if len(margins) > len(index.entry_ids) else -1.0
    top = np.sort(table[:, 0])[-2:]
    known = table[:, NAMES.index("covered")].max()
    values = (
        float(top[-1]),
        float(top[-1] - top[0]),
        float(table[:, NAMES.index("nearest")].max()),
        float(known),
        float(table[:, NAMES.index("covered_sound")].max()),
        alien,
        alien_margin,
    )
    return np.asarray(values, np.float32)
