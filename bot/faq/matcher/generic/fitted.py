"""The generic ranker's numbers: shipped with the package, with what they were fitted on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.faq.matcher.calibration import logistic
from bot.faq.matcher.generic.signals import NAMES, squared
from bot.faq.matcher.vectors import Floats

DATA = Path(__file__).parent / "fitted.json"

CHANCE_NAMES = (
    "first_logit",
    "gap",
    "letters_like",
    "letters_covered",
    "meant_covered",
    "sounds_covered",
    "string",
    "constant",
)
"""What the chances are read from: how clearly the first is first, and how well it fits at all."""

_TOLD = tuple(NAMES.index(name) for name in CHANCE_NAMES[2:-1])


@dataclass(frozen=True)
class GenericFit:
    """`ranker` has a weight per name and one per its square; `fitted_on` describes the pairs, `pairs_hash` names them."""

    ranker: Floats
    scope: Floats
    confidence: Floats
    fitted_on: str
    pairs_hash: str

    def scores(self, table: Floats) -> Floats:
        """Log-odds of every text against the others."""
        return squared(table) @ self.ranker

    def chances(self, shares: Floats, row: Floats) -> tuple[float, float]:
        """(chance that the first is right, chance that any is); `row` are the signals of the first text."""
        told = chance_row(shares, row)
        in_scope = logistic(float(told @ self.scope))
        return min(logistic(float(told @ self.confidence)), in_scope), in_scope


def chance_row(shares: Floats, row: Floats) -> Floats:
    """What CHANCE_NAMES name; `shares` largest first."""
    first = float(np.clip(shares[0], 1e-4, 1 - 1e-4))
    second = float(np.clip(shares[1], 1e-4, 1.0)) if len(shares) > 1 else 1e-4
    return np.array([np.log(first / (1 - first)), np.log(first / second), *row[list(_TOLD)], 1.0], np.float32)


@cache
def load_generic_fit(path: Path = DATA) -> GenericFit:
    """Read the numbers. Raises ValueError when they cannot be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        ranker = [table["ranker"][name] for name in NAMES] + [table["ranker_squares"][name] for name in NAMES]
        return GenericFit(
            np.array(ranker, np.float32),
            np.array([table["scope"][name] for name in CHANCE_NAMES], np.float32),
            np.array([table["confidence"][name] for name in CHANCE_NAMES], np.float32),
            str(table["fitted_on"]),
            str(table["pairs_hash"]),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path.name} 读不出来（{error}）。建议：运行 scripts/fit_generic.py 重新拟合"
        ) from error


def save_generic_fit(fit: GenericFit, path: Path = DATA) -> None:
    """Write the numbers so that a person can read a difference of two versions."""
    table = {
        "fitted_on": fit.fitted_on,
        "pairs_hash": fit.pairs_hash,
        "ranker": _named(NAMES, fit.ranker[: len(NAMES)]),
        "ranker_squares": _named(NAMES, fit.ranker[len(NAMES) :]),
        "scope": _named(CHANCE_NAMES, fit.scope),
        "confidence": _named(CHANCE_NAMES, fit.confidence),
    }
    path.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
