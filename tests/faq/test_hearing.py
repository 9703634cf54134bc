"""A message in a talk is read alone and after what was spoken of, in three readings at most."""

from __future__ import annotations

from bot.faq.hearing import Hearer
from bot.faq.matcher import Candidate, Match
from bot.faq.memory import Memory, Turn
from tests.fakes import entry

NOTARY = entry("service-notary", label="办公证", related=("service-fees",))
FEES = entry("service-fees")
EMERGENCY = entry("service-emergency")
COMPLAINT = entry("service-complaint-reply")
FAQ = {one.id: one for one in (NOTARY, FEES, EMERGENCY, COMPLAINT)}


class Listening:
    """A matcher that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def match(self, text: str, limit: int = 5) -> Match:
        self.asked.append(text)
        return Match((Candidate(FEES.id, 0.6),), 0.8)


def _heard(memory: Memory, said: str = "多少钱") -> tuple[Listening, str | None, frozenset[str]]:
    matcher = Listening()
    heard = Hearer(FAQ, matcher).hear(said, memory, points_back=False, is_corrected=False, is_foreign=False)
    last = heard.setting.last
    return matcher, last.id if last else None, heard.setting.neighbours


def test_it_is_read_alone_after_the_question_and_after_the_topic() -> None:
    memory = Memory().after(Turn("我想给房子办个公证委托书", "answer", NOTARY.id))
    matcher, last, neighbours = _heard(memory)
    assert matcher.asked[0] == "多少钱"
    assert matcher.asked[1].startswith("我想给房子办个公证委托书，多少钱")
    assert matcher.asked[2].startswith("办公证，多少钱")
    assert len(matcher.asked) == 3
    assert (last, neighbours) == (NOTARY.id, frozenset({FEES.id}))


def test_a_complaint_in_passing_does_not_change_the_topic() -> None:
    memory = Memory().after(Turn("我想给房子办个公证委托书", "answer", NOTARY.id))
    _, last, _ = _heard(memory.after(Turn("你答得不对", "answer", COMPLAINT.id)))
    assert last == NOTARY.id


def test_an_emergency_of_no_kind_is_no_topic() -> None:
    _, last, _ = _heard(Memory().after(Turn("救命有人倒下了", "emergency", EMERGENCY.id)))
    assert last is None
