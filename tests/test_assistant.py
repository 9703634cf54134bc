"""The straight line of one question: answer, question back, station, case; danger before all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.conversation import (
    Answer,
    AskConsent,
    AskPlace,
    CaseAdded,
    CaseOpened,
    Channel,
    Choice,
    Citizen,
    Clarify,
    Emergency,
    Inquiry,
    MyCases,
    Note,
    Point,
    Refer,
    Reply,
    Verb,
)
from bot.desk import Desk, Role
from bot.faq.memory import Memory
from bot.faq.understood import Close, Danger, Found, Talk, TalkKind, WantsHuman
from bot.handlers.wording import ChineseDesk
from bot.reception import Reception
from bot.referral.case import Attachment
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions, load_stations
from bot.storage.work import SqlWorks
from tests.fakes import FakeKnowledge, entry, knowledge

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Citizen(Channel.TELEGRAM, "anna")
FEE, LEAK = entry("property-fee-test"), entry("property-leak-test")
FIRE = Danger("fire", ("119",), ("快跑", "捂住口鼻", "不坐电梯"), "property-leak-test")

Say = Callable[..., Awaitable[Reply]]


@pytest.fixture(scope="module")
def directory() -> Directory:
    gazetteer = load_divisions(DATA / "divisions.csv")
    return Directory(load_stations(DATA / "stations.csv", gazetteer), gazetteer)


@pytest.fixture
def known() -> FakeKnowledge:
    faq = knowledge(FEE, LEAK)
    faq.interpreter.meanings |= {
        "物业费": Found(FEE.id, 0.95),
        "漏水": Close((FEE.id, LEAK.id)),
        "找个人说": WantsHuman(),
    }
    faq.interpreter.dangers["着火了"] = FIRE
    return faq


@pytest.fixture
def say(works: SqlWorks, known: FakeKnowledge, directory: Directory) -> Say:
    assistant = Assistant(known, Reception(lambda: directory, Desk(ChineseDesk())))
    count = iter(range(1000))

    async def ask(
        text: str = "", *, press: Choice | None = None, point: Point | None = None, **more: str
    ) -> Reply:
        inquiry = Inquiry(ANNA, NOW, text, press, point, **more)  # type: ignore[arg-type]
        async with works.writing() as work:
            return (await assistant.respond(work, inquiry, key=f"test:{next(count)}")).reply

    return ask


async def test_sure_question_gets_the_entrys_answer_with_a_code(say: Say) -> None:
    reply = await say("物业费")
    assert isinstance(reply, Answer)
    assert reply.entry == FEE
    assert len(reply.code) == 7


async def test_close_question_is_asked_back_and_a_button_answers_it(say: Say) -> None:
    reply = await say("漏水")
    assert isinstance(reply, Clarify)
    assert reply.entries == (FEE, LEAK)
    chosen = await say(press=Choice(Verb.ENTRY, LEAK.id))
    assert isinstance(chosen, Answer)
    assert chosen.entry == LEAK


async def test_options_are_remembered_for_the_next_message(say: Say, known: FakeKnowledge) -> None:
    await say("漏水")
    await say("第二个")
    assert known.interpreter.memories[-1].options == (FEE.id, LEAK.id)


@pytest.mark.parametrize(
    ("kind", "stands"), [("chitchat", True), ("greeting", True), ("thanks", False), ("bye", False)]
)
async def test_small_talk_leaves_the_options_standing_until_thanks_end_them(
    say: Say, known: FakeKnowledge, kind: TalkKind, stands: bool
) -> None:
    known.interpreter.meanings["哎"] = Talk(kind)
    await say("漏水")
    await say("哎")
    await say("第二个")
    assert bool(known.interpreter.memories[-1].options) is stands


async def test_a_mere_place_is_no_danger_whatever_it_resembles(say: Say, known: FakeKnowledge) -> None:
    known.interpreter.dangers |= {"我在官渡关上": FIRE, "我在官渡关上，着火了": FIRE}
    assert isinstance(await say("我在官渡关上"), Refer)
    assert isinstance(await say("我在官渡关上，着火了"), Emergency)


async def test_a_place_that_was_asked_for_is_no_danger(say: Say, known: FakeKnowledge) -> None:
    known.interpreter.dangers |= {"关上": FIRE}
    assert isinstance(await say("关上"), Emergency)
    assert isinstance(await say(press=Choice(Verb.STATION)), AskPlace)
    assert not isinstance(await say("关上"), Emergency)


async def test_unknown_question_asks_where_and_a_place_in_words_leads_to_its_station(say: Say) -> None:
    asked = await say("说不清的事")
    assert isinstance(asked, AskPlace)
    reply = await say("官渡区关上街道")
    assert isinstance(reply, Refer)
    assert reply.serving.station.name == "关上街道公共法律服务站"


async def test_place_in_buttons_goes_from_county_to_township(say: Say) -> None:
    await say("说不清的事")
    county = await say(press=Choice(Verb.PLACE, "530111"))
    assert isinstance(county, Refer)
    assert any(one.code == "530111001" for one in county.deeper)
    township = await say(press=Choice(Verb.PLACE, "530111001"))
    assert isinstance(township, Refer)
    assert township.serving.station.division_code == "530111001"


async def test_shared_position_leads_to_a_station(say: Say) -> None:
    reply = await say(point=Point(25.04, 102.72))
    assert isinstance(reply, Refer)


async def test_position_outside_kunming_still_leaves_a_next_step(say: Say) -> None:
    reply = await say(point=Point(39.9, 116.4))
    assert isinstance(reply, Refer)
    assert "不在昆明" in reply.serving.reason_zh


async def test_place_with_several_meanings_is_never_picked_silently(say: Say) -> None:
    await say("说不清的事")
    reply = await say("马街")
    assert isinstance(reply, AskPlace)
    assert len(reply.options) >= 2
    assert len(set(reply.labels)) == len(reply.options)


async def _open_case(say: Say) -> CaseOpened:
    await say("说不清的事")
    refer = await say("官渡区关上街道")
    assert isinstance(refer, Refer)
    consent = await say(press=Choice(Verb.CASE, refer.serving.station.id))
    assert isinstance(consent, AskConsent)
    opened = await say(press=Choice(Verb.CONSENT))
    assert isinstance(opened, CaseOpened)
    return opened


async def test_case_is_opened_only_after_consent(say: Say) -> None:
    opened = await _open_case(say)
    mine = await say(press=Choice(Verb.MY))
    assert isinstance(mine, MyCases)
    assert [case.number for case in mine.cases] == [opened.number]
    assert mine.cases[0].question == "说不清的事"


async def test_declining_passes_nothing_on(say: Say) -> None:
    await say("说不清的事")
    refer = await say("官渡区关上街道")
    assert isinstance(refer, Refer)
    await say(press=Choice(Verb.CASE, refer.serving.station.id))
    assert await say("不用了") == Note("declined")
    assert await say(press=Choice(Verb.CONSENT)) == Note("stale")
    assert await say(press=Choice(Verb.MY)) == MyCases(())


async def test_a_new_question_is_not_heard_in_the_light_of_the_old_one(
    say: Say, known: FakeKnowledge
) -> None:
    await _open_case(say)
    await say(press=Choice(Verb.NEW_QUESTION))
    await say("物业费")
    assert known.interpreter.memories[-1] == Memory()


async def test_words_after_the_hand_over_go_to_the_station(say: Say) -> None:
    opened = await _open_case(say)
    assert await say("物业费") == CaseAdded(opened.number)


async def test_danger_breaks_into_a_running_case(say: Say) -> None:
    await _open_case(say)
    reply = await say("着火了")
    assert isinstance(reply, Emergency)
    assert reply.danger.hotlines == ("119",)


async def test_new_question_leaves_the_case_running_and_is_answered(say: Say) -> None:
    await _open_case(say)
    await say(press=Choice(Verb.NEW_QUESTION))
    assert isinstance(await say("物业费"), Answer)


async def test_withdrawn_case_takes_no_more_words(say: Say) -> None:
    opened = await _open_case(say)
    await say(press=Choice(Verb.WITHDRAW, opened.number))
    assert isinstance(await say("物业费"), Answer)


async def test_unsolved_names_the_competent_body_with_the_station(say: Say) -> None:
    await say("物业费")
    reply = await say(press=Choice(Verb.UNSOLVED))
    assert isinstance(reply, AskPlace)
    assert (reply.reason, reply.entry) == ("unsolved", FEE)


async def test_asking_for_a_person_in_words_refers(say: Say) -> None:
    reply = await say("找个人说")
    assert isinstance(reply, AskPlace)
    assert reply.reason == "human"


async def test_kiosk_refers_to_its_own_station(say: Say) -> None:
    reply = await say("说不清的事", station_id="S530111001")
    assert isinstance(reply, Refer)
    assert reply.serving.station.id == "S530111001"


async def test_place_named_in_passing_is_kept_for_later(say: Say) -> None:
    await say("我住在官渡区关上街道，有个说不清的事想问")
    reply = await say("说不清的事")
    assert isinstance(reply, Refer)
    assert reply.serving.station.division_code == "530111001"


async def test_erasing_forgets_and_exporting_shows_all(say: Say) -> None:
    await say("物业费")
    shown = await say(press=Choice(Verb.EXPORT))
    assert isinstance(shown, Note)
    assert "物业费" in shown.value
    await say(press=Choice(Verb.ERASE_CONFIRMED))
    empty = await say(press=Choice(Verb.EXPORT))
    assert isinstance(empty, Note)
    assert "物业费" not in empty.value


async def test_stranger_cannot_withdraw_a_case(say: Say) -> None:
    assert await say(press=Choice(Verb.WITHDRAW, "KM261123-XXXXX")) == Note("case_done", "")


async def test_danger_reaches_the_station_of_a_running_case_as_well(say: Say, works: SqlWorks) -> None:
    opened = await _open_case(say)
    await say("着火了")
    async with works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        assert [one.text for one in await work.cases.messages(case)][-1] == "着火了"


async def test_my_cases_come_by_word_even_while_a_case_runs(say: Say) -> None:
    opened = await _open_case(say)
    mine = await say("我的")
    assert isinstance(mine, MyCases)
    assert mine.cases[0].clock.due_at is not None
    assert [case.number for case in mine.cases] == [opened.number]


async def test_a_photo_is_for_the_station_of_a_running_case(say: Say, works: SqlWorks) -> None:
    photo: dict[str, Any] = {"attachments": (Attachment("photo", "p1"),)}
    assert await say(**photo) == Note("unsupported", "photo")
    opened = await _open_case(say)
    assert await say(**photo) == CaseAdded(opened.number)
    async with works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        assert (await work.cases.messages(case))[-1].attachments == photo["attachments"]


async def test_danger_in_the_words_beside_a_photo_is_answered_at_once_and_passed_on_once(
    say: Say, works: SqlWorks
) -> None:
    opened = await _open_case(say)
    assert isinstance(
        await say("着火了", attachments=(Attachment("photo", "p1", caption="着火了"),)), Emergency
    )
    async with works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        assert [one.text for one in await work.cases.messages(case)].count("着火了") == 1


@pytest.mark.parametrize("kind", ["voice", "sticker", "video", "other"])
async def test_what_cannot_be_passed_on_to_the_station_is_said(say: Say, kind: str) -> None:
    assert await say(unsupported=kind) == Note("unsupported", kind)
    await _open_case(say)
    assert await say(unsupported=kind) == Note("not_relayed", kind)


async def test_a_position_shown_to_a_running_case_is_not_passed_on_unless_we_asked_for_it(say: Say) -> None:
    await _open_case(say)
    assert await say(point=Point(25.02, 102.74)) == Note("not_relayed", "location")
    await say(press=Choice(Verb.STATION, "other"))
    assert isinstance(await say(point=Point(25.02, 102.74)), Refer)


async def test_a_closed_case_is_rated_and_a_phone_is_released_by_button(say: Say, works: SqlWorks) -> None:
    opened = await _open_case(say)
    assert await say(press=Choice(Verb.RELEASE, opened.number)) == Note("phone_missing")
    await say("我的电话13888889999")
    assert await say(press=Choice(Verb.RELEASE, opened.number)) == Note("phone_given", opened.number)
    rating = Choice(Verb.RATE, f"{opened.number}:1:4")
    assert isinstance(await say(press=rating), Note)
    async with works.writing() as work:
        boss = await work.staff.admit("甲", Role.CITY, None, NOW)
        await Desk(ChineseDesk()).close(work, boss, opened.number, "好了", now=NOW)
    assert await say(press=rating) == Note("rated")
    assert await say(press=Choice(Verb.RATE, f"{opened.number}:1:9")) == Note("stale")


async def test_a_second_matter_is_remembered_for_the_next_message(say: Say, known: FakeKnowledge) -> None:
    known.interpreter.meanings["漏水，物业费也贵"] = Found(LEAK.id, 0.95, also=FEE.id)
    await say("漏水，物业费也贵")
    await say("第二个呢")
    assert known.interpreter.memories[-1].offered_also == FEE.id
