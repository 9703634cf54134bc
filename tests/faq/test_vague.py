"""The bare name of a topic is asked back about; a question is not."""

from __future__ import annotations

import pytest

from bot.faq.vague import load_vague_topics


@pytest.mark.parametrize(
    "said", ["停车", "停车的事想问问", "家里漏水怎么办", "我想问下装修", "工伤的事想问下"]
)
def test_a_bare_topic_offers_its_usual_questions(said: str) -> None:
    assert 2 <= len(load_vague_topics().options(said)) <= 4


@pytest.mark.parametrize("said", ["楼上漏水怎么赔", "停车费涨价合理吗", "装修押金不退", ""])
def test_a_question_offers_none(said: str) -> None:
    assert load_vague_topics().options(said) == ()


def test_a_short_message_may_hold_a_topic_among_other_words() -> None:
    topics = load_vague_topics()
    assert topics.near_options("那边电梯嘛烦得很") == topics.options("电梯")
    assert topics.near_options("他们家的电梯说是上个月刚刚换过一台新的") == ()


@pytest.mark.parametrize(("said", "is_new"), [("停车的事", True), ("赔多少钱", False), ("要什么材料", False)])
def test_what_may_be_asked_of_any_matter_names_no_new_topic(said: str, is_new: bool) -> None:
    topics = load_vague_topics()
    assert topics.options(said)
    assert topics.names_new_topic(said) is is_new
