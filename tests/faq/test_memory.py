"""The memory keeps the last turns, and what was offered for as long as it stands."""

from bot.faq.memory import ALSO_KEPT, TURNS_KEPT, Memory, Turn

OFFERED = Memory().after(Turn("停车的事", "clarify"), ("one", "two"))


def test_an_answer_ends_what_was_offered() -> None:
    after = OFFERED.after(Turn("第二个", "answer", "two"))
    assert (after.options, after.clarified, after.last_entry_id) == ((), 0, "two")


def test_what_is_said_in_passing_leaves_the_offer_standing() -> None:
    after = OFFERED.beside(Turn("唉", "smalltalk"))
    assert (after.options, after.clarified) == (("one", "two"), 1)
    assert after.turns[-1].text == "唉"


def test_only_the_last_turns_are_kept() -> None:
    memory = OFFERED
    for place in range(TURNS_KEPT * 2):
        memory = memory.beside(Turn(str(place), "smalltalk"))
    assert len(memory.turns) == TURNS_KEPT


def test_a_second_matter_stays_offered_until_it_is_answered() -> None:
    told = Memory().after(Turn("电梯坏了，账也不公开", "answer", "lift", "accounts"))
    assert told.offered_also == "accounts"
    assert told.after(Turn("要多久", "answer", "lift")).offered_also == "accounts"
    assert told.after(Turn("账呢", "answer", "accounts")).offered_also is None
    for _ in range(ALSO_KEPT):
        told = told.after(Turn("要多久", "answer", "lift"))
    assert told.offered_also is None
