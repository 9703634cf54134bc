"""What a text means: alone, after an answer, after a question back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.interpreter import Interpreter
from bot.faq.loader import Faq
from bot.faq.matcher import Candidate, Match, Matcher
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory, Turn
from bot.faq.understood import (
    Close,
    Danger,
    Found,
    NoneOfThese,
    OutOfScope,
    Talk,
    WantsHuman,
)
from tests.fakes import entry

ASKED = {
    "property-leak-upstairs": (
        "楼上漏水怎么赔",
        "楼上{}漏水",
        "厨房阳台厕所水管地漏浴室主卧客厅邻居吊顶暖气阀门",
    ),
    "property-parking-fee": (
        "停车费涨价合理吗",
        "停车费{}",
        "涨价太贵标准多少乱收按月按天涨了谁定不交退费怎收",
    ),
    "service-notary": ("办公证", "公证{}", "去哪材料多钱遗嘱委托收费流程几天上门预约证明翻译"),
}
ENTRIES = tuple(
    entry(
        entry_id,
        label=label,
        question=f"{label}？",
        variants=tuple(pattern.format(words[place : place + 2]) for place in range(0, 24, 2)),
    )
    for entry_id, (label, pattern, words) in ASKED.items()
)


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    matcher = Matcher.from_entries(
        [(one.id, (one.question, one.label, *one.variants), one.answer) for one in ENTRIES]
    )
    return Interpreter(Faq(ENTRIES, "hash"), matcher, Thresholds(sure=0.0, close=0.0, in_scope=0.0))


def _asked(entry_id: str) -> Memory:
    return Memory().after(Turn("上一个问题是怎么回事", "answer", entry_id))


OFFERED = Memory().after(Turn("想问个事", "clarify"), ("property-leak-upstairs", "property-parking-fee"))


def test_a_question_finds_its_entry(interpreter: Interpreter) -> None:
    understood = interpreter.read("停车费太贵了怎么回事", Memory())
    assert isinstance(understood, Found)
    assert understood.entry_id == "property-parking-fee"


@pytest.mark.parametrize("said", ["2", "第二个", "最后一个", "停车费涨价"])
def test_an_option_is_chosen(interpreter: Interpreter, said: str) -> None:
    understood = interpreter.read(said, OFFERED)
    assert isinstance(understood, Found)
    assert understood.entry_id == "property-parking-fee"


def test_refusing_every_option_is_understood(interpreter: Interpreter) -> None:
    assert isinstance(interpreter.read("都不是", OFFERED), NoneOfThese)


def test_a_refusal_with_other_words_is_read_by_those_words(interpreter: Interpreter) -> None:
    understood = interpreter.read("都不是，是公证的材料", OFFERED)
    assert isinstance(understood, Found)
    assert understood.entry_id == "service-notary"


@pytest.mark.parametrize("memory", [Memory(), OFFERED, _asked("service-notary")])
def test_a_person_can_be_asked_for_at_any_time(interpreter: Interpreter, memory: Memory) -> None:
    assert isinstance(interpreter.read("转人工", memory), WantsHuman)


def test_thanks_are_small_talk_even_after_an_answer(interpreter: Interpreter) -> None:
    understood = interpreter.read("谢谢你", _asked("service-notary"))
    assert isinstance(understood, Talk)
    assert understood.kind == "thanks"


def test_going_back_finds_the_matter_before(interpreter: Interpreter) -> None:
    memory = _asked("service-notary").after(Turn("停车费", "answer", "property-parking-fee"))
    understood = interpreter.read("说回刚才那个", memory)
    assert isinstance(understood, Found)
    assert understood.entry_id == "service-notary"


def test_a_new_topic_beats_the_talk(interpreter: Interpreter) -> None:
    understood = interpreter.read("楼上卫生间漏水泡了我家", _asked("service-notary"))
    assert isinstance(understood, Found)
    assert understood.entry_id == "property-leak-upstairs"


def test_we_ask_back_at_most_twice_in_a_row(interpreter: Interpreter) -> None:
    tired = Memory(clarified=2)
    assert isinstance(interpreter.read("停车", Memory(turns=())), Close | Found)
    assert not isinstance(interpreter.read("停车", tired), Close)


def test_a_danger_leads_its_own_candidates(interpreter: Interpreter) -> None:
    danger = interpreter.danger("楼上着火了，浓烟滚滚，还有人在里面")
    assert danger is not None
    assert "119" in danger.hotlines
    assert danger.candidates[0].entry_id == danger.entry_id


@pytest.mark.parametrize("raw", ["", "   ", "哈" * 5000, "<script>x</script>"])
def test_what_cannot_be_read_gets_no_answer(interpreter: Interpreter, raw: str) -> None:
    assert not isinstance(interpreter.read(raw, Memory()), Found | Close)
    assert interpreter.danger(raw) is None


@given(said=st.text(max_size=120), options=st.booleans())
def test_no_text_is_an_error_in_any_state(interpreter: Interpreter, said: str, options: bool) -> None:
    interpreter.danger(said)
    assert interpreter.read(said, OFFERED if options else _asked("service-notary")) is not None


@pytest.mark.parametrize("said", ["是", "嗯", "对的", "那个", "第9个", "7"])
def test_a_yes_to_which_one_or_a_number_beyond_asks_again(interpreter: Interpreter, said: str) -> None:
    understood = interpreter.read(said, OFFERED)
    assert isinstance(understood, Close)
    assert understood.entry_ids == OFFERED.options


def test_asking_again_ends_with_a_person_too(interpreter: Interpreter) -> None:
    asked = OFFERED.after(Turn("是", "clarify"), OFFERED.options)
    assert not isinstance(interpreter.read("是", asked), Close | Found)


@pytest.mark.parametrize("said", ["我也说不清", "不晓得咋说", "不知道选哪个"])
def test_who_cannot_say_what_it_is_about_is_passed_on(interpreter: Interpreter, said: str) -> None:
    assert isinstance(interpreter.read(said, OFFERED), NoneOfThese)
    assert isinstance(interpreter.read(said, _asked("service-notary")), NoneOfThese)


def test_going_back_by_the_name_of_the_matter_finds_it(interpreter: Interpreter) -> None:
    memory = _asked("service-notary").after(Turn("停车费太贵", "answer", "property-parking-fee"))
    understood = interpreter.read("说回公证的事，要多少钱", memory)
    assert isinstance(understood, Found)
    assert understood.entry_id == "service-notary"


def test_words_after_a_danger_that_go_on_about_it_are_still_in_it(interpreter: Interpreter) -> None:
    told = "楼上着火了，浓烟滚滚，还有人在里面"
    memory = Memory().after(Turn(told, "emergency", "property-leak-upstairs"))
    understood = interpreter.read("烟越来越大了怎么办", memory)
    assert isinstance(understood, Danger)
    assert "119" in understood.hotlines
    assert not isinstance(interpreter.read("火灭了，谢谢", memory), Danger)


def test_a_bare_topic_is_no_danger_however_likely(interpreter: Interpreter) -> None:
    assert interpreter.danger("漏水了咋办") is None


def test_blank_is_named_blank(interpreter: Interpreter) -> None:
    assert interpreter.read("\n\n", Memory()) == OutOfScope("blank")


def test_thanks_are_no_danger_whatever_they_resemble(interpreter: Interpreter) -> None:
    assert interpreter.danger("谢谢") is None
    assert interpreter.danger("最后一个") is None


def test_a_third_time_we_do_not_ask_back(interpreter: Interpreter) -> None:
    asked = Memory()
    for _ in range(2):
        asked = asked.after(Turn("想问个事", "clarify"), ("property-leak-upstairs", "property-parking-fee"))
    for said in ("漏水", "停车", "那个事情嘛", "哪样都有点"):
        assert not isinstance(interpreter.read(said, asked), Close)


def test_two_options_answer_the_first_and_offer_the_second(interpreter: Interpreter) -> None:
    understood = interpreter.read("两个都想问", OFFERED)
    assert isinstance(understood, Found)
    assert (understood.entry_id, understood.also) == OFFERED.options


@pytest.mark.parametrize("said", ["什么意思", "没看懂", "再说一遍"])
def test_who_did_not_understand_the_options_sees_them_again(interpreter: Interpreter, said: str) -> None:
    understood = interpreter.read(said, OFFERED)
    assert isinstance(understood, Close)
    assert understood.entry_ids == OFFERED.options


@pytest.mark.parametrize("said", ["第二个问题呢", "那停车费呢"])
def test_the_second_matter_of_a_message_is_remembered(interpreter: Interpreter, said: str) -> None:
    told = Turn("楼上漏水，停车费也涨了", "answer", "property-leak-upstairs", "property-parking-fee")
    understood = interpreter.read(said, Memory().after(told))
    assert isinstance(understood, Found)
    assert understood.entry_id == "property-parking-fee"


@pytest.mark.parametrize("said", ["谢谢", "哈哈哈哈哈哈哈"])
def test_small_talk_is_no_junk_however_it_repeats(interpreter: Interpreter, said: str) -> None:
    assert isinstance(interpreter.read(said, Memory()), Talk)


def test_a_bare_topic_that_sounds_like_a_complaint_is_a_topic_before_any_answer(
    interpreter: Interpreter,
) -> None:
    assert not isinstance(interpreter.read("垃圾", Memory()), Talk)
    assert isinstance(interpreter.read("垃圾", _asked("service-notary")), Talk)


def test_going_back_with_a_new_matter_finds_the_new_one(interpreter: Interpreter) -> None:
    memory = Memory().after(Turn("办公证", "answer", "service-notary"))
    understood = interpreter.read("说回前面，停车费涨价太贵怎么收", memory)
    assert isinstance(understood, Found)
    assert understood.entry_id == "property-parking-fee"


class TopicBound:
    """A matcher that hears a parking fee in words alone, and a leak as soon as anything stands before them."""

    def match(self, text: str, limit: int = 5) -> Match:
        """Two candidates, the likelier one first."""
        chances = {"property-leak-upstairs": 0.99, "property-parking-fee": 0.001}
        if "，" not in text:
            chances = {"property-parking-fee": 0.82, "property-leak-upstairs": 0.01}
        return Match(tuple(Candidate(*one) for one in chances.items()), 0.9)


def test_what_the_words_alone_would_ask_is_offered_beside_what_the_talk_tells() -> None:
    lines = Thresholds(sure=0.9, close=0.3, in_scope=0.5)
    bound = Interpreter(Faq(ENTRIES, "hash"), TopicBound(), lines)
    found = bound.read("物业乱收", _asked("property-leak-upstairs"))
    assert isinstance(found, Found)
    assert (found.entry_id, found.also) == ("property-leak-upstairs", "property-parking-fee")
