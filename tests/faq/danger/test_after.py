"""After a danger was answered short words stay with it, until help has come or something else is asked."""

from __future__ import annotations

import pytest

from bot.faq.danger import load_danger_lane

TOLD = ("我爸触电倒在地上，叫不应",)


@pytest.mark.parametrize(
    "text",
    [
        "他还没醒",
        "然后呢",
        "那怎么办",
        "120打不通",
        "没人接",
        "能不能搬他",
        "接下来要做什么",
        "还要等多久",
        "血还在流",
        "没上来",
        "人呢",
        "救护车呢",
    ],
)
def test_short_words_after_a_danger_stay_with_it(text: str) -> None:
    danger = load_danger_lane().read_after(text, TOLD)
    assert danger is not None
    assert danger.kind == "electric"


@pytest.mark.parametrize(
    "text",
    [
        "已经救出来了",
        "报警了",
        "消防来了",
        "人醒过来了",
        "没事了，谢谢",
        "已经送医院了",
        "能赔多少钱",
        "物业费怎么算",
    ],
)
def test_when_help_has_come_or_something_else_is_asked_the_danger_is_left(text: str) -> None:
    assert load_danger_lane().read_after(text, TOLD) is None


def test_help_that_was_called_but_has_not_come_leaves_the_danger_as_it_is() -> None:
    lane = load_danger_lane()
    assert lane.read_after("报警了，警察还没到", TOLD) is not None
    assert lane.read_after("叫救护车了但是没来", TOLD) is not None


def test_the_last_danger_that_names_its_kind_is_the_one_gone_on_about() -> None:
    lane = load_danger_lane()
    danger = lane.read_last((*TOLD, "快来人啊，救命"))
    assert danger is not None
    assert danger.kind == "electric"
    assert lane.read_last(("物业费太贵",)) is None


def test_without_a_danger_before_the_same_words_mean_nothing() -> None:
    assert load_danger_lane().read_after("然后呢", ()) is None
    assert load_danger_lane().read_after("然后呢", ("物业费太贵",)) is None


def test_a_long_story_is_not_taken_for_more_of_the_danger() -> None:
    story = "我想问一下小区的停车位，" * 4 + "还没人管"
    assert load_danger_lane().read_after(story, TOLD) is None
