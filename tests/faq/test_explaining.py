"""Signals in words for staff."""

from bot.faq.explaining import WORDS, describe
from bot.faq.matcher import CandidateSignals, Explanation
from bot.faq.matcher.generic.signals import NAMES as GENERIC_NAMES
from bot.faq.matcher.signals import NAMES


def test_every_signal_has_a_chinese_name() -> None:
    assert set(WORDS) == {*NAMES, *GENERIC_NAMES}


def test_the_reading_and_every_candidate_are_told() -> None:
    one = CandidateSignals("leak", 0.93, "楼上漏水", {"margin": 0.5, "nearest": 0.25, "other_law": 0.0})
    text = describe(Explanation("楼上漏水怎么办", ("漏水",), 0.99, (one,)))
    assert "读作：楼上漏水怎么办" in text
    assert "1. leak（把握 93%）" in text
    assert text.endswith("分类器 0.50  最像的问法 0.25")


def test_nothing_readable_is_said_so() -> None:
    assert "没有读出" in describe(Explanation("", (), 0.0, ()))
