"""Syllables, Kunming's mergers, pinyin cut into syllables."""

import pytest

from bot.faq.pinyin import characters, initials, is_syllable, merged, readings, split_pinyin, syllables


def test_each_chinese_character_gives_one_syllable() -> None:
    assert syllables("物业费ab 1") == ["wu", "ye", "fei"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("yuan", "yan"),
        ("lv", "li"),
        ("qu", "qi"),
        ("zhang", "zan"),
        ("feng", "fen"),
        ("xing", "xin"),
        ("shi", "si"),
        ("yue", "ye"),
        ("yun", "yin"),
    ],
)
def test_sounds_that_kunming_or_a_hasty_finger_does_not_keep_apart_are_merged(one: str, other: str) -> None:
    assert merged(one) == merged(other)


@pytest.mark.parametrize(("one", "other"), [("lan", "nan"), ("jian", "jiang"), ("fu", "hu"), ("ba", "pa")])
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    assert merged(one) != merged(other)


@pytest.mark.parametrize(
    ("letters", "cut"),
    [
        ("wuyefei", ["wu", "ye", "fei"]),
        ("zenmeban", ["zen", "me", "ban"]),
        ("wyf", None),
        ("hello", None),
        ("", []),
    ],
)
def test_a_run_of_letters_is_cut_into_whole_syllables_or_not_at_all(
    letters: str, cut: list[str] | None
) -> None:
    assert split_pinyin(letters) == cut


def test_a_word_of_characters_with_several_sounds_has_several_readings() -> None:
    assert ("yin", "hang") in readings("银行")
    assert readings("物业")[0] == ("wu", "ye")


def test_initials_and_characters() -> None:
    assert initials("业委会") == "ywh"
    assert "业" in characters("ye")
    assert is_syllable("zhuang")
    assert not is_syllable("wyf")
