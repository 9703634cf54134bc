"""Figures over labelled questions."""

import pytest

from bot.faq.decision import decide
from bot.faq.evaluation import (
    Outcome,
    by_slice,
    calibration_error,
    confusions,
    curve,
    figures,
    rejection,
    reliability,
    table,
)
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.matcher.lessons import OTHER_LEGAL
from bot.faq.matcher.questions import Case

LINES = Thresholds(sure=0.8, close=0.3, in_scope=0.4)


def _outcome(
    right: set[str], first: str, confidence: float, kind: str = "plain", in_scope: float = 0.9
) -> Outcome:
    match = Match((Candidate(first, confidence), Candidate("second", 0.05)), in_scope)
    return Outcome(Case("问", frozenset(right), kind), match, decide(match, LINES))


OUTCOMES = [
    _outcome({"a"}, "a", 0.95),
    _outcome({"a"}, "b", 0.9),
    _outcome({"second"}, "b", 0.5, "terse"),
    _outcome({"c"}, "c", 0.55, "terse"),
]


def test_shares_are_counted_over_the_right_questions() -> None:
    found = figures(OUTCOMES)
    assert (found.count, found.first, found.three, found.answered, found.wrong) == (4, 0.5, 0.75, 0.5, 0.5)
    assert by_slice(OUTCOMES)["terse"].answered == 0.0
    assert figures([]).first == 0.0


def test_confusions_name_the_right_and_the_found_entry() -> None:
    assert confusions(OUTCOMES) == [("a", "b", 1), ("second", "b", 1)]
    assert len(confusions(OUTCOMES, most=1)) == 1


def test_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    assert [one.count for one in reliability(OUTCOMES)] == [2, 2]
    assert calibration_error(OUTCOMES) == pytest.approx((2 * abs(0.925 - 0.5) + 2 * abs(0.525 - 0.5)) / 4)
    assert calibration_error([]) == 0.0
    assert len(curve(OUTCOMES).splitlines()) == 2


def test_rejection_compares_every_pair() -> None:
    outside = _outcome(set(), "x", 0.1, "junk", in_scope=0.1)
    assert rejection([*OUTCOMES, outside]) == 1.0
    assert rejection([*OUTCOMES, _outcome(set(), "x", 0.1, "junk", in_scope=0.9)]) == 0.5
    assert rejection(OUTCOMES) == 0.5


def test_only_an_entry_of_the_matter_does_harm_out_of_scope() -> None:
    assert _outcome({OTHER_LEGAL}, "property-fee", 0.9).is_harmful
    assert not _outcome({OTHER_LEGAL}, "service-other-legal-matters", 0.9).is_harmful
    assert not _outcome(set(), "property-fee", 0.5).is_harmful
    assert not _outcome({"a"}, "property-fee", 0.9).is_harmful


def test_the_table_has_a_line_for_each_kind_and_what_was_out_of_scope() -> None:
    text = table([*OUTCOMES, _outcome(set(), "x", 0.9, "junk")])
    assert "| terse | 2 | 50.0% |" in text
    assert "答成物业或安全生产条目 1 题" in text
