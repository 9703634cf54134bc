"""Fits the generic ranker on pairs of a question and its paraphrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.faq import tokens
from bot.faq.matcher.calibration import fit_logistic
from bot.faq.matcher.generic.fitted import CHANCE_NAMES, GenericFit, chance_row
from bot.faq.matcher.generic.index import Index, build_index, find_near
from bot.faq.matcher.generic.ranking import rank_near
from bot.faq.matcher.generic.signals import read_table, squared
from bot.faq.matcher.generic.wording import load_senses, read_wording
from bot.faq.matcher.vectors import Floats

Pair = tuple[str, str]

CROSSED = 5
"""Neighbours made of each text by putting a word of another text in the place of one of its words."""

CROSSED_WEIGHT = 0.1
"""What a question among such neighbours counts: they are more like each other than what people ask."""

FAR_KNOWN = (1, 3)
"""Phrasings that an entry has when it is asked by its others."""

FAR_EVERY = 8
"""Of its others every so many-th is asked."""

FAR_WEIGHT = 0.1
"""What a question counts that tells a story in words of its own."""

PENALTY = 3e-4
"""Against large weights, on signals of like spread."""

OFF_TOPIC_SHARE = 0.15
"""How much of all that is asked belongs to no entry, as assumed for the chances; half of it is near some entry."""


@dataclass(frozen=True)
class _Seen:
    table: Floats
    right: int
    weight: float


@dataclass(frozen=True)
class _Asked:
    """`kind`: the entry is there, it is not but its topic is, or the topic is another."""

    kind: Literal["answerable", "near", "far"]
    row: Floats
    is_hit: bool


def read_pairs(path: Path) -> list[Pair]:
    """Lines «question<TAB>paraphrase» (what follows another tab is not read) of which no text was in an earlier one."""
    seen: set[str] = set()
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        question, tab, paraphrase = line.partition("\t")
        paraphrase = paraphrase.split("\t")[0]
        if tab and question != paraphrase and not seen & {question, paraphrase}:
            seen |= {question, paraphrase}
            pairs.append((question, paraphrase))
    return pairs


def fit_pairs(
    pairs: Sequence[Pair],
    off_topic: Sequence[str],
    fitted_on: str,
    beside: Sequence[str] = (),
    far: Sequence[Sequence[str]] = (),
) -> GenericFit:
    """Ranker and chances from pairs and from texts on other topics. Takes half a minute for 2,000 pairs; deterministic.

    Texts of `beside` are entries too, of which nothing is asked. `far` are phrasings of one answer each that are no
    paraphrases of each other: what people ask is not always near to how an entry puts it.
    """
    known = [(question, paraphrase) for question, paraphrase in pairs if question != paraphrase]
    texts = list(dict.fromkeys([*(text for pair in known for text in pair), *beside]))
    among_all, among_crossed = _index(texts), _index([*texts, *crossed(texts, CROSSED)])
    place, wide_place = _places(among_all), _places(among_crossed)
    seen = [_seen(pair, among_all, place, 1.0) for pair in known]
    seen_wide = [_seen(pair, among_crossed, wide_place, CROSSED_WEIGHT) for pair in known]
    seen_far = [one for count in FAR_KNOWN for one in _seen_far(far, count)]
    halves = np.arange(len(known)) % 2
    asked: list[_Asked] = []
    for half in (0, 1):
        others = [*_kept(seen, halves != half), *_kept(seen_wide, halves != half), *seen_far]
        fit = _blank(_train(others))
        for question, paraphrase in (pair for pair, own in zip(known, halves, strict=True) if own == half):
            right, itself = place[_shown(question)], place[_shown(paraphrase)]
            row, first = _told(paraphrase, among_all, fit, [itself])
            asked.append(_Asked("answerable", row, first == right))
            asked.append(_Asked("near", _told(paraphrase, among_all, fit, [itself, right])[0], False))
        asked += [_Asked("far", _told(text, among_all, fit, [])[0], False) for text in off_topic[half::2]]
    scope, confidence = _chances(asked)
    content = "\n".join(f"{one}\t{other}" for one, other in pairs)
    return GenericFit(
        _train([*seen, *seen_wide, *seen_far]),
        scope,
        confidence,
        fitted_on,
        sha256(content.encode()).hexdigest(),
    )


def crossed(texts: Sequence[str], times: int) -> list[str]:
    """Near misses: of each text so many in which one word is another text's."""
    chance = np.random.default_rng(0)
    table = load_senses()
    cut = [tokens.words(read_wording(text).plain) for text in texts]
    places = [
        [
            place
            for place, word in enumerate(words)
            if len(word) > 1 and word not in table.of_word and word not in table.particles
        ]
        for words in cut
    ]
    pool = [words[place] for words, own in zip(cut, places, strict=True) for place in own]
    made = []
    for words, own in zip(cut, places, strict=True):
        for _ in range(times if own else 0):
            other = list(words)
            other[int(chance.choice(own))] = pool[int(chance.integers(len(pool)))]
            made.append("".join(other))
    known = set(texts)
    return [text for text in dict.fromkeys(made) if text not in known]


def _chances(asked: Sequence[_Asked]) -> tuple[Floats, Floats]:
    """Logistic readings: is any entry right, is the first one; what no entry answers gets its share of the whole."""
    rows = np.array([one.row for one in asked])
    kinds = np.array([one.kind for one in asked])
    weights = np.ones(len(asked), np.float32)
    total = OFF_TOPIC_SHARE / (1 - OFF_TOPIC_SHARE) * int((kinds == "answerable").sum())
    for kind in ("near", "far"):
        weights[kinds == kind] = total / 2 / max(int((kinds == kind).sum()), 1)
    scope = fit_logistic(rows, (kinds == "answerable").astype(np.float32), weights)
    return scope, fit_logistic(rows, np.array([one.is_hit for one in asked], np.float32), weights)


def _told(text: str, index: Index, fit: GenericFit, without: list[int]) -> tuple[Floats, int]:
    question = read_wording(text)
    ranked = rank_near(question, find_near(question, index, without), index, fit)
    return chance_row(ranked.shares, ranked.table[ranked.places[0]]), int(ranked.entries[0])


def _seen(pair: Pair, index: Index, place: dict[str, int], weight: float) -> _Seen:
    question = read_wording(pair[1])
    near = find_near(question, index, [place[question.shown]])
    right = np.flatnonzero(near.texts == place[_shown(pair[0])])
    return _Seen(squared(read_table(question, near, index)), int(right[0]) if len(right) else -1, weight)


def _seen_far(far: Sequence[Sequence[str]], count: int) -> Iterator[_Seen]:
    index = build_index([(str(number), phrasings[:count]) for number, phrasings in enumerate(far)])
    for number, phrasings in enumerate(far):
        entry = index.entry_ids.index(str(number))
        for text in phrasings[max(FAR_KNOWN) :: FAR_EVERY]:
            question = read_wording(text)
            near = find_near(question, index)
            own = np.flatnonzero(index.owners[near.texts] == entry)
            # The nearest of its own phrasings speaks for the entry, the others are looked past.
            rows = np.setdiff1d(np.arange(len(near.texts)), own[1:])
            right = int(np.searchsorted(rows, own[0])) if len(own) else -1
            yield _Seen(squared(read_table(question, near, index))[rows], right, FAR_WEIGHT)


def _train(seen: Sequence[_Seen]) -> Floats:
    """Conditional logistic regression: the right text against the other near ones."""
    from scipy.optimize import minimize

    found = [one for one in seen if one.right >= 0]
    rows = np.vstack([one.table for one in found]).astype(np.float64)
    starts = np.cumsum([0, *(len(one.table) for one in found)])[:-1]
    group = np.repeat(np.arange(len(found)), [len(one.table) for one in found])
    chosen = starts + np.array([one.right for one in found])
    weights = np.array([one.weight for one in found])
    weights /= weights.sum()
    spread = rows.std(axis=0) + 1e-6
    rows /= spread

    def cost(guess: Floats) -> tuple[float, Floats]:
        scores = rows @ guess
        shifted = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = shifted / np.add.reduceat(shifted, starts)[group]
        loss = -(weights * np.log(shares[chosen] + 1e-12)).sum() + PENALTY * (guess @ guess)
        pull = (weights[group] * shares) @ rows - weights @ rows[chosen]
        return float(loss), pull + 2 * PENALTY * guess

    solved = minimize(cost, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    ranker: Floats = (solved.x / spread).astype(np.float32)
    return ranker


def _index(texts: Sequence[str]) -> Index:
    return build_index([(str(number), [text]) for number, text in enumerate(texts)])


def _places(index: Index) -> dict[str, int]:
    return {shown: place for place, shown in reversed(list(enumerate(index.shown)))}


def _shown(text: str) -> str:
    return read_wording(text).shown


def _kept(seen: Sequence[_Seen], which: NDArray[np.bool_]) -> list[_Seen]:
    return [one for one, kept in zip(seen, which, strict=True) if kept]


def _blank(ranker: Floats) -> GenericFit:
    zeros = np.zeros(len(CHANCE_NAMES), np.float32)
    return GenericFit(ranker, zeros, zeros, "", "")
