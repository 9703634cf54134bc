"""Words behind one function."""

from bot.faq.tokens import general_words, words


def test_words_come_in_order_without_blanks() -> None:
    assert "".join(words("楼上 漏水怎么办")) == "楼上漏水怎么办"
    assert "漏水" in words("楼上漏水怎么办")


def test_the_general_language_has_frequencies() -> None:
    frequencies = general_words()
    assert frequencies["公司"] > frequencies["公私"] > 0
