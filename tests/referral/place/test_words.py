"""The data of place recognition keeps to facts that the gazetteer knows."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.referral.gazetteer import Gazetteer
from bot.referral.place.words import load_place_words

DATA = Path(__file__).resolve().parents[3] / "data"
WORDS = load_place_words(DATA)


def test_every_alias_and_zone_names_known_codes_and_says_why(gazetteer: Gazetteer) -> None:
    content = yaml.safe_load((DATA / "place_aliases.yaml").read_text(encoding="utf-8"))
    for item in [*content["aliases"], *content["governs"]]:
        assert item["why"]
        assert all(code in gazetteer for code in item["codes"]), item
    assert all(gazetteer[zone].is_zone for zone in WORDS.governs)


def test_an_alias_that_is_also_a_name_keeps_the_name(gazetteer: Gazetteer) -> None:
    own = {one.short_name.removesuffix("社区").removesuffix("村"): one.code for one in gazetteer.divisions}
    for name, codes in WORDS.aliases.items():
        if name in own and len(own[name]) == 12:
            assert any(own[name].startswith(code) for code in codes), name


def test_every_character_of_our_names_has_a_sound(gazetteer: Gazetteer) -> None:
    chars = {char for one in gazetteer.divisions for char in one.name}
    assert {char for char in chars if char not in WORDS.syllables} <= {"竜"}


def test_no_place_of_kunming_is_listed_as_outside(gazetteer: Gazetteer) -> None:
    ours = {one.name for one in gazetteer.divisions}
    assert not ours & WORDS.outside
    assert "安宁区" in WORDS.outside
    assert "大理" in WORDS.outside_short


def test_absent_files_add_nothing(tmp_path: Path) -> None:
    words = load_place_words(tmp_path)
    assert not words.aliases
    assert not words.outside


def test_an_alias_given_twice_is_refused(tmp_path: Path) -> None:
    text = (
        "aliases:\n  - {names: [甲, 甲], codes: ['5301'], why: 无}\ngoverns: []\nordinary: ''\nabroad: ''\n"
    )
    (tmp_path / "place_aliases.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="甲"):
        load_place_words(tmp_path)
