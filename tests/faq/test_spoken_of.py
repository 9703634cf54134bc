"""What was spoken of is the last question; a denial is dropped where anything else is said."""

from __future__ import annotations

from bot.faq.memory import Memory, Turn
from bot.faq.spoken_of import last_question, without_denial
from tests.fakes import entry


def test_the_last_question_skips_small_talk() -> None:
    memory = (
        Memory().after(Turn("楼上漏水泡了我家吊顶", "answer", "property-a")).after(Turn("谢谢", "smalltalk"))
    )
    assert last_question(memory, entry("property-a")) == "楼上漏水泡了我家吊顶"


def test_a_very_short_question_is_told_by_the_entry() -> None:
    memory = Memory().after(Turn("2", "answer", "property-a"))
    assert last_question(memory, entry("property-a")) == "property-a 怎么办？"


def test_a_denial_is_dropped_beside_other_words_only() -> None:
    assert without_denial("没出血，只是肿") == "只是肿"
    assert without_denial("没出血") == "没出血"
