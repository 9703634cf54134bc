"""Scores become chances: how likely the first candidate is right, and how likely any entry is right at all."""

from dataclasses import dataclass

import numpy as np

from bot.faq.matcher.vectors import Floats

SCOPE_NAMES = (
    "best_margin",
    "margin_spread",
    "best_likeness",
    "best_covered",
    "best_covered_sound",
    "negative_likeness",
    "negative_margin",
    "constant",
)
CONFIDENCE_NAMES = ("first_logit", "second_gap", "scope_logit", "other_law", "constant")


@dataclass(frozen=True)
class Calibration:
    """Two logistic readings; weights in the order of SCOPE_NAMES and CONFIDENCE_NAMES."""

    scope: Floats
    confidence: Floats

    def read(self, shares: Floats, overview: Floats, other_law: float = 0.0) -> tuple[float, float]:
        """(chance that the first candidate is right, chance that any is); `shares` sorted, largest first.

        `other_law`: how much the text sounds like other law although the first candidate says it is not, from 0.
        """
        scope_logit = float(np.dot(scope_features(overview), self.scope))
        first = float(np.dot(confidence_features(shares, scope_logit, other_law), self.confidence))
        in_scope = logistic(scope_logit)
        return min(logistic(first), in_scope), in_scope


def scope_features(overview: Floats) -> Floats:
    """The overview and a constant."""
    return np.append(overview, 1.0).astype(np.float32)


def confidence_features(shares: Floats, scope_logit: float, other_law: float = 0.0) -> Floats:
    """What tells a right first candidate from a wrong one."""
    first = float(np.clip(shares[0], 1e-6, 1 - 1e-6))
    second = float(np.clip(shares[1], 1e-6, 1.0)) if len(shares) > 1 else 1e-6
    gap = np.log(first / second)
    values = (np.log(first / (1 - first)), gap, np.clip(scope_logit, -6, 6), other_law, 1.0)
    return np.asarray(values, np.float32)


def logistic(value: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return float(1.0 / (1.0 + np.exp(-np.clip(value, -40, 40))))


def fit_logistic(rows: Floats, hits: Floats, weights: Floats, penalty: float = 1e-3) -> Floats:
    """Coefficients of a weighted logistic regression (the last column is the constant and carries no penalty)."""
    from scipy.optimize import minimize

    data, right = rows.astype(np.float64), hits.astype(np.float64)
    kept = np.ones(data.shape[1])
    kept[-1] = 0.0
    share = weights.astype(np.float64) / weights.sum()

    def cost(guess: Floats) -> tuple[float, Floats]:
        score = data @ guess
        loss = (share * (np.logaddexp(0, score) - right * score)).sum() + penalty * (kept * guess**2).sum()
        chance = 1 / (1 + np.exp(-np.clip(score, -40, 40)))
        return float(loss), data.T @ (share * (chance - right)) + 2 * penalty * kept * guess

    found = minimize(cost, np.zeros(data.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    coefficients: Floats = found.x.astype(np.float32)
    return coefficients
