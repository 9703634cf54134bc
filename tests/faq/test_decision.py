"""Sure, close or lost: a table of matches."""

import pytest

from bot.faq.decision import Close, Decision, Lost, Sure, decide
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds

LINES = Thresholds(sure=0.8, close=0.3, in_scope=0.4)


def _match(in_scope: float, *confidences: float) -> Match:
    return Match(tuple(Candidate(f"entry-{place}", one) for place, one in enumerate(confidences)), in_scope)


@pytest.mark.parametrize(
    ("match", "decision"),
    [
        (_match(0.99, 0.95, 0.02), Sure("entry-0", 0.95)),
        (_match(0.9, 0.8), Sure("entry-0", 0.8)),
        (_match(0.9, 0.79, 0.1), Close(("entry-0", "entry-1"))),
        (_match(0.9, 0.4, 0.2, 0.1, 0.1, 0.05), Close(("entry-0", "entry-1", "entry-2", "entry-3"))),
        (_match(0.9, 0.1, 0.1), Lost()),
        (_match(0.39, 0.9), Lost()),
        (Match((), 0.0), Lost()),
    ],
)
def test_the_confidence_decides(match: Match, decision: Decision) -> None:
    assert decide(match, LINES) == decision


def test_far_fetched_entries_are_not_offered_beyond_the_second() -> None:
    match = Match(
        tuple(Candidate(name, chance) for name, chance in zip("abcd", (0.6, 0.01, 0.08, 0.01), strict=True)),
        0.99,
    )
    assert decide(match, Thresholds(sure=0.9, close=0.3, in_scope=0.5)) == Close(("a", "b", "c"))
