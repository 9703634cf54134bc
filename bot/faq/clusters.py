"""Texts that ask for the same thing are put together: by shared characters and pairs of them, rare ones counting more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

from bot.faq import text

ALIKE = 0.33
"""Cosine from which a text joins a cluster."""

_FILLING = frozenset(
    "的了吗呢吧啊嘛噶是不有没我你他她它们这那个就也都还又要能可以"
    "会给行怎么咋样办啥什哪谁如何请问在里上把被让叫"
)

Weights = dict[str, float]


def group_alike(texts: Sequence[str]) -> list[list[int]]:
    """Positions of the texts, alike ones together, the largest group first; every position occurs once.

    Frequent texts lead a group, others join the group whose leader they are most like. Deterministic.
    """
    plains = [_plain(one) for one in texts]
    counts = Counter(plains)
    vectors = _weigh(list(counts))
    leader_of = _lead(sorted(counts, key=lambda one: (-counts[one], -len(one), one)), vectors)
    groups: dict[str, list[int]] = defaultdict(list)
    for position, plain in enumerate(plains):
        groups[leader_of[plain]].append(position)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))


def _plain(raw: str) -> str:
    return text.essence(text.clean(raw)).replace(" ", "")


def _lead(ordered: Sequence[str], vectors: dict[str, Weights]) -> dict[str, str]:
    holding: dict[str, list[str]] = defaultdict(list)
    leader_of: dict[str, str] = {}
    for plain in ordered:
        best, likeness = _nearest(vectors[plain], holding, vectors)
        leader_of[plain] = best if best is not None and likeness >= ALIKE else plain
        if leader_of[plain] == plain:
            for pair in vectors[plain]:
                holding[pair].append(plain)
    return leader_of


def _nearest(
    vector: Weights, holding: dict[str, list[str]], vectors: dict[str, Weights]
) -> tuple[str | None, float]:
    scores: dict[str, float] = defaultdict(float)
    for pair, weight in vector.items():
        for leader in holding.get(pair, ()):
            scores[leader] += weight * vectors[leader][pair]
    best = max(scores, key=lambda one: (scores[one], one), default=None)
    return best, scores[best] if best is not None else 0.0


def _weigh(plains: Sequence[str]) -> dict[str, Weights]:
    pairs = {plain: Counter(_pieces(plain)) for plain in plains}
    spread = Counter(pair for counted in pairs.values() for pair in counted)
    weights: dict[str, Weights] = {}
    for plain, counted in pairs.items():
        raw = {pair: count * (1 + log(len(plains) / spread[pair])) for pair, count in counted.items()}
        length = sqrt(sum(value * value for value in raw.values())) or 1.0
        weights[plain] = {pair: value / length for pair, value in raw.items()}
    return weights


def _pieces(plain: str) -> list[str]:
    """Single characters and pairs, without those that only hold a question together."""
    bare = "".join(letter for letter in plain if letter not in _FILLING) or plain
    return [*bare, *(bare[n : n + 2] for n in range(len(bare) - 1))]
