"""Likeness of a question to every known phrasing: cosine per channel over posting lists."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.faq.matcher.vectors import Columns, Floats, Vector, stack


@dataclass(frozen=True)
class Postings:
    """Column → phrasings that have it, with weights (a transposed TF-IDF matrix)."""

    starts: Columns
    phrasings: Columns
    weights: Floats
    count: int

    def scores(self, columns: Columns, weights: Floats) -> Floats:
        """Dot product of the weighted columns with every phrasing."""
        first, last = self.starts[columns], self.starts[columns + 1]
        if not len(first):
            return np.zeros(self.count, np.float32)
        spans = list(zip(first.tolist(), last.tolist(), strict=True))
        # Slices, because to gather the same numbers one by one takes three times as long.
        numbers = np.concatenate([self.phrasings[start:end] for start, end in spans])
        products = np.concatenate([self.weights[start:end] for start, end in spans])
        products *= np.repeat(weights, last - first)
        return np.bincount(numbers, weights=products, minlength=self.count).astype(np.float32)


def build_postings(vectors: Sequence[Vector], width: int) -> Postings:
    """Posting lists of all vectors; every channel keeps its own length of one."""
    channels = len(vectors[0].columns) if vectors else 0
    table: csr_matrix = stack(vectors, [1.0] * channels, width).T.tocsr()
    return Postings(
        table.indptr.astype(np.int32),
        table.indices.astype(np.int32),
        table.data.astype(np.float32),
        len(vectors),
    )
