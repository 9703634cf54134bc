"""Signals become one score per candidate: a linear ranker whose weights were fitted on held-out phrasings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.faq.matcher.vectors import Floats


@dataclass(frozen=True)
class Ranker:
    """One weight per name in NAMES; a table may lack the last columns."""

    weights: Floats

    def scores(self, table: Floats) -> Floats:
        """Log-odds of every candidate against the others."""
        return table @ self.weights[: table.shape[1]]


def softmax(scores: Floats) -> Floats:
    """Scores as shares that add up to one."""
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares


def train_ranker(
    tables: Sequence[Floats], right: Sequence[int], importance: Floats | None = None, penalty: float = 0.002
) -> Ranker:
    """Conditional logistic regression: the right row of each table against its other rows; `importance` weighs the tables,
    which otherwise count alike.
    """
    from scipy.optimize import minimize

    wide = [table.astype(np.float64) for table in tables]
    starts = np.cumsum([0, *(len(table) for table in wide)])[:-1]
    rows = np.vstack(wide)
    group = np.repeat(np.arange(len(wide)), [len(table) for table in wide])
    chosen = starts + np.asarray(right)
    share = np.ones(len(wide)) if importance is None else importance.astype(np.float64)
    share = share / share.sum()

    def cost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ weights
        shifted = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = shifted / np.add.reduceat(shifted, starts)[group]
        loss = -(share * np.log(shares[chosen] + 1e-12)).sum() + penalty * (weights**2).sum()
        gradient = (shares * share[group]) @ rows - share @ rows[chosen] + 2 * penalty * weights
        return float(loss), gradient

    found = minimize(cost, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Ranker(found.x.astype(np.float32))
