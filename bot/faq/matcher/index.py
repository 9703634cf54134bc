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
from bot.faq.matcher.learning import Material, is_worth_classifying, read_material, training_rows
from bot.faq.matcher.lessons import OTHER_LEGAL, Lessons
from bot.faq.matcher.retrieval import Postings, build_postings
from bot.faq.matcher.vectors import Columns, Vector, Vocabulary, build_vocabulary
from bot.faq.spelling import Spelling, learn_spelling
from bot.faq.synonyms import Synonyms

EntryTexts: TypeAlias = tuple[str, Sequence[str], str]
"""An entry as the matcher takes it: id, its phrasings, its answer."""

ANSWER_COUNT = 0.3
"""What a term in a sentence of the answer counts in an entry's document, against one in a phrasing."""

HALF_COUNT = 2.0
"""Occurrences of a term that make half of its full weight in an entry's document."""


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
    spelling: Spelling

    @cached_property
    def errors(self) -> Homophones:
        """Sets typing errors right with the words of these entries."""
        return Homophones(self.spelling)

    @cached_property
    def other_legal(self) -> int | None:
        """Number of the entry for questions of other law, if there is one."""
        return self.entry_ids.index(OTHER_LEGAL) if OTHER_LEGAL in self.entry_ids else None

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
        material.questions, material.owners, material.sentences, min_count=2 if classified else 1
    )
    vectors = [vocabulary.vector(question) for question in material.questions]
    spoken = [vocabulary.vector(sentence) for sentence in material.sentences]
    classifier = None
    if classified:
        classifier = train_classifier(
            *training_rows(material, vectors, spoken, vocabulary), len(material.entry_ids) + 1
        )
    return Index(
        entry_ids=material.entry_ids,
        owners=np.asarray(material.owners, np.int32),
        plains=tuple(question.plain for question in material.questions),
        sounds=tuple(" ".join(question.sounds) for question in material.questions),
        vocabulary=vocabulary,
        phrasings=build_postings(vectors, vocabulary.size),
        documents=_documents(material, vectors, spoken, vocabulary.size),
        classifier=classifier,
        spelling=_spelling(listed, lessons),
    )


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
