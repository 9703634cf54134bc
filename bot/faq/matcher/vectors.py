"""Terms become weighted columns: TF-IDF per channel, each channel of length one, unseen terms counted in the length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from math import log
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.faq.matcher.question import CHANNELS, Question

Floats = NDArray[np.float32]
Columns = NDArray[np.int32]


@dataclass(frozen=True)
class Vector:
    """A question's known terms, one pair of arrays per channel."""

    columns: tuple[Columns, ...]
    weights: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """One channel's known terms with their counts, and how many terms are not known."""

    columns: Columns
    counts: Floats
    unseen: int


@dataclass(frozen=True)
class Vocabulary:
    """Known terms; columns of all channels share one numbering, channel after channel.

    `idf` counts phrasings that have a term, `rarity` entries that have it; both as logarithms.
    """

    terms: tuple[tuple[str, ...], ...]
    idf: Floats
    rarity: Floats
    unseen_idf: float
    unseen_rarity: float

    @cached_property
    def columns(self) -> tuple[dict[str, int], ...]:
        """Term → column, per channel."""
        tables: list[dict[str, int]] = []
        start = 0
        for terms in self.terms:
            tables.append(dict(zip(terms, range(start, start + len(terms)), strict=True)))
            start += len(terms)
        return tuple(tables)

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.idf)

    def vector(self, question: Question) -> Vector:
        """The question's weights, channel by channel, each of length one."""
        return self._vector(self._known(question))

    def vector_and_shares(self, question: Question) -> tuple[Vector, Vector]:
        """The question's weights, and each known term's share of the question's whole rarity (channel by channel, so
        that a document full of all terms scores one)."""
        known = self._known(question)
        return self._vector(known), _joined((one.columns, self._shares(one)) for one in known)

    def _known(self, question: Question) -> list[_Known]:
        return [_known(table, counts) for table, counts in zip(self.columns, question.terms, strict=True)]

    def _vector(self, known: Iterable[_Known]) -> Vector:
        return _joined((one.columns, self._weights(one)) for one in known)

    def _weights(self, known: _Known) -> Floats:
        weights = (1.0 + np.log(known.counts)) * self.idf[known.columns]
        length = float(np.sqrt(np.dot(weights, weights) + known.unseen * self.unseen_idf**2)) or 1.0
        return (weights / np.float32(length)).astype(np.float32)

    def _shares(self, known: _Known) -> Floats:
        weights = self.rarity[known.columns]
        total = float(weights.sum()) + known.unseen * self.unseen_rarity
        shares: Floats = weights / np.float32(total or 1.0)
        return shares


def build_vocabulary(
    questions: Sequence[Question], owners: Sequence[int], answers: Sequence[Question] = (), min_count: int = 1
) -> Vocabulary:
    """All terms that occur in at least `min_count` of the phrasings and answer sentences, in sorted order."""
    kept: list[tuple[str, ...]] = []
    idf: list[float] = []
    rarity: list[float] = []
    total, entries = len(questions), len(set(owners))
    for channel in range(len(CHANNELS)):
        seen = _count(question.terms[channel] for question in questions)
        owned = _count(_terms_by_owner(questions, owners, channel))
        also = _count(answer.terms[channel] for answer in answers)
        terms = sorted(term for term in seen | also if seen[term] + also[term] >= min_count)
        kept.append(tuple(terms))
        idf.extend(log((total + 1) / (seen[term] + 0.5)) for term in terms)
        rarity.extend(log((entries + 1) / (owned[term] + 0.5)) for term in terms)
    return Vocabulary(
        tuple(kept),
        np.asarray(idf, np.float32),
        np.maximum(np.asarray(rarity, np.float32), np.float32(0.05)),
        log((total + 1) / 0.5),
        log((entries + 1) / 0.5),
    )


def stack(vectors: Sequence[Vector], scales: Sequence[float], width: int) -> csr_matrix:
    """Vectors as rows of one sparse matrix, each channel multiplied by its scale."""
    ends = np.cumsum([0, *(sum(map(len, vector.columns)) for vector in vectors)])
    indices, data = np.empty(ends[-1], np.int32), np.empty(ends[-1], np.float32)
    place = 0
    for vector in vectors:
        for columns, weights, scale in zip(vector.columns, vector.weights, scales, strict=True):
            indices[place : place + len(columns)] = columns
            data[place : place + len(columns)] = weights * np.float32(scale)
            place += len(columns)
    return csr_matrix((data, indices, ends), shape=(len(vectors), width), dtype=np.float32)


def _count(texts: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(chain.from_iterable(texts))


def _terms_by_owner(questions: Sequence[Question], owners: Sequence[int], channel: int) -> Iterator[set[str]]:
    pairs = zip(owners, questions, strict=True)
    for _, group in groupby(pairs, key=itemgetter(0)):
        yield set().union(*(question.terms[channel] for _, question in group))


def _known(table: Mapping[str, int], counts: Mapping[str, int]) -> _Known:
    found = [(column, count) for term, count in counts.items() if (column := table.get(term)) is not None]
    pairs = np.array(found, np.int32).reshape(-1, 2)
    return _Known(pairs[:, 0].copy(), pairs[:, 1].astype(np.float32), len(counts) - len(found))


def _joined(pairs: Iterable[tuple[Columns, Floats]]) -> Vector:
    listed = list(pairs)
    return Vector(tuple(columns for columns, _ in listed), tuple(weights for _, weights in listed))
