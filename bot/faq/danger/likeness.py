"""How much a text sounds like the collected examples of danger: a linear score over its characters and traits."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[3] / "data" / "danger_weights.json"
LEAST_CHARACTERS = 4
"""Shorter texts are left to the cues."""

TRAIT_SIZE = 0.2
"""What one trait counts beside the characters, whose squares add up to one."""

_TOO_SHORT = "#too short"
_OTHER_LETTERS = re.compile(r"[a-z]{2,}|[0-9]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Fitted weights: `of` gives the chance 0–1 that a text with these features tells of a present danger."""

    constant: float
    weights: Mapping[str, float]

    def of(self, features: Mapping[str, float]) -> float:
        """The chance, 0 for texts too short to tell; unknown features only lengthen the text."""
        if _TOO_SHORT in features:
            return 0.0
        score = self.constant + sum(self.weights.get(name, 0.0) * size for name, size in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def features_of(plain: str, traits: Iterable[str]) -> dict[str, float]:
    """Chinese characters and pairs of them, sized so that long and short texts weigh the same, and named traits."""
    plain = _OTHER_LETTERS.sub("", plain)
    if len(plain) < LEAST_CHARACTERS or plain.count(",") * 2 > len(plain):
        return {_TOO_SHORT: 1.0}
    grams = {plain[start : start + size] for size in (1, 2) for start in range(len(plain) - size + 1)}
    size = 1.0 / math.sqrt(max(len(grams), 1))
    return dict.fromkeys(sorted(grams), size) | {f"#{trait}": TRAIT_SIZE for trait in traits}


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
