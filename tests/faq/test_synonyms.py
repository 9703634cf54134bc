"""Dialect put into standard words; words that share a sense."""

from pathlib import Path

import pytest

from bot.faq.synonyms import Synonyms, load_synonyms


def test_the_longest_saying_is_replaced_first() -> None:
    words = Synonyms({"咋": "怎么", "咋个整": "怎么办"}, {})
    assert words.standard("漏水咋个整") == "漏水怎么办"
    assert words.standard("咋说") == "怎么说"


def test_a_longer_word_hides_the_shorter_one_inside() -> None:
    words = Synonyms({}, {"物业": ("物业",), "费用": ("物业费",)})
    assert words.senses("物业费太高") == {"费用"}
    assert words.senses("物业太差") == {"物业"}


def test_without_words_nothing_changes() -> None:
    assert Synonyms({}, {}).standard("漏水") == "漏水"
    assert Synonyms({}, {}).senses("漏水") == frozenset()


def test_a_word_without_its_source_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text("words:\n- {word: 克, standard: 去, meaning: 去}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="source"):
        load_synonyms(path)


def test_two_standards_for_one_word_are_refused(tmp_path: Path) -> None:
    row = "- {{word: 克, standard: {}, meaning: 去, source: 编者语感}}\n"
    path = tmp_path / "synonyms.yaml"
    path.write_text("words:\n" + row.format("去") + row.format("走"), encoding="utf-8")
    with pytest.raises(ValueError, match="两个不同的标准词"):
        load_synonyms(path)


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("这个咋个整", "这个怎么办"),
        ("给能退钱", "能不能退钱"),
        ("克哪点办", "去哪里办"),
        ("手机打失了", "手机丢了了"),
    ],
)
def test_the_shipped_table_reads_kunming(said: str, standard: str) -> None:
    assert load_synonyms().standard(said) == standard
