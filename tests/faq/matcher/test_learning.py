"""What the classifier is shown."""

import numpy as np

from bot.faq.matcher.learning import (
    SENTENCE_WEIGHT,
    STORIES,
    is_worth_classifying,
    read_material,
    training_rows,
)
from bot.faq.matcher.lessons import NO_LESSONS, Lessons
from bot.faq.matcher.vectors import build_vocabulary
from bot.faq.synonyms import Synonyms
from tests.faq.matcher.conftest import ENTRIES

WORDS = Synonyms({}, {})


def test_phrasings_stand_owner_by_owner_and_negatives_last() -> None:
    material = read_material(ENTRIES, Lessons({"dog": ("狗扑人",)}, ("你好",)), WORDS)
    assert list(material.owners) == sorted(material.owners)
    assert material.owners.count(1) == len(ENTRIES[1][1]) + 1
    assert material.questions[-1].plain == "你好"
    assert material.owners[-1] == len(ENTRIES)


def test_an_entry_without_anything_to_read_is_left_out_and_doubles_count_once() -> None:
    material = read_material(
        [("none", ["。。"], ""), ("leak", ["漏水", "漏水！", "漏水"], "")], NO_LESSONS, WORDS
    )
    assert material.entry_ids == ("leak",)
    assert len(material.questions) == 1


def test_answers_are_cut_into_sentences_without_numbering() -> None:
    material = read_material(
        [("leak", ["漏水"], "1. 先拍照片保留证据。\n2. 再找楼上的住户谈；短句。")], NO_LESSONS, WORDS
    )
    assert [sentence.plain for sentence in material.sentences] == ["先拍照片保留证据", "再找楼上的住户谈"]


def test_rows_are_phrasings_sentences_and_stories_with_their_weights() -> None:
    material = read_material(ENTRIES, NO_LESSONS, WORDS)
    vocabulary = build_vocabulary(material.questions, material.owners, material.sentences)
    vectors = [vocabulary.vector(question) for question in material.questions]
    spoken = [vocabulary.vector(sentence) for sentence in material.sentences]
    rows, classes, weights = training_rows(material, vectors, spoken, vocabulary)
    told = STORIES * len(ENTRIES)
    assert rows.shape[0] == len(classes) == len(weights) == len(vectors) + len(material.sentences) + told
    assert np.isclose(weights, SENTENCE_WEIGHT).sum() == len(material.sentences)
    assert classes[-1] == len(ENTRIES) - 1


def test_a_classifier_needs_several_phrasings_of_each_entry() -> None:
    assert is_worth_classifying(read_material(ENTRIES, NO_LESSONS, WORDS))
    single = [(entry_id, phrasings[:1], "") for entry_id, phrasings, _ in ENTRIES]
    assert not is_worth_classifying(read_material(single, NO_LESSONS, WORDS))
    assert not is_worth_classifying(read_material(ENTRIES[:1], NO_LESSONS, WORDS))
