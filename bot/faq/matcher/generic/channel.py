"""One way of looking at all texts (letters, sounds, words): rarity of its terms, which text has which, and likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.faq.matcher.generic.wording import Codes
from bot.faq.matcher.vectors import Columns, Floats


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one channel: its known terms, and what all its terms amount to (the unknown ones too)."""

    columns: NDArray[np.intp]
    rarity: Floats
    length: float
    total: float


@dataclass(frozen=True)
class Channel:
    """Terms in the order of their codes; `starts`/`terms` list the terms of each text, `term_starts`/`texts` the texts of
    each term (empty where a channel is only looked at closely)."""

    codes: Codes
    idf: Floats
    unseen: float
    lengths: Floats
    totals: Floats
    starts: Columns
    terms: Columns
    term_starts: Columns
    texts: Columns

    def asked(self, codes: Codes) -> Asked:
        """The question's terms; unknown ones count as the rarest."""
        places = np.minimum(np.searchsorted(self.codes, codes), max(len(self.codes) - 1, 0))
        known = self.codes[places] == codes if len(self.codes) else np.zeros(len(codes), bool)
        columns = places[known]
        rarity = self.idf[columns]
        unknown = (len(codes) - len(columns)) * self.unseen
        squares = float(rarity @ rarity) + unknown * self.unseen
        return Asked(columns, rarity, squares**0.5 or 1.0, float(rarity.sum()) + unknown or 1.0)

    def likeness(self, asked: Asked) -> Floats:
        """Cosine of the question with every text."""
        count = len(self.lengths)
        spans = list(
            zip(
                self.term_starts[asked.columns].tolist(),
                self.term_starts[asked.columns + 1].tolist(),
                strict=True,
            )
        )
        if not spans:
            return np.zeros(count, np.float32)
        texts = np.concatenate([self.texts[start:end] for start, end in spans])
        squares = np.repeat(asked.rarity**2, [end - start for start, end in spans])
        shared = np.bincount(texts, weights=squares, minlength=count).astype(np.float32)
        shared /= self.lengths
        shared /= np.float32(asked.length)
        return shared

    def closely(self, asked: Asked, texts: NDArray[np.intp]) -> Floats:
        """A row per text: cosine; share of the question's rarity that the text has; share of the text's that the question
        has; the rarest term of the text that the question lacks, and the other way round, both of 0–1."""
        counts = self.starts[texts + 1] - self.starts[texts]
        ends = np.cumsum(counts)
        begins = ends - counts
        held = self.terms[np.arange(ends[-1]) + np.repeat(self.starts[texts] - begins, counts)]
        if not len(asked.columns):
            return np.zeros((len(texts), 5), np.float32)
        places = np.minimum(np.searchsorted(asked.columns, held), len(asked.columns) - 1)
        shared = asked.columns[places] == held
        rarity = self.idf[held]
        both = rarity * shared
        sums = np.add.reduceat(both, begins)
        has = np.zeros((len(texts), len(asked.columns)), bool)
        has[np.repeat(np.arange(len(texts)), counts)[shared], places[shared]] = True
        return np.column_stack(
            [
                np.add.reduceat(both * rarity, begins) / (self.lengths[texts] * np.float32(asked.length)),
                sums / np.float32(asked.total),
                sums / self.totals[texts],
                np.maximum.reduceat(rarity * ~shared, begins) / np.float32(self.unseen),
                (asked.rarity * ~has).max(axis=1) / np.float32(self.unseen),
            ]
        ).astype(np.float32)


def build_channel(texts: Sequence[Codes], *, is_searched: bool) -> Channel:
    """Count the terms of all texts, none of which is empty."""
    count = len(texts)
    held = np.concatenate(texts) if count else np.zeros(0, np.int64)
    starts = np.cumsum([0, *map(len, texts)])
    codes, terms = np.unique(held, return_inverse=True)
    frequency = np.bincount(terms, minlength=len(codes))
    idf = np.log((count + 1) / (frequency + 0.5)).astype(np.float32)
    owners = np.repeat(np.arange(count), np.diff(starts))
    rarity = idf[terms]
    order = np.argsort(terms, kind="stable") if is_searched else np.zeros(0, np.intp)
    return Channel(
        codes=codes,
        idf=idf,
        unseen=log((count + 1) / 0.5),
        lengths=np.sqrt(np.bincount(owners, rarity**2, count)).astype(np.float32) + np.float32(1e-6),
        totals=np.bincount(owners, rarity, count).astype(np.float32) + np.float32(1e-6),
        starts=starts.astype(np.int32),
        terms=terms.astype(np.int32),
        term_starts=np.cumsum([0, *frequency]).astype(np.int32),
        texts=owners[order].astype(np.int32),
    )
