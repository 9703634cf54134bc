"""In a talk some words are not about its matter, and are read alone."""

from __future__ import annotations

import pytest

from bot.faq.aside import read_aside
from bot.faq.hearing import Hearing
from bot.faq.matcher import Candidate, Match
from bot.faq.memory import Memory, Turn
from bot.faq.standing import OTHER_MATTERS, Setting

HOURS, PRIVACY, INJURY = "service-opening-hours", "service-privacy", "safety-injury-basic"
ANSWERED = Memory().after(Turn("包工头不认账", "answer", "safety-contractor-boss"))
REFERRED = ANSWERED.after(Turn("我在马街", "refer"))
OTHER_LAW = Memory().after(Turn("网上买到假货", "answer", OTHER_MATTERS))


def _heard(said: str, leading: str, confidence: float, *, is_foreign: bool = False) -> Hearing:
    setting = Setting(
        last=None,
        neighbours=frozenset(),
        options=(),
        earlier=frozenset(),
        aspects=frozenset(),
        length=len(said),
        leans=False,
        in_scope=0.9,
        sureness=confidence,
        is_foreign=is_foreign,
    )
    return Hearing(said, Match((Candidate(leading, confidence),), 0.9), (), (), (), setting)


@pytest.mark.parametrize(
    ("memory", "heard", "is_aside"),
    [
        (REFERRED, _heard("他们几点上班", HOURS, 0.95), True),
        (REFERRED, _heard("他们几点上班", HOURS, 0.7), False),
        (ANSWERED, _heard("他们几点上班", HOURS, 0.95), False),
        (ANSWERED, _heard("你会告诉物业吗", PRIVACY, 0.6), True),
        (ANSWERED, _heard("会不会告诉物业", PRIVACY, 0.6), False),
        (ANSWERED, _heard("你会告诉物业吗", PRIVACY, 0.3), False),
        (OTHER_LAW, _heard("装货时腰被砸了", INJURY, 0.7), True),
        (OTHER_LAW, _heard("装货时腰被砸了", INJURY, 0.3), False),
        (OTHER_LAW, _heard("货款也不给", INJURY, 0.7, is_foreign=True), False),
        (OTHER_LAW, _heard("商家不退", OTHER_MATTERS, 0.9), False),
        (ANSWERED, _heard("装货时腰被砸了", INJURY, 0.7), False),
    ],
)
def test_an_aside_is_to_us_about_the_station_or_after_other_law(
    memory: Memory, heard: Hearing, is_aside: bool
) -> None:
    assert (read_aside(heard, memory, 0.88) == heard.alone.first) is is_aside


def test_words_that_mean_nothing_are_no_aside() -> None:
    heard = _heard("嗯", HOURS, 0.9)
    nothing = Hearing("嗯", Match((), 0.0), (), (), (), heard.setting)
    assert read_aside(nothing, REFERRED, 0.88) is None
