"""Candidates are rearranged without losing or doubling any."""

from __future__ import annotations

from bot.faq.candidates import led_by, without_entries
from bot.faq.matcher import Candidate, Match

THREE = (Candidate("a", 0.8), Candidate("b", 0.1), Candidate("c", 0.0))


def test_leaders_come_first_and_each_entry_once() -> None:
    assert [one.entry_id for one in led_by(["c", "x"], THREE)] == ["c", "x", "a", "b"]


def test_the_first_is_never_less_likely_than_the_rest() -> None:
    assert led_by(["c"], THREE)[0].confidence == 0.8


def test_the_chance_of_a_refused_leader_falls_to_the_next() -> None:
    left = without_entries(Match(THREE, 0.9), {"a"})
    assert [one.entry_id for one in left.candidates] == ["b", "c"]
    assert 0.1 < left.candidates[0].confidence < 0.8


def test_nothing_refused_changes_nothing() -> None:
    match = Match(THREE, 0.9)
    assert without_entries(match, set()) is match
