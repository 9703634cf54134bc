"""Which entry a question's terms speak for: one linear margin per entry, trained on the phrasings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.faq.matcher.vectors import Floats, Vector

SCALES = (1.0, 0.8, 0.6)
"""Weight of the channels char, sound, sense in the classifier's view."""

PENALTY = 1.0
"""What a text on the wrong side of a boundary costs, against wide margins (C of a support vector machine)."""

PASSES = 6
"""Times that every text is shown; held-out phrasings gain nothing from more."""

ABSENT = -1.0
"""Margin of a class that has no text at all."""


@dataclass(frozen=True)
class Classifier:
    """`weights` has a row per column of the vocabulary and a column per class."""

    weights: Floats
    bias: Floats

    def margins(self, vector: Vector) -> Floats:
        """Signed distance of the question to every class's boundary; the largest is the likeliest class."""
        margins = self.bias.astype(np.float32)
        for columns, values, scale in zip(vector.columns, vector.weights, SCALES, strict=True):
            if len(columns):
                margins = margins + (values * np.float32(scale)) @ self.weights[columns].astype(np.float32)
        return margins


def train_classifier(rows: csr_matrix, classes: Sequence[int], importance: Floats, count: int) -> Classifier:
    """One class against the rest for each of `count` classes, all of `importance` above zero; deterministic."""
    solved = _descend(
        rows, np.asarray(classes, np.intp), (0.5 / (PENALTY * importance)).astype(np.float32), count
    )
    absent = np.setdiff1d(np.arange(count), classes)
    solved[:, absent] = 0.0
    solved[-1, absent] = ABSENT
    return Classifier(solved[:-1].astype(np.float16), solved[-1].copy())


def _descend(rows: csr_matrix, classes: NDArray[np.intp], slack: Floats, count: int) -> Floats:
    """Weights of linear support vector machines with squared hinge loss, the bias in the last row.

    Dual coordinate descent as liblinear does it, but over all classes at once: a text's terms are fetched once for
    all of them, which is four times as fast as class after class.
    """
    chance = np.random.default_rng(0)
    weights = np.zeros((rows.shape[1] + 1, count), np.float32)
    duals = np.zeros((len(classes), count), np.float32)
    texts = [_text(rows, number) for number in range(len(classes))]
    curves = np.array([np.dot(values, values) for _, values in texts], np.float32) + slack
    for _ in range(PASSES):
        for number in chance.permutation(len(classes)):
            columns, values = texts[number]
            own, before = classes[number], duals[number]
            short = values @ weights.take(columns, axis=0)
            short[own] = -short[own]
            after = np.maximum(before + (1 + short - slack[number] * before) / curves[number], 0)
            change = before - after
            change[own] = -change[own]
            moved = np.flatnonzero(change)
            weights[columns[:, None], moved] += values[:, None] * change[moved]
            duals[number] = after
    return weights


def _text(rows: csr_matrix, number: int) -> tuple[NDArray[np.intp], Floats]:
    """A row's columns and values, with a one for the bias."""
    start, end = rows.indptr[number], rows.indptr[number + 1]
    columns = np.append(rows.indices[start:end], rows.shape[1]).astype(np.intp)
    return columns, np.append(rows.data[start:end], np.float32(1)).astype(np.float32)
