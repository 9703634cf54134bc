"""How much a text sounds like the collected examples of danger: a linear score over characters, senses and cues."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[3] / "data" / "danger_weights.json"

TRAIT_SIZE = 0.4
"""What one trait counts beside the characters, whose squares add up to one."""

SENSE_SIZE = 0.2
"""What one sense counts."""

CUE_SIZE = 0.12
"""What one point of a kind's cues counts beside the characters."""

_LONGEST_GRAM = 3
_SPOKEN = re.compile(r"[一-鿿〇]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Fitted weights: `of` gives the chance 0–1 that a text with these features tells of a present danger."""

    constant: float
    weights: Mapping[str, float]

    def of(self, features: Mapping[str, float]) -> float:
        """The chance; unknown features only lengthen the text."""
        known = self.weights
        score = self.constant + sum([known[name] * size for name, size in features.items() if name in known])
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def features_of(
    plain: str, traits: Iterable[str], senses: Iterable[str], points: Mapping[str, int]
) -> dict[str, float]:
    """Runs of up to three Chinese characters, traits, senses and cues.

    Runs are sized so that long and short texts weigh the same; `points` are those of the kinds of danger
    whose cues were found (see `DangerLane`).
    """
    return _grams(plain) | _named(traits, senses) | _cues(points)


def _named(traits: Iterable[str], senses: Iterable[str]) -> dict[str, float]:
    sensed = {f"~{sense}": SENSE_SIZE for sense in senses}
    return {f"#{trait}": TRAIT_SIZE for trait in traits} | sensed


def _cues(points: Mapping[str, int]) -> dict[str, float]:
    best = {"@": max(points.values(), default=0) * CUE_SIZE}
    return {f"@{kind}": count * CUE_SIZE for kind, count in points.items()} | best


def _grams(plain: str) -> dict[str, float]:
    pieces = _SPOKEN.findall(plain)
    if pieces:
        pieces[0] = f"^{pieces[0]}"
        pieces[-1] = f"{pieces[-1]}$"
    # In order of appearance: the same sum on every machine, and no sorting of a thousand runs.
    grams = dict.fromkeys(
        piece[start : start + size]
        for size in range(1, _LONGEST_GRAM + 1)
        for piece in pieces
        for start in range(len(piece) - size + 1)
    )
    return dict.fromkeys(grams, 1.0 / math.sqrt(max(len(grams), 1)))


@cache
def load_likeness(path: Path = DATA) -> Likeness:
    """Weights as `scripts/fit_danger.py` wrote them. Raises ValueError, in Chinese, when they cannot be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        weights = {name: weight / 100 for name, weight in table["weights"].items()}
        return Likeness(float(table["constant"]), weights)
    except (OSError, KeyError, ValueError, AttributeError) as error:
        cure = "运行 python scripts/fit_danger.py 重新生成"
        raise ValueError(f"{path.name} 读不出来（{error}）。建议：{cure}") from error
