"""Everything that is prepared once from the entries, so that a question needs only array look-ups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.faq import text, tokens
from bot.faq.homophones import Homophones
from bot.faq.matcher.classifier import Classifier, train_classifier
from bot.faq.matcher.learning import (
    Material,
    is_worth_classifying,
    read_material,
    training_rows,
    weights_of,
)
from bot.faq.matcher.lessons import OTHER_LEGAL, Lessons
from bot.faq.matcher.odds import Odds, learn_odds
from bot.faq.matcher.pairs import Pairs, learn_pairs
from bot.faq.matcher.question import CHANNELS
from bot.faq.matcher.retrieval import Postings, build_postings
from bot.faq.matcher.vectors import Columns, Floats, Vector, Vocabulary, build_vocabulary, stack
from bot.faq.spelling import Spelling, learn_spelling
from bot.faq.synonyms import Synonyms

EntryTexts: TypeAlias = tuple[str, Sequence[str], str]
"""An entry as the matcher takes it: id, its phrasings, its answer."""

ANSWER_COUNT = 0.3
"""What a term in a sentence of the answer counts in an entry's document, against one in a phrasing."""

FEWEST_TEXTS = 3
"""Texts that must have a term before a classifier looks at it; rarer ones cost memory and tell nothing."""

HALF_COUNT = 2.0
"""Occurrences of a term that make half of its full weight in an entry's document."""


TERMS_FLOOR = 150.0
"""Weight that every class has besides its own texts when the odds of its terms are counted."""


@dataclass(frozen=True)
class Index:
    """Phrasings of all entries in one numbering; negatives are phrasings whose owner is beyond the last entry."""

    entry_ids: tuple[str, ...]
    owners: Columns
    plains: tuple[str, ...]
    sounds: tuple[str, ...]
    vocabulary: Vocabulary
    phrasings: Postings
    documents: Postings
    classifier: Classifier | None
    odds: tuple[Odds, ...]
    pairs: Pairs | None
    spelling: Spelling

    @cached_property
    def errors(self) -> Homophones:
        """Sets typing errors right with the words of these entries."""
        return Homophones(self.spelling)

    @cached_property
    def other_legal(self) -> int | None:
        """Number of the entry for questions of other law, if there is one."""
        return self.entry_ids.index(OTHER_LEGAL) if OTHER_LEGAL in self.entry_ids else None

    def by_entry(self, odds: Floats) -> Floats:
        """Odds of classes as odds of entries: what is asked of other law is asked of one of its subjects."""
        count = len(self.entry_ids)
        own = odds[:count].copy()
        if self.other_legal is not None and len(odds) > count + 1:
            own[self.other_legal] = max(own[self.other_legal], odds[count + 1 :].max())
        return own

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """First phrasing of each owner (phrasings are kept owner by owner)."""
        return np.searchsorted(self.owners, np.arange(len(self.entry_ids) + 1))


def build_index(entries: Iterable[EntryTexts], lessons: Lessons, synonyms: Synonyms) -> Index:
    """Read all phrasings, weigh their terms, and train the classifier where there are enough of them.

    Raises ValueError when an id occurs twice.
    """
    listed = [(entry_id, tuple(phrasings), answer) for entry_id, phrasings, answer in entries]
    if len({entry_id for entry_id, _, _ in listed}) != len(listed):
        raise ValueError("条目编号重复")
    material = read_material(listed, lessons, synonyms)
    classified = is_worth_classifying(material)
    vocabulary = build_vocabulary(
        material.questions, material.owners, material.sentences, min_count=FEWEST_TEXTS if classified else 1
    )
    vectors = [vocabulary.vector(question) for question in material.questions]
    spoken = [vocabulary.vector(sentence) for sentence in material.sentences]
    classifier, pairs = None, None
    odds: tuple[Odds, ...] = ()
    if classified:
        classifier = train_classifier(
            *training_rows(material, vectors, spoken, vocabulary), len(material.entry_ids) + 1
        )
        classes = [*material.classes, *material.sentence_owners]
        odds = _odds([*vectors, *spoken], classes, weights_of(material), vocabulary.size)
        texts = [one.plain for one in (*material.questions, *material.sentences)]
        pairs = learn_pairs(texts, classes, weights_of(material))
    return Index(
        entry_ids=material.entry_ids,
        owners=np.asarray(material.owners, np.int32),
        plains=tuple(question.plain for question in material.questions),
        sounds=tuple(" ".join(question.sounds) for question in material.questions),
        vocabulary=vocabulary,
        phrasings=build_postings([_characters(one) for one in vectors], vocabulary.size),
        documents=_documents(material, vectors, spoken, vocabulary.size),
        classifier=classifier,
        odds=odds,
        pairs=pairs,
        spelling=_spelling(listed, lessons),
    )


def _odds(vectors: Sequence[Vector], classes: Sequence[int], weights: Floats, width: int) -> tuple[Odds, ...]:
    """Odds per channel: each channel is a language of its own."""
    return tuple(
        learn_odds(
            stack(
                [Vector((one.columns[channel],), (one.weights[channel],)) for one in vectors], [1.0], width
            ),
            classes,
            weights,
            TERMS_FLOOR,
        )
        for channel in range(len(CHANNELS))
    )


def _characters(vector: Vector) -> Vector:
    """Only the first channel: how like a phrasing is is read from its characters."""
    return Vector(vector.columns[:1], vector.weights[:1])


def _documents(
    material: Material, vectors: Sequence[Vector], spoken: Sequence[Vector], width: int
) -> Postings:
    """One document per entry: how many of its phrasings and answer sentences have a term, saturating towards one."""
    held: list[list[tuple[Columns, float]]] = [[] for _ in material.entry_ids]
    for owners, texts, weight in (
        (material.owners, vectors, 1.0),
        (material.sentence_owners, spoken, ANSWER_COUNT),
    ):
        for owner, vector in zip(owners, texts, strict=True):
            if owner < len(held):
                held[owner].append((np.concatenate(vector.columns), weight))
    return build_postings([_document(own) for own in held], width)


def _document(texts: Sequence[tuple[Columns, float]]) -> Vector:
    columns = np.concatenate([own for own, _ in texts])
    weights = np.repeat([weight for _, weight in texts], [len(own) for own, _ in texts])
    distinct, places = np.unique(columns, return_inverse=True)
    counted = np.bincount(places, weights=weights, minlength=len(distinct))
    return Vector((distinct.astype(np.int32),), ((counted / (counted + HALF_COUNT)).astype(np.float32),))


def _spelling(entries: Sequence[EntryTexts], lessons: Lessons) -> Spelling:
    raw = [one for _, phrasings, answer in entries for one in (*phrasings, answer)]
    raw += [one for entry_id, _, _ in entries for one in lessons.phrasings.get(entry_id, ())]
    return learn_spelling(
        (text.essence(text.clean(one)) for one in raw), tokens.words, tokens.general_words()
    )
