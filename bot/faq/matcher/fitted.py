"""Numbers that were fitted, not chosen: kept in one file, beside the hash of the FAQ they were fitted on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import numpy as np

from bot.faq.matcher.calibration import CONFIDENCE_NAMES, SCOPE_NAMES, Calibration
from bot.faq.matcher.ranker import Ranker
from bot.faq.matcher.signals import NAMES
from bot.faq.matcher.vectors import Floats

DATA = Path(__file__).parents[3] / "data" / "matcher.json"


@dataclass(frozen=True)
class Thresholds:
    """Where the decision changes: `sure` and above is answered, `close` and above is asked back."""

    sure: float
    close: float
    in_scope: float


@dataclass(frozen=True)
class Reading:
    """How signals are read: which candidate is best, and what that is worth."""

    ranker: Ranker
    calibration: Calibration


@dataclass(frozen=True)
class Fitted:
    """All fitted numbers; `faq_hash` says for which entries they were fitted. `encoded` is `taught` beside the encoder of
    this digest.
    """

    taught: Reading
    thresholds: Thresholds
    faq_hash: str
    encoded: Reading | None = None
    encoder_digest: str = ""

    def reading(self, encoder_digest: str | None = None) -> Reading:
        """What was fitted for a service with such an encoder; one that nothing was fitted for has no weight."""
        if self.encoded and encoder_digest == self.encoder_digest:
            return self.encoded
        return self.taught


@cache
def load_fitted(path: Path = DATA) -> Fitted:
    """Read the file; names that it lacks count zero. Raises ValueError when it cannot be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Fitted(
            _reading(table["taught"]),
            Thresholds(**table["thresholds"]),
            str(table["faq_hash"]),
            _reading(table["encoded"]) if "encoded" in table else None,
            str(table.get("encoder_digest", "")),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} 读不出来（{error}）。建议：运行 legalbot faq fit 重新拟合") from error


def save_fitted(fitted: Fitted, path: Path = DATA) -> None:
    """Write the file so that a person can read a difference of two versions."""
    table: dict[str, object] = {
        "faq_hash": fitted.faq_hash,
        "thresholds": {name: round(value, 4) for name, value in vars(fitted.thresholds).items()},
        "taught": _table(fitted.taught),
    }
    if fitted.encoded:
        table |= {"encoded": _table(fitted.encoded), "encoder_digest": fitted.encoder_digest}
    path.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _reading(table: Mapping[str, Mapping[str, float]]) -> Reading:
    return Reading(
        Ranker(_vector(table["ranker"], NAMES)),
        Calibration(_vector(table["scope"], SCOPE_NAMES), _vector(table["confidence"], CONFIDENCE_NAMES)),
    )


def _table(reading: Reading) -> dict[str, dict[str, float]]:
    return {
        "ranker": _named(reading.ranker.weights, NAMES),
        "scope": _named(reading.calibration.scope, SCOPE_NAMES),
        "confidence": _named(reading.calibration.confidence, CONFIDENCE_NAMES),
    }


def _vector(table: Mapping[str, float], names: Sequence[str]) -> Floats:
    return np.asarray([table.get(name, 0.0) for name in names], np.float32)


def _named(weights: Floats, names: Sequence[str]) -> dict[str, float]:
    # A signal that was not there when the numbers were fitted counts nothing.
    pairs = zip_longest(names, weights.tolist(), fillvalue=0.0)
    return {str(name): round(weight, 5) for name, weight in pairs}
