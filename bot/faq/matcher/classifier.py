"""Which entry a question's terms speak for: one linear margin per entry, trained on the phrasings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.faq.matcher.vectors import Floats, Vector

SCALES = (1.0, 0.8, 0.6)
"""Weight of the channels char, sound, sense in the classifier's view."""

PENALTY = 1.0
"""scikit-learn's C of the linear support vector machines."""


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
    """One class against the rest for each of `count` classes; deterministic. Needs scikit-learn (imported here)."""
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=PENALTY, random_state=0, max_iter=2000)
    model.fit(rows, np.asarray(classes), sample_weight=importance)
    weights = np.zeros((rows.shape[1], count), np.float16)
    bias = np.full(count, -1.0, np.float32)
    weights[:, model.classes_] = model.coef_.T.astype(np.float16)
    bias[model.classes_] = model.intercept_.astype(np.float32)
    return Classifier(weights, bias)
