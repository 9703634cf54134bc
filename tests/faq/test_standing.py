"""How entries stand to a talk: near it, of its family, made for what is asked of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.faq.standing import OTHER_MATTERS, STANDINGS, Setting, near, standings
from tests.fakes import entry

TRIP = entry("safety-injury-business-trip", question="出差受伤算工伤吗？")
MATERIALS = entry("safety-injury-materials", question="申请工伤认定要准备哪些材料？", related=(TRIP.id,))
FUND = entry("property-fund-use")
OTHER = entry(OTHER_MATTERS)
FAQ = {one.id: one for one in (TRIP, MATERIALS, FUND, OTHER)}
ON_TRIP = Setting(
    last=TRIP,
    neighbours=frozenset({MATERIALS.id}),
    options=(),
    earlier=frozenset({FUND.id}),
    aspects=frozenset(),
    length=4,
    leans=True,
    in_scope=0.5,
    sureness=0.1,
)


def _held(setting: Setting, entry_id: str) -> set[str]:
    values = standings(FAQ, setting, FAQ)[entry_id]
    return {name for name, value in zip(STANDINGS, values, strict=True) if value > 0}


def test_neighbours_are_those_named_and_those_that_name() -> None:
    assert near(MATERIALS, FAQ) == {TRIP.id}
    assert near(TRIP, FAQ) == {MATERIALS.id}


def test_the_entry_at_hand_and_those_around_it_are_told_apart() -> None:
    assert {"last", "field"} <= _held(ON_TRIP, TRIP.id)
    assert {"near", "family"} <= _held(ON_TRIP, MATERIALS.id)
    assert "last" not in _held(ON_TRIP, MATERIALS.id)
    assert _held(ON_TRIP, FUND.id) == {"earlier"}


def test_an_entry_made_for_what_is_asked_shows_that_the_one_at_hand_lacks_it() -> None:
    asking = replace(ON_TRIP, aspects=frozenset({"papers"}))
    assert "dedicated" in _held(asking, MATERIALS.id)
    assert "last_lacks" in _held(asking, TRIP.id)
    assert "last_lacks" not in _held(ON_TRIP, TRIP.id)


@pytest.mark.parametrize(("is_foreign", "name"), [(True, "foreign"), (False, "strange")])
def test_other_law_is_strange_unless_the_words_speak_of_it(is_foreign: bool, name: str) -> None:
    assert name in _held(replace(ON_TRIP, is_foreign=is_foreign), OTHER.id)


def test_options_are_no_matter_at_hand() -> None:
    offered = replace(ON_TRIP, last=None, options=(TRIP.id, FUND.id))
    assert "option" in _held(offered, TRIP.id)
    assert "last" not in _held(offered, TRIP.id)


@pytest.mark.parametrize(
    ("change", "says_nothing"),
    [
        ({"leans": False, "tells": True, "in_scope": 0.1}, True),
        ({"leans": True, "tells": True, "in_scope": 0.1}, False),
        ({"leans": False, "tells": True, "in_scope": 0.9}, False),
        ({"leans": False, "tells": False, "in_scope": 0.1}, False),
    ],
)
def test_words_say_nothing_where_they_neither_lean_nor_ask_nor_mean(
    change: dict[str, bool | float], says_nothing: bool
) -> None:
    assert replace(ON_TRIP, **change).says_nothing(0.3) is says_nothing  # type: ignore[arg-type]
