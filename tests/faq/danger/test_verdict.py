"""A verdict is points and likeness weighed against each other."""

from __future__ import annotations

import pytest

from bot.faq.danger.verdict import Verdict


@pytest.mark.parametrize(
    ("verdict", "is_danger"),
    [
        (Verdict(), False),
        (Verdict((("fire", 3),), likeness=0.1), False),
        (Verdict((("fire", 3),), likeness=0.6), True),
        (Verdict((("fire", 5),), minus=2, likeness=0.1), False),
        (Verdict((("fire", 5),), likeness=0.2), True),
        (Verdict((("fire", 5),), likeness=0.0), False),
        (Verdict((("fire", 3),), minus=4, likeness=0.5), False),
        (Verdict(likeness=0.95), True),
        (Verdict(likeness=0.05), False),
    ],
)
def test_points_and_likeness_decide(verdict: Verdict, is_danger: bool) -> None:
    assert verdict.is_danger is is_danger


@pytest.mark.parametrize(
    ("verdict", "is_plain"),
    [
        (Verdict(likeness=0.8), True),
        (Verdict(likeness=0.6), False),
        (Verdict((("fire", 3),), likeness=0.6), True),
        (Verdict((("fire", 3),), likeness=0.3), False),
        (Verdict((("fire", 3),), minus=4, likeness=0.5), False),
    ],
)
def test_a_danger_is_plain_by_its_likeness_or_by_a_sure_cue_and_some_likeness(
    verdict: Verdict, is_plain: bool
) -> None:
    assert verdict.is_plain is is_plain


def test_kinds_that_are_nearly_as_strong_are_named_too() -> None:
    assert Verdict((("fire", 5), ("gas", 4), ("child", 2)), likeness=0.9).kinds == ("fire", "gas")


@pytest.mark.parametrize(
    ("verdict", "is_doubtful"),
    [
        (Verdict(likeness=0.4), True),
        (Verdict(likeness=0.15), False),
        (Verdict((("fire", 1),), minus=2, likeness=0.4), False),
    ],
)
def test_without_a_cue_likeness_leaves_a_doubt_unless_more_speaks_for_calm(
    verdict: Verdict, is_doubtful: bool
) -> None:
    assert verdict.is_doubtful is is_doubtful
