"""Pairs of phrasings of one entry that say nearly the same: paraphrases to learn from where entries have one phrasing."""

from collections.abc import Sequence

import numpy as np

from bot.faq.matcher.index import EntryTexts, Index, build_index
from bot.faq.matcher.lessons import NO_LESSONS
from bot.faq.matcher.question import read_question
from bot.faq.synonyms import Synonyms

LEAST_ALIKE, MOST_ALIKE = 0.25, 0.8
"""Cosine of characters between which two phrasings count as paraphrases, neither strangers nor copies."""

FROM_ONE_ENTRY = 5
"""Pairs taken from one entry."""


def single_phrasings(entries: Sequence[EntryTexts]) -> list[EntryTexts]:
    """Every phrasing as an entry of its own, named by its place (entry.place)."""
    return [
        (f"{number}.{place}", (text,), "")
        for number, (_, phrasings, _) in enumerate(entries)
        for place, text in enumerate(phrasings)
    ]


def paraphrase_pairs(singles: Sequence[EntryTexts], synonyms: Synonyms) -> list[tuple[str, str]]:
    """(id of one phrasing, id of a phrasing alike), no phrasing in two pairs."""
    index = build_index(singles, NO_LESSONS, synonyms)
    families: dict[str, list[int]] = {}
    for number, entry_id in enumerate(index.entry_ids):
        families.setdefault(entry_id.split(".")[0], []).append(number)
    return [
        (index.entry_ids[one], index.entry_ids[other])
        for family in families.values()
        for one, other in _pairs_in(family, index, synonyms)
    ]


def _pairs_in(family: list[int], index: Index, synonyms: Synonyms) -> list[tuple[int, int]]:
    alike = np.zeros((len(family), len(family)))
    for row, number in enumerate(family):
        vector = index.vocabulary.vector(read_question(index.plains[number], synonyms))
        alike[row] = index.phrasings.scores(vector.columns[0], vector.weights[0])[family]
    np.fill_diagonal(alike, 0.0)
    alike[(alike < LEAST_ALIKE) | (alike > MOST_ALIKE)] = 0.0
    pairs: list[tuple[int, int]] = []
    while len(pairs) < FROM_ONE_ENTRY and alike.any():
        one, other = divmod(int(alike.argmax()), len(family))
        pairs.append((family[one], family[other]))
        alike[[one, other], :] = 0.0
        alike[:, [one, other]] = 0.0
    return pairs
