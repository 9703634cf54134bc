"""Likeness is a linear score over characters and traits, the same for long and short texts."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.faq.danger.likeness import Likeness, features_of, load_likeness


def test_the_squares_of_the_characters_add_up_to_one() -> None:
    features = features_of("工友倒在井底", ["now"], ["身体"], {"injury": 2})
    assert math.isclose(sum(size**2 for name, size in features.items() if name[0] not in "#~@"), 1.0)


def test_traits_senses_and_cues_are_features_beside_the_characters() -> None:
    features = features_of("工友倒在井底", ["now"], ["身体"], {"injury": 4, "fire": 1})
    assert {"#now", "~身体", "@injury", "@fire"} <= set(features)
    assert features["@"] == features["@injury"] > features["@fire"]


def test_weights_raise_and_lower_the_chance() -> None:
    likeness = Likeness(0.0, {"火": 4.0, "赔": -4.0})
    assert (
        likeness.of(features_of("着火着火", [], [], {}))
        > 0.5
        > likeness.of(features_of("赔不赔钱", [], [], {}))
    )


def test_a_text_of_other_letters_has_no_features_but_its_cues() -> None:
    assert features_of("wuye bu gan huo", [], [], {}) == {"@": 0.0}


def test_a_broken_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="fit_danger"):
        load_likeness(path)
