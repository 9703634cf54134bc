"""What a message by itself comes to: one answer, two matters, a question back, nothing that we know."""

from __future__ import annotations

import pytest

from bot.faq.alone import MOST_CLARIFIED, AloneReader
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.smalltalk import load_small_talk
from bot.faq.standing import OTHER_MATTERS
from bot.faq.understood import Close, Found, Talk, Unknown
from bot.faq.vague import VagueTopics, load_vague_topics
from tests.fakes import entry

LIFT, MONEY, NOISE, ALONE = (
    entry(one)
    for one in (
        "property-elevator-fault",
        "property-revenue-claim",
        "property-neighbor-noise",
        "property-owner-self-management",
    )
)
FAQ = {one.id: one for one in (LIFT, MONEY, NOISE, ALONE)}
BOTH = "电梯三天两头坏，广告的钱物业自己拿了"
FIRST, SECOND = "电梯三天两头坏", "广告的钱物业自己拿了"

Told = dict[str, tuple[tuple[str, float], ...]]


class Knowing:
    """A matcher that was told what to find."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def match(self, text: str, limit: int = 5) -> Match:
        return Match(tuple(Candidate(*one) for one in self._told.get(text, ())), 0.99)


def _reader(told: Told, vague: VagueTopics | None = None) -> AloneReader:
    thresholds = Thresholds(sure=0.88, close=0.3, in_scope=0.5)
    topics = load_vague_topics() if vague is None else vague
    return AloneReader(FAQ, Knowing(told), thresholds, load_small_talk(), topics)


def test_two_sure_halves_answer_the_first_and_offer_the_second() -> None:
    told: Told = {
        BOTH: ((LIFT.id, 0.95), (NOISE.id, 0.02), (MONEY.id, 0.01)),
        FIRST: ((LIFT.id, 0.99),),
        SECOND: ((MONEY.id, 0.93),),
    }
    found = _reader(told).read(BOTH, Memory())
    assert isinstance(found, Found)
    assert (found.entry_id, found.also) == (LIFT.id, MONEY.id)


def test_a_sure_half_answers_where_only_the_other_made_the_whole_doubtful() -> None:
    told: Told = {
        BOTH: ((LIFT.id, 0.8), (MONEY.id, 0.1)),
        FIRST: ((LIFT.id, 0.99),),
        SECOND: ((MONEY.id, 0.4),),
    }
    found = _reader(told).read(BOTH, Memory())
    assert isinstance(found, Found)
    assert (found.entry_id, found.also) == (LIFT.id, None)
    assert found.confidence == 0.8


def test_a_doubtful_whole_is_asked_back_even_with_a_sure_half() -> None:
    told: Told = {
        BOTH: ((LIFT.id, 0.5), (MONEY.id, 0.3)),
        FIRST: ((LIFT.id, 0.99),),
        SECOND: ((MONEY.id, 0.9),),
    }
    assert isinstance(_reader(told).read(BOTH, Memory()), Close)


def test_the_best_of_each_half_is_among_the_first_four() -> None:
    told: Told = {
        BOTH: tuple((f"property-{one}", 0.9 / (one + 1)) for one in range(6)),
        FIRST: (("property-0", 0.9),),
        SECOND: ((MONEY.id, 0.4),),
    }
    found = _reader(told).read(BOTH, Memory())
    assert MONEY.id in [one.entry_id for one in found.candidates[:4]]


@pytest.mark.parametrize("asked", range(4))
def test_we_ask_back_twice_and_then_pass_it_on(asked: int) -> None:
    close: Told = {"吵": ((NOISE.id, 0.5), (LIFT.id, 0.3))}
    understood = _reader(close, VagueTopics({}, load_vague_topics().fillers)).read(
        "吵", Memory(clarified=asked)
    )
    assert isinstance(understood, Close if asked < MOST_CLARIFIED else Unknown)


def test_usual_questions_of_a_named_topic_take_the_place_of_far_fetched_options() -> None:
    vague = VagueTopics({"电梯": (LIFT.id, MONEY.id)}, load_vague_topics().fillers)
    told: Told = {"电梯好贵呀": ((LIFT.id, 0.6), (ALONE.id, 0.05))}
    understood = _reader(told, vague).read("电梯好贵呀", Memory())
    assert isinstance(understood, Close)
    assert understood.entry_ids == (LIFT.id, MONEY.id)


def test_an_option_that_is_likely_itself_stays() -> None:
    vague = VagueTopics({"电梯": (LIFT.id, MONEY.id)}, load_vague_topics().fillers)
    told: Told = {"电梯好吵呀": ((LIFT.id, 0.5), (NOISE.id, 0.3))}
    understood = _reader(told, vague).read("电梯好吵呀", Memory())
    assert isinstance(understood, Close)
    assert understood.entry_ids == (LIFT.id, NOISE.id, MONEY.id)


@pytest.mark.parametrize(
    ("said", "in_scope", "kind"),
    [
        ("哈密瓜", 0.02, Talk),
        ("哈密瓜", 0.5, Unknown),
        ("大概多少钱", 0.02, Unknown),
        ("哈密瓜" * 6, 0.02, Unknown),
    ],
)
def test_a_few_words_that_hardly_ask_anything_are_idle_talk(said: str, in_scope: float, kind: type) -> None:
    assert isinstance(_reader({}).lost(said, Match((), in_scope)), kind)


def test_other_law_is_no_option_beside_enough_others() -> None:
    close: Told = {"押金": ((NOISE.id, 0.5), (OTHER_MATTERS, 0.2), (LIFT.id, 0.1))}
    understood = _reader(close, VagueTopics({}, load_vague_topics().fillers)).read("押金", Memory())
    assert isinstance(understood, Close)
    assert understood.entry_ids == (NOISE.id, LIFT.id)


def test_two_plain_halves_are_both_offered_where_neither_is_sure() -> None:
    told: Told = {
        BOTH: ((NOISE.id, 0.5), (ALONE.id, 0.2)),
        FIRST: ((LIFT.id, 0.8),),
        SECOND: ((MONEY.id, 0.75),),
    }
    understood = _reader(told).read(BOTH, Memory())
    assert isinstance(understood, Close)
    assert understood.entry_ids[:2] == (LIFT.id, MONEY.id)
