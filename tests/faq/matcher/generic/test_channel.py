"""Likeness in one channel is a cosine in which unknown terms count."""

import numpy as np
import pytest

from bot.faq.matcher.generic.channel import Channel, build_channel


@pytest.fixture(scope="module")
def channel() -> Channel:
    return build_channel([np.array(row, np.int64) for row in ([1, 2, 3], [3, 4], [1, 9])], is_searched=True)


def test_the_same_terms_are_wholly_alike(channel: Channel) -> None:
    scores = channel.likeness(channel.asked(np.array([1, 2, 3])))
    assert scores[0] == pytest.approx(1.0, abs=1e-4)
    assert scores.argmax() == 0


def test_unknown_terms_make_everything_less_alike(channel: Channel) -> None:
    known = channel.likeness(channel.asked(np.array([3, 4])))
    both = channel.likeness(channel.asked(np.array([3, 4, 77, 78])))
    assert 0 < both[1] < 0.8 * known[1]
    assert channel.likeness(channel.asked(np.array([77]))).tolist() == [0, 0, 0]


def test_a_close_look_agrees_with_the_likeness_of_all(channel: Channel) -> None:
    asked = channel.asked(np.array([1, 3, 77]))
    rows = channel.closely(asked, np.array([2, 0, 1]))
    assert np.allclose(rows[:, 0], channel.likeness(asked)[[2, 0, 1]], atol=1e-5)


def test_coverage_is_told_both_ways_and_what_is_missing(channel: Channel) -> None:
    rows = channel.closely(channel.asked(np.array([3, 4])), np.array([0, 1]))
    assert rows[1, 1:].tolist() == pytest.approx([1, 1, 0, 0], abs=1e-4)
    assert 0 < rows[0, 1] < 1
    assert 0 < rows[0, 2] < 1
    assert rows[0, 3] == pytest.approx(channel.idf[1] / channel.unseen)
    assert rows[0, 4] == pytest.approx(channel.idf[3] / channel.unseen)


def test_a_question_of_nothing_known_is_like_nothing(channel: Channel) -> None:
    assert not channel.closely(channel.asked(np.array([77])), np.array([0, 1])).any()
