"""Danger is heard in any state; what is merely like it is cleared by a known question or by the talk."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.faq.alarm import Alarm
from bot.faq.danger import Verdict, load_danger_lane
from bot.faq.danger.after import After
from bot.faq.matcher import Candidate, Match
from bot.faq.memory import NOTHING_SAID, Memory, Turn
from bot.faq.smalltalk import load_small_talk
from bot.faq.understood import Danger
from bot.faq.vague import load_vague_topics
from tests.fakes import entry

FEE = entry("property-fee")
ANSWERED = Memory().after(Turn("物业换不掉", "answer", FEE.id))
DANGER = Danger("fire", ("119",), ("快跑", "捂住口鼻", "不坐电梯"))
BEFORE = Danger("gas", ("119",), ("开窗", "关阀", "出去"))
ALIKE = Verdict(likeness=0.6)
VERY_ALIKE = Verdict(likeness=0.95)
WITH_CUES = Verdict(points=(("fire", 3),), likeness=0.6)


@dataclass
class Lane:
    """A lane that weighs everything alike."""

    verdict: Verdict

    def weigh(self, raw: str) -> Verdict:
        return self.verdict

    def instructions(self, raw: str, verdict: Verdict) -> Danger:
        return DANGER

    @property
    def after(self) -> After:
        return load_danger_lane().after

    def read_last(self, told: list[str]) -> Danger | None:
        return BEFORE if told == ["着火了"] else None

    def read_after(self, raw: str, told: list[str]) -> Danger | None:
        return DANGER if told == ["着火了"] else None


class Knowing:
    """A matcher that knows everything for the same entry."""

    def __init__(self, confidence: float) -> None:
        self._found = Match((Candidate(FEE.id, confidence),), 0.9)

    def match(self, text: str, limit: int = 5) -> Match:
        return self._found


def _alarm(verdict: Verdict, confidence: float = 0.3) -> Alarm:
    lane = Lane(verdict)
    return Alarm(
        {FEE.id: FEE},
        Knowing(confidence),
        load_small_talk(),
        load_vague_topics(),
        lane,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("verdict", "memory", "said", "is_heard"),
    [
        (ALIKE, NOTHING_SAID, "他们赖着不走", True),
        (ALIKE, ANSWERED, "他们赖着不走", False),
        (VERY_ALIKE, ANSWERED, "他们赖着不走", True),
        (WITH_CUES, ANSWERED, "窗户冒烟了", True),
        (ALIKE, ANSWERED, "充电的那个车炸了以后一直在烧楼道里全是烟", True),
        (ALIKE, ANSWERED.after(Turn("着火了", "emergency")), "他们赖着不走", True),
        (ALIKE, NOTHING_SAID, "谢谢", False),
        (ALIKE, NOTHING_SAID, "2和3", False),
        (ALIKE, NOTHING_SAID, "都想了解", False),
        (Verdict(likeness=0.1), NOTHING_SAID, "他们赖着不走", False),
    ],
)
def test_few_words_in_a_talk_need_a_cue_or_a_clear_likeness(
    verdict: Verdict, memory: Memory, said: str, is_heard: bool
) -> None:
    assert (_alarm(verdict).hear(said, memory) is not None) is is_heard


def test_a_doubtful_danger_is_cleared_by_a_question_that_is_known() -> None:
    verdicts = (Verdict(likeness=one / 100) for one in range(100))
    doubtful = next(one for one in verdicts if one.is_doubtful and not one.is_danger)
    assert _alarm(doubtful, 0.9).hear("物业不让外人进来") is None
    assert _alarm(doubtful, 0.2).hear("物业不让外人进来") is not None


def test_what_goes_on_about_a_danger_is_still_in_it() -> None:
    alarm = _alarm(ALIKE)
    told = Memory().after(Turn("着火了", "emergency"))
    assert alarm.hear_on("烟更大了", told) == DANGER
    assert alarm.hear_on("烟更大了", told.after(Turn("物业费", "answer", FEE.id))) is None


def test_a_few_words_without_a_kind_of_their_own_are_about_the_danger_before() -> None:
    told = Memory().after(Turn("着火了", "emergency"))
    danger, own = _alarm(VERY_ALIKE).hear("他还没醒", told), _alarm(WITH_CUES).hear("他还没醒", told)
    assert danger is not None
    assert own is not None
    assert (danger.kind, own.kind) == (BEFORE.kind, DANGER.kind)


def test_words_that_say_help_has_come_are_no_new_danger() -> None:
    over = Verdict(likeness=0.95, told="弄出来了")
    assert _alarm(over).hear("弄出来了", Memory().after(Turn("着火了", "emergency"))) is None
    assert _alarm(over).hear("弄出来了") is not None


@pytest.mark.parametrize(
    ("verdict", "confidence", "is_heard"),
    [
        (ALIKE, 0.95, False),
        (ALIKE, 0.8, True),
        (VERY_ALIKE, 0.95, True),
        (WITH_CUES, 0.95, True),
    ],
)
def test_a_question_that_is_surely_ordinary_clears_a_danger_that_is_not_plain(
    verdict: Verdict, confidence: float, is_heard: bool
) -> None:
    assert (_alarm(verdict, confidence).hear("隔壁在走道里放了柜子") is not None) is is_heard
