"""A message in a talk is read alone and after what was spoken of, in four readings at most."""

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
    assert len(matcher.asked) == 3, "服务公证没有话题词"
    assert (last, neighbours) == (NOTARY.id, frozenset({FEES.id}))


def test_a_complaint_in_passing_does_not_change_the_topic() -> None:
    memory = Memory().after(Turn("我想给房子办个公证委托书", "answer", NOTARY.id))
    _, last, _ = _heard(memory.after(Turn("你答得不对", "answer", COMPLAINT.id)))
    assert last == NOTARY.id


def test_an_emergency_of_no_kind_is_no_topic() -> None:
    _, last, _ = _heard(Memory().after(Turn("救命有人倒下了", "emergency", EMERGENCY.id)))
    assert last is None


def test_it_is_read_after_the_cue_of_the_topic_too() -> None:
    fund = entry("property-fund-use")
    matcher = Listening()
    memory = Memory().after(Turn("想动用维修资金换水管", "answer", fund.id))
    Hearer({fund.id: fund}, matcher).hear(
        "要几户签字", memory, points_back=False, is_corrected=False, is_foreign=False
    )
    assert "维修资金，要几户签字" in matcher.asked


def test_a_talk_about_options_may_turn_to_what_is_near_them() -> None:
    memory = Memory().after(Turn("公证的事", "clarify"), (NOTARY.id, COMPLAINT.id))
    _, last, neighbours = _heard(memory)
    assert last is None
    assert neighbours == frozenset({FEES.id})


def test_other_law_is_no_topic_that_holds_the_talk() -> None:
    other = entry("service-other-legal-matters")
    memory = Memory().after(Turn("我骑车被人撞了怎么办呢", "answer", other.id))
    heard = Hearer({**FAQ, other.id: other}, Listening()).hear(
        "站点不管", memory, points_back=False, is_corrected=False, is_foreign=False
    )
    assert heard.setting.last is None


def test_what_tells_and_what_asks_are_kept_apart() -> None:
    memory = Memory().after(Turn("我想给房子办个公证委托书", "answer", NOTARY.id))
    tells = [
        Hearer(FAQ, Listening())
        .hear(said, memory, points_back=False, is_corrected=False, is_foreign=False)
        .setting.tells
        for said in ("公证处关门了", "公证处几点关门")
    ]
    assert tells == [True, False]
