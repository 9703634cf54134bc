"""What the classifier is shown: phrasings, sentences of the answers, and pairs of phrasings told as one story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.faq.matcher.classifier import SCALES
from bot.faq.matcher.lessons import Lessons
from bot.faq.matcher.question import Question, joined, read_question
from bot.faq.matcher.vectors import Floats, Vector, Vocabulary, stack
from bot.faq.synonyms import Synonyms

MOST_CLASSES = 1500
"""Above this number of entries, margins of a classifier cost more than they bring."""

FEWEST_PHRASINGS = 4
"""Phrasings per entry, on average, below which a classifier has nothing to learn from."""

STORIES = 20
"""Pairs of phrasings of one entry that are shown as one text."""

SENTENCE_WEIGHT = 0.5
"""Weight of a sentence of the answer, against a phrasing."""

_SENTENCE_END = re.compile(r"[。;!?\n]")
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[①-⑳]|[一二三四五六七八九十]{1,2})[.、)\s]\W*")
_SHORTEST_SENTENCE = 8


@dataclass(frozen=True)
class Material:
    """Phrasings owner by owner (negatives last, owned by the number after the last entry), and answer sentences."""

    entry_ids: tuple[str, ...]
    questions: tuple[Question, ...]
    owners: tuple[int, ...]
    sentences: tuple[Question, ...]
    sentence_owners: tuple[int, ...]
    classes: tuple[int, ...]
    """Who each phrasing speaks for when odds are counted: its owner, or a subject, numbered after all owners."""


def read_material(
    entries: Sequence[tuple[str, Sequence[str], str]], lessons: Lessons, synonyms: Synonyms
) -> Material:
    """Read every phrasing and answer once; an entry without any readable phrasing is left out."""
    ids: list[str] = []
    pool: dict[str, str] = {}
    owned: list[tuple[int, Question]] = []
    sentences: list[tuple[int, Question]] = []
    for entry_id, phrasings, answer in entries:
        own = _distinct((*phrasings, *lessons.phrasings.get(entry_id, ())), synonyms, pool)
        if not own:
            continue
        owned += [(len(ids), question) for question in own]
        sentences += [(len(ids), sentence) for sentence in _distinct(_sentences(answer), synonyms, pool)]
        ids.append(entry_id)
    owned += [(len(ids), question) for question in _distinct(lessons.negatives, synonyms, pool)]
    subjects = _subjects(lessons, len(ids) + 1, synonyms)
    return Material(
        tuple(ids),
        tuple(question for _, question in owned),
        tuple(owner for owner, _ in owned),
        tuple(sentence for _, sentence in sentences),
        tuple(owner for owner, _ in sentences),
        tuple(subjects.get(question.plain, owner) for owner, question in owned),
    )


def _subjects(lessons: Lessons, first: int, synonyms: Synonyms) -> dict[str, int]:
    """Text as it is read → number of its subject."""
    names = sorted(set(lessons.subjects.values()))
    return {
        read_question(text, synonyms).plain: first + names.index(name)
        for text, name in lessons.subjects.items()
    }


def is_worth_classifying(material: Material) -> bool:
    """Whether there are few enough entries with enough phrasings each."""
    entries = len(material.entry_ids)
    return 2 <= entries <= MOST_CLASSES and len(material.owners) >= entries * FEWEST_PHRASINGS


def weights_of(material: Material) -> Floats:
    """What every phrasing and every sentence of an answer weighs, in this order."""
    weights = np.ones(len(material.owners) + len(material.sentences), np.float32)
    weights[len(material.owners) :] = SENTENCE_WEIGHT
    return weights


def training_rows(
    material: Material, vectors: Sequence[Vector], spoken: Sequence[Vector], vocabulary: Vocabulary
) -> tuple[csr_matrix, list[int], Floats]:
    """(rows, their classes, their weights); `vectors` are those of the phrasings, `spoken` those of the sentences."""
    stories, story_owners = _stories(material)
    told = [vocabulary.vector(story) for story in stories]
    rows = stack([*vectors, *spoken, *told], SCALES, vocabulary.size)
    classes = [*material.owners, *material.sentence_owners, *story_owners]
    return rows, classes, np.append(weights_of(material), np.ones(len(told), np.float32))


def _stories(material: Material) -> tuple[list[Question], list[int]]:
    chance = np.random.default_rng(0)
    owners = np.asarray(material.owners)
    told: list[Question] = []
    for owner in range(len(material.entry_ids)):
        own = np.flatnonzero(owners == owner)
        if len(own) < 2:
            continue
        for _ in range(STORIES):
            first, second = chance.choice(own, 2, replace=False)
            told.append(joined(material.questions[first], material.questions[second]))
    present = [owner for owner in range(len(material.entry_ids)) if (owners == owner).sum() > 1]
    return told, [owner for owner in present for _ in range(STORIES)]


def _sentences(answer: str) -> list[str]:
    parts = (_NUMBERING.sub("", part.strip()) for part in _SENTENCE_END.split(answer.replace("；", ";")))
    return [part for part in parts if len(part) >= _SHORTEST_SENTENCE]


def _distinct(texts: Sequence[str], synonyms: Synonyms, pool: dict[str, str]) -> list[Question]:
    read = (read_question(text, synonyms) for text in texts)
    found = {question.plain: _pooled(question, pool) for question in read if not question.is_empty}
    return list(found.values())


def _pooled(question: Question, pool: dict[str, str]) -> Question:
    # The same few terms occur in all texts: one string for each instead of one per text saves half of the memory.
    terms = ({pool.setdefault(term, term): count for term, count in own.items()} for own in question.terms)
    return Question(question.plain, tuple(pool.setdefault(one, one) for one in question.sounds), tuple(terms))
