"""How much each term speaks for an entry and against the others: naive Bayes log-odds, kept as posting lists.

Margins of a classifier trust the words that tell the known phrasings apart; odds count every word that an entry has ever
been asked with. On phrasings of another writer they are right more often, and both together more often still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.faq.matcher.vectors import Columns, Floats

SMOOTHING = 0.01
"""Weight of a term in a class that was never asked with it (texts have length one, so counts are small)."""


@dataclass(frozen=True)
class Odds:
    """Column → classes that were asked with it; `lean` is what every term says for a class that never was.

    Weights are kept in half precision: finer than they are certain, and as fast.
    """

    starts: Columns
    classes: NDArray[np.uint16]
    weights: NDArray[np.float16]
    lean: Floats

    def scores(self, columns: Columns, weights: Floats) -> Floats:
        """Log-odds of every class, but for a constant that is the same for all of them."""
        first, size = self.starts[columns], self.starts[columns + 1] - self.starts[columns]
        ends = np.cumsum(size)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - size), size)
        products = self.weights[places].astype(np.float32) * np.repeat(weights, size)
        found = np.bincount(self.classes[places], weights=products, minlength=len(self.lean))
        scores: Floats = (found + self.lean * weights.sum()).astype(np.float32)
        return scores


def learn_odds(rows: csr_matrix, classes: Sequence[int], importance: Floats, floor: float) -> Odds:
    """Odds of all classes from texts as rows; `importance` weighs the texts, `floor` is a weight that every class is taken
    to have besides its texts, so that those of few texts do not seem surer.

    The weight of a term is log P(term | class) / P(term | other classes), both smoothed; what it would be for a class
    that was never asked with the term is taken off and kept in `lean`, so that only the others need a posting.
    """
    owner = csr_matrix((importance, (np.asarray(classes), np.arange(rows.shape[0]))))
    held: csr_matrix = (owner @ rows).T.tocsr()
    held.sort_indices()
    total = np.asarray(held.sum(axis=1), np.float64).ravel()
    each = np.asarray(held.sum(axis=0), np.float64).ravel()
    everywhere = np.repeat(total, np.diff(held.indptr))
    own = held.data.astype(np.float64)
    weights = np.log(own + SMOOTHING) - np.log(np.maximum(everywhere - own, 0) + SMOOTHING)
    weights -= np.log(SMOOTHING) - np.log(everywhere + SMOOTHING)
    lean = np.log(total.sum() - each + floor) - np.log(each + floor)
    return Odds(
        held.indptr.astype(np.int32),
        held.indices.astype(np.uint16),
        weights.astype(np.float16),
        lean.astype(np.float32),
    )
