"""What counts as a miss, what a decision settles, and which counts are hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coverage import cover
from bot.misses import Asked, Cluster, Fate, Mark, Miss, Why, cluster, find_misses, text_key

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def asked(
    text: str, kind: str = "refer", entry: str | None = None, feedback: str | None = None, who: str = "a"
) -> Asked:
    return Asked(who, text, kind, entry, feedback, "530102", NOW)


def test_kinds_of_misses() -> None:
    found = find_misses(
        [
            asked("阳台抽烟怎么管"),
            asked("物业的钱有问题", "clarify", who="b"),
            asked("都不是", who="b"),
            asked("停车的事", "clarify", who="c"),
            asked("停车的事", who="c"),
            asked("漏水怎么赔", "answer", "leak", "unsolved", who="d"),
            asked("漏水怎么赔", "answer", "leak", "useful", who="e"),
            asked("转人工", "refer", "service-human-agent", who="f"),
            asked("你好", "smalltalk", who="g"),
            asked("？", who="h"),
        ]
    )
    assert [(one.text, one.why) for one in found] == [
        ("阳台抽烟怎么管", Why.UNANSWERED),
        ("物业的钱有问题", Why.REFUSED),
        ("停车的事", Why.REFUSED),
        ("漏水怎么赔", Why.UNSOLVED),
    ]
    assert found[-1].entry_id == "leak"


def test_a_question_put_anew_after_a_clarification_is_itself() -> None:
    again = "不是这些，我是说楼上那家天天半夜洗衣服吵人"
    found = find_misses([asked("太吵", "clarify"), asked(again)])
    assert found[0].text == again


@pytest.mark.parametrize(
    ("fate", "again_later", "open_again"),
    [
        (Fate.IGNORED, True, False),
        (Fate.NOT_OURS, True, False),
        (Fate.VARIANT, True, True),
        (Fate.VARIANT, False, False),
    ],
)
def test_what_a_decision_settles(fate: Fate, again_later: bool, open_again: bool) -> None:
    at = NOW - timedelta(days=1) if again_later else NOW + timedelta(days=1)
    miss = Miss("阳台抽烟", Why.UNANSWERED, None, None, NOW)
    assert bool(cluster([miss], {text_key("阳台，抽烟！"): Mark(fate, at)})) is open_again


def test_small_counts_are_hidden() -> None:
    misses = [Miss("抽烟", Why.UNANSWERED, None, "530102", NOW) for _ in range(5)]
    misses += [Miss("抽烟", Why.UNANSWERED, None, "530111", NOW - timedelta(days=7)) for _ in range(4)]
    found = Cluster(tuple(misses))
    assert found.by_district() == [("530102", 5), ("530111", None)]
    assert found.by_week() == [(date(2026, 3, 2), 5), (date(2026, 2, 23), None)]


def test_weeks_begin_on_monday_in_kunming() -> None:
    sunday_evening_utc = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    miss = Miss("抽烟", Why.UNANSWERED, None, None, sunday_evening_utc)
    assert Cluster((miss,)).by_week() == [(date(2026, 3, 2), None)]


def test_coverage_counts_what_is_about_law() -> None:
    found = cover(
        [
            asked("漏水", "answer", "leak", "useful"),
            asked("漏水", "answer", "leak", "unsolved"),
            asked("着火", "emergency", "fire"),
            asked("钱", "clarify"),
            asked("月球", "refer"),
            asked("你好", "smalltalk"),
        ],
        lambda entry: entry or "无",
    )
    whole = found.whole
    assert (whole.asked, whole.answered, whole.clarified, whole.referred) == (5, 3, 1, 1)
    assert whole.useful_share == 0.5
    assert [name for name, _ in found.topics] == ["leak", "无", "fire"]
    assert found.topics[2][1].useful_share is None
    assert not found.topics[0][1].is_shown
