"""The same trouble at the same estate is shown together, another estate's or another trouble is not."""

from __future__ import annotations

import pytest

from bot.referral.same_matter import LIKELY, Matter, likeness
from tests.referral.same_matter_set import Measured, fresh, generated, held_out, measure, unseen


@pytest.mark.parametrize(
    ("measured", "precision", "recall"),
    [
        (measure(generated(1, 0.5)), 0.97, 0.97),
        (measure(held_out(7, 0.5)), 0.82, 0.92),
        (measure(fresh(1, 0.6)), 0.80, 0.72),
        (measure(fresh(2, 0.6)), 0.80, 0.72),
        (measure(unseen(1, 0.6)), 0.48, 0.65),
    ],
    ids=["tuned to", "seen while tuning", "looked at once", "looked at once, again", "unseen"],
)
def test_what_is_shown_is_mostly_right_and_what_is_the_same_is_mostly_shown(
    measured: Measured, precision: float, recall: float
) -> None:
    assert measured.precision >= precision
    assert measured.recall >= recall


@pytest.mark.parametrize(
    ("one", "other", "is_shown"),
    [
        ("金色年华小区停水三天了", "我们金色年华已经断水两天，谁来管", True),
        ("金色年华小区停水三天了", "银色港湾小区停水三天了", False),
        ("金色年华小区停水三天了", "金色年华小区物业费又涨价了", False),
        ("我们小区停水三天了", "我们小区停水三天了，求助", True),
        ("金色年华小区停水三天了", "家里停水三天了", False),
        ("宏达电子厂拖欠工资", "在宏达电子厂上班，三个月没发工资", True),
        ("宏达电子厂拖欠工资", "宏达电子厂粉尘很大没有口罩", False),
        ("", "", False),
        ("？", "停水", False),
    ],
)
def test_some_of_them(one: str, other: str, is_shown: bool) -> None:
    first, second = Matter(one), Matter(other)
    assert (likeness(first, second) >= LIKELY) is is_shown
    assert likeness(first, second) == likeness(second, first)


def test_the_same_entry_says_that_other_words_mean_the_same_trouble() -> None:
    one, other = "幸福里小区的水表乱走字", "幸福里小区抄表的数字对不上"
    assert likeness(Matter(one), Matter(other)) < LIKELY
    assert likeness(Matter(one, "property-meter"), Matter(other, "property-meter")) >= LIKELY
