"""Two problems in one message: both stand among the first candidates, and what is sure leads."""

from __future__ import annotations

import pytest

from bot.faq.matcher import Candidate, Match
from bot.faq.two_matters import TwoMatters, two_matters

BOTH = "请律师要花多少钱，官司赢了他不给钱咋办"
FIRST, SECOND = "请律师要花多少钱", "官司赢了他不给钱咋办"
SURE = 0.88

Told = dict[str, tuple[tuple[str, float], ...]]


class Knowing:
    """A matcher that was told what to find."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def match(self, text: str, limit: int = 5) -> Match:
        return Match(tuple(Candidate(*one) for one in self._told.get(text, ())), 0.99)


def _read(said: str, told: Told) -> TwoMatters:
    matcher = Knowing(told)
    return two_matters(said, matcher.match(said), matcher, SURE)


def _ids(two: TwoMatters) -> list[str]:
    return [one.entry_id for one in two.candidates]


@pytest.mark.parametrize(("half", "is_clear"), [(0.95, True), (0.75, False)])
def test_two_plain_halves_outweigh_a_whole_that_mixes_them(half: float, is_clear: bool) -> None:
    two = _read(
        BOTH,
        {BOTH: (("service-c", 0.5),), FIRST: (("service-a", half),), SECOND: (("service-b", half),)},
    )
    assert _ids(two)[:3] == ["service-a", "service-b", "service-c"]
    assert two.is_leader_clear is is_clear
    assert two.also(SURE) == ("service-b" if is_clear else None)


@pytest.mark.parametrize(("whole", "half"), [(0.85, 0.95), (0.5, 0.6)])
def test_a_strong_whole_or_weak_halves_change_no_leader(whole: float, half: float) -> None:
    told: Told = {
        BOTH: (("service-c", whole),),
        FIRST: (("service-a", half),),
        SECOND: (("service-b", half),),
    }
    assert _ids(_read(BOTH, told))[0] == "service-c"


def test_a_vague_half_is_about_the_field_of_the_other() -> None:
    told: Told = {
        BOTH: (("safety-commute", 0.95),),
        FIRST: (("safety-commute", 0.99),),
        SECOND: (("property-no-contract", 0.46), ("safety-no-contract", 0.34)),
    }
    two = _read(BOTH, told)
    assert _ids(two) == ["safety-commute", "safety-no-contract"]
    assert two.also(0.3) == "safety-no-contract"


def test_a_plain_half_keeps_its_own_field() -> None:
    told: Told = {
        BOTH: (("safety-commute", 0.95),),
        FIRST: (("safety-commute", 0.99),),
        SECOND: (("property-no-contract", 0.9), ("safety-no-contract", 0.05)),
    }
    assert _read(BOTH, told).also(SURE) == "property-no-contract"


@pytest.mark.parametrize("said", ["物业费太贵", "喂，电梯坏", ""])
def test_one_matter_stays_as_it_is(said: str) -> None:
    two = _read(said, {said: (("property-a", 0.9),)})
    assert (_ids(two), two.second, two.is_leader_clear) == (["property-a"], None, False)


def test_halves_that_mean_nothing_change_nothing() -> None:
    assert _ids(_read(BOTH, {BOTH: (("service-a", 0.9),)})) == ["service-a"]
    assert _ids(_read(BOTH, {})) == []
