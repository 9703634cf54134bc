"""Words of one class are heard alike, and which class soon follows which."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.danger.lexicon import lexicon_of, load_lexicon

LEXICON = lexicon_of({"手": "手足", "手指": "手足", "机": "机器", "切纸机": "机器", "切": "切割"})


def test_two_ways_to_say_the_same_have_the_same_features() -> None:
    assert LEXICON.features("切纸机切了手指") == LEXICON.features("机子切到手")
    assert set(LEXICON.features("机子切到手")) == {
        "%机器",
        "%切割",
        "%手足",
        "%机器>切割",
        "%机器>手足",
        "%切割>手足",
    }


def test_the_longest_word_counts_and_not_those_within_it() -> None:
    assert set(LEXICON.features("切纸机")) == {"%机器"}


def test_which_comes_first_is_told_apart_and_what_is_far_apart_is_no_pair() -> None:
    assert "%手足>机器" in LEXICON.features("手在机上")
    assert "%手足>机器" not in LEXICON.features("手好好的没事后来我们又去看机子")


def test_a_word_in_two_classes_is_refused_with_both_named(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text("classes:\n  火: 火苗|烟\n  气: 烟|煤气\n", encoding="utf-8")
    with pytest.raises(ValueError, match="「烟」既在“火”又在“气”"):
        load_lexicon(path)


@given(st.text(max_size=80))
def test_any_text_has_features_of_known_classes_only(text: str) -> None:
    lexicon = load_lexicon()
    known = set(lexicon.classes.values())
    for name in lexicon.features(text):
        assert set(name.removeprefix("%").split(">")) <= known
