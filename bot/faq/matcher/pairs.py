"""Characters that occur together in one text, near or far, in their order: the trace of what a story is about.

「物业…电梯…困」 tells more than each of its words; a told story has it although no phrase of it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.faq.matcher.odds import Odds, learn_odds
from bot.faq.matcher.vectors import Floats

REACH = 48
"""Characters between the two of a pair, at most: beyond, they speak of different things, and long texts cost more."""

FEWEST = 2
"""Texts that must have a pair before it is kept."""

FLOOR = 500.0
"""Weight that every class has besides its own texts; tried on phrasings of another writer, flat from 150 to 2,000."""

Keys = NDArray[np.uint32]


@dataclass(frozen=True)
class Pairs:
    """`keys`: known pairs, sorted; `idf` their rarity; `odds` what each says for the classes."""

    keys: Keys
    idf: Floats
    unseen_idf: float
    odds: Odds

    def scores(self, plain: str) -> Floats:
        """Log-odds of every class from the pairs of this text, scaled to a text of length one."""
        return self.odds.scores(*_weighed(pair_keys(plain), self.keys, self.idf, self.unseen_idf))


def learn_pairs(texts: Sequence[str], classes: Sequence[int], importance: Floats) -> Pairs:
    """Pairs of all texts, and their odds for all classes."""
    own = [pair_keys(one) for one in texts]
    keys, seen = np.unique(np.concatenate([*own, np.zeros(0, np.uint32)]), return_counts=True)
    kept = seen >= FEWEST
    keys, seen = keys[kept], seen[kept]
    idf = np.log((len(texts) + 1) / (seen + 0.5)).astype(np.float32)
    unseen_idf = log((len(texts) + 1) / 0.5)
    found = [_weighed(one, keys, idf, unseen_idf) for one in own]
    ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
    columns = np.concatenate([np.zeros(0, np.int32), *(columns for columns, _ in found)])
    weights = np.concatenate([np.zeros(0, np.float32), *(weights for _, weights in found)])
    rows = csr_matrix((weights, columns, ends), shape=(len(texts), len(keys)), dtype=np.float32)
    return Pairs(keys, idf, unseen_idf, learn_odds(rows, classes, importance, FLOOR))


def pair_keys(plain: str) -> Keys:
    """The distinct pairs of a text: two different characters in their order, no more than REACH apart."""
    codes = np.frombuffer(plain.replace(" ", "").encode("utf-16-le"), np.uint16).astype(np.uint32)
    first, second = _places(len(codes))
    one, other = codes[first], codes[second]
    apart = one != other
    return np.unique((one[apart] << np.uint32(16)) | other[apart])


def _weighed(own: Keys, keys: Keys, idf: Floats, unseen_idf: float) -> tuple[NDArray[np.int32], Floats]:
    if not len(own) or not len(keys):
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    places = np.minimum(np.searchsorted(keys, own), len(keys) - 1)
    columns = places[keys[places] == own].astype(np.int32)
    weights = idf[columns]
    unseen = len(own) - len(columns)
    length = float(np.sqrt(np.dot(weights, weights) + unseen * unseen_idf**2)) or 1.0
    return columns, (weights / np.float32(length)).astype(np.float32)


@lru_cache(maxsize=128)
def _places(size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    first = np.repeat(np.arange(size), np.minimum(REACH, size - 1 - np.arange(size)).clip(0))
    counts = np.minimum(REACH, size - 1 - np.arange(size)).clip(0)
    ends = np.cumsum(counts)
    steps = np.arange(len(first)) - np.repeat(ends - counts, counts)
    return first, first + steps + 1
