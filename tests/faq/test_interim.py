"""A changed FAQ's new phrasings are found before the matcher has learnt them."""

from __future__ import annotations

from bot.faq.interim import InterimMatcher
from bot.faq.matcher import Candidate, Match


class _Before:
    """A matcher that gives the same two candidates for every text."""

    def match(self, text: str, limit: int = 5) -> Match:
        return Match((Candidate("property-old", 0.8), Candidate("property-gone", 0.1)), 0.7)


def _interim(**new: str) -> InterimMatcher:
    return InterimMatcher(
        _Before(), ["property-old", "property-new"], {text: entry for entry, text in new.items()}
    )


def test_new_phrasing_is_found_first_even_when_said_a_little_otherwise() -> None:
    owners = {"月亮上的房子漏风归谁管": "property-new"}
    match = InterimMatcher(_Before(), ["property-old", "property-new"], owners).match("月亮上房子漏风归谁管")
    assert match.candidates[0].entry_id == "property-new"
    assert match.candidates[0].confidence > 0.9


def test_other_texts_are_matched_as_before() -> None:
    match = InterimMatcher(_Before(), ["property-old"], {"月亮上的房子": "property-new"}).match("物业费谁定")
    assert match.candidates == (Candidate("property-old", 0.8),)
    assert match.in_scope == 0.7


def test_entry_that_went_is_offered_no_more() -> None:
    match = _interim().match("物业费谁定")
    assert [one.entry_id for one in match.candidates] == ["property-old"]


def test_at_most_as_many_candidates_as_asked_for() -> None:
    owners = {"月亮上的房子漏风归谁管": "property-new"}
    assert (
        len(InterimMatcher(_Before(), ["property-old"], owners).match("月亮上的房子漏风归谁管", 1).candidates)
        == 1
    )
