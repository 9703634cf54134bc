"""Weights of terms, and likeness by posting lists."""

import numpy as np
import pytest

from bot.faq.matcher.question import Question, read_question
from bot.faq.matcher.retrieval import build_postings
from bot.faq.matcher.vectors import Vocabulary, build_vocabulary, stack
from bot.faq.synonyms import Synonyms

TEXTS = ["楼上漏水", "楼上漏水怎么办", "被狗咬了", "物业费涨价"]
OWNERS = [0, 0, 1, 2]


def _read(text: str) -> Question:
    return read_question(text, Synonyms({}, {}))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return build_vocabulary([_read(text) for text in TEXTS], OWNERS)


def test_every_channel_of_a_known_text_has_length_one(vocabulary: Vocabulary) -> None:
    vector = vocabulary.vector(_read("楼上漏水"))
    assert [float(np.dot(weights, weights)) for weights in vector.weights[:2]] == pytest.approx(
        [1, 1], abs=1e-5
    )


def test_unknown_terms_count_in_the_length(vocabulary: Vocabulary) -> None:
    known = vocabulary.vector(_read("漏水")).weights[0]
    diluted = vocabulary.vector(_read("漏水苹果香蕉")).weights[0]
    assert float(np.dot(diluted, diluted)) < 0.5 * float(np.dot(known, known))


def test_a_rare_term_weighs_more_than_a_common_one(vocabulary: Vocabulary) -> None:
    columns = vocabulary.columns[0]
    assert vocabulary.idf[columns["狗"]] > vocabulary.idf[columns["漏水"]]


def test_shares_of_all_terms_add_up_to_one(vocabulary: Vocabulary) -> None:
    _, whole = vocabulary.vector_and_shares(_read("楼上漏水"))
    _, part = vocabulary.vector_and_shares(_read("楼上漏水苹果"))
    assert float(whole.weights[0].sum()) == pytest.approx(1.0)
    assert 0 < float(part.weights[0].sum()) < 1


def test_terms_seen_once_can_be_left_out() -> None:
    small = build_vocabulary([_read(text) for text in TEXTS], OWNERS, min_count=2)
    assert set(small.terms[0]) == {"楼", "上", "漏", "水", "楼上", "上漏", "漏水"}


def test_postings_score_just_as_the_product_of_the_rows(vocabulary: Vocabulary) -> None:
    vectors = [vocabulary.vector(_read(text)) for text in TEXTS]
    rows = stack(vectors, (1.0, 1.0, 1.0), vocabulary.size).toarray()
    asked = vocabulary.vector(_read("楼上的狗漏水"))
    postings = build_postings(vectors, vocabulary.size)
    for columns, weights in zip(asked.columns, asked.weights, strict=True):
        assert np.allclose(postings.scores(columns, weights), rows[:, columns] @ weights, atol=1e-5)
    assert postings.scores(asked.columns[2], asked.weights[2]).tolist() == [0, 0, 0, 0]
