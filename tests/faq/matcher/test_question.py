"""One text read once, into terms of every channel."""

from bot.faq.matcher.question import joined, read_question
from bot.faq.synonyms import Synonyms

WORDS = Synonyms({"咋整": "怎么办"}, {"漏水": ("漏水", "渗水"), "楼上": ("楼上",)})


def test_characters_sounds_and_senses_are_counted() -> None:
    question = read_question("楼上漏水咋整", WORDS)
    characters, sounds, senses = question.terms
    assert question.plain == "楼上漏水怎么办"
    assert characters["楼"] == characters["漏水"] == 1
    assert "水咋" not in characters
    assert "lou'san" in sounds
    assert set(senses) == {"楼上", "漏水", "楼上+漏水"} or set(senses) == {"楼上", "漏水", "漏水+楼上"}


def test_terms_do_not_reach_across_a_stop() -> None:
    characters = read_question("漏水,狗咬", WORDS).terms[0]
    assert "水狗" not in characters


def test_two_ways_of_saying_share_sense_and_sound() -> None:
    one, other = read_question("渗水", WORDS), read_question("漏水", WORDS)
    assert one.terms[2] == other.terms[2]
    assert read_question("娄水", WORDS).terms[1] == other.terms[1]


def test_two_texts_told_as_one_have_the_terms_of_both() -> None:
    both = joined(read_question("漏水", WORDS), read_question("漏水了", WORDS))
    assert both.terms[0]["漏水"] == 2
    assert both.terms[0]["了"] == 1


def test_signs_alone_are_empty() -> None:
    assert read_question("！！！123", WORDS).is_empty
