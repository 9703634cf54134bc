"""In a talk, what was spoken of weighs as much as what the words say alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.leaning import CIRCUMSTANCES, SIGNALS, load_weights, rank_after, signals
from bot.faq.matcher import Candidate
from bot.faq.standing import Setting
from tests.fakes import entry

LAST = entry("safety-injury-deadline", related=("safety-injury-materials",))
MATERIALS = entry("safety-injury-materials", question="申请工伤认定要准备哪些材料？")
NOTARY = entry("service-notary")
FAQ = {one.id: one for one in (LAST, MATERIALS, NOTARY)}
FOLLOWING = Setting(
    last=LAST,
    neighbours=frozenset({MATERIALS.id}),
    options=(),
    earlier=frozenset(),
    aspects=frozenset(),
    length=4,
    leans=True,
    in_scope=0.2,
    sureness=0.1,
)


def _lists(alone: tuple[Candidate, ...], after: tuple[Candidate, ...]) -> list[tuple[Candidate, ...]]:
    return [alone, after, after, after]


def test_the_entry_that_is_about_the_aspect_takes_over() -> None:
    alone = (Candidate(NOTARY.id, 0.1), Candidate(MATERIALS.id, 0.1))
    asking = replace(FOLLOWING, aspects=frozenset({"papers"}))
    assert rank_after(_lists(alone, alone), asking, FAQ)[0][0] == MATERIALS.id


def test_words_that_mean_little_stay_with_the_last_entry() -> None:
    alone = (Candidate(NOTARY.id, 0.05), Candidate(LAST.id, 0.02))
    ranked = rank_after(_lists(alone, (Candidate(LAST.id, 0.9),)), FOLLOWING, FAQ)
    assert ranked[0][0] == LAST.id


def test_a_clear_new_topic_wins_over_the_talk() -> None:
    alone = (Candidate(NOTARY.id, 0.99),)
    new = replace(FOLLOWING, length=20, leans=False, in_scope=1.0, sureness=0.99)
    after = (Candidate(NOTARY.id, 0.6), Candidate(LAST.id, 0.3))
    assert rank_after(_lists(alone, after), new, FAQ)[0][0] == NOTARY.id


def test_an_answer_that_was_denied_is_less_likely() -> None:
    alone = (Candidate(LAST.id, 0.4), Candidate(MATERIALS.id, 0.3))
    lists = _lists(alone, alone)
    chance = dict(rank_after(lists, FOLLOWING, FAQ))[LAST.id]
    denied = dict(rank_after(lists, replace(FOLLOWING, is_corrected=True), FAQ))[LAST.id]
    assert denied < chance


@given(st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3), st.integers(0, 300), st.booleans())
def test_chances_are_chances(chances: list[float], length: int, leans: bool) -> None:
    alone = tuple(Candidate(one, chance) for one, chance in zip(FAQ, chances, strict=True))
    ranked = rank_after(_lists(alone, ()), replace(FOLLOWING, length=length, leans=leans), FAQ)
    assert {one for one, _ in ranked} == set(FAQ)
    assert sum(chance for _, chance in ranked) == pytest.approx(1.0)


def test_every_signal_has_its_weights_and_its_value() -> None:
    assert all(
        len(row) == len(CIRCUMSTANCES) == len(FOLLOWING.circumstances) for row in load_weights().values()
    )
    values = signals(_lists((), ()), FOLLOWING, FAQ)
    assert all(len(row) == len(SIGNALS) for row in values.values())


def test_a_signal_that_was_not_fitted_yet_weighs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text('{"circumstances": ["brief"], "weights": {"alone": [2.5]}}', encoding="utf-8")
    weights = load_weights(path)
    assert weights["alone"][CIRCUMSTANCES.index("brief")] == 2.5
    assert sum(map(sum, weights.values())) == 2.5
