"""The staff's side over real HTTP: link, take, answer, close; nobody sees the other's account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Role
from bot.handlers.telegram import sentences
from bot.referral.case import CaseState
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram, People
from tests.handlers.telegram.service import chat_code, open_case, serving

STAFF = -100500
WANG, ZHAO = 501, 502
CITIZEN = 42


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both: two who press at once meet in the database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    return str(request.getfixturevalue("postgres_url"))


@asynccontextmanager
async def _linked(fake: FakeTelegram, works: SqlWorks, chat: int = STAFF) -> AsyncIterator[People]:
    """A running channel with one linked staff chat."""
    async with serving(works, fake) as channel:
        fake.world.open_chat(CITIZEN)
        await fake.people.say(chat, f"/link {await chat_code(works)}", user=WANG)
        await fake.people.wait_for(chat, "已绑定：关上街道公共法律服务站")
        channel.wake()
        yield fake.people


async def _state(works: SqlWorks, number: str) -> CaseState:
    async with works.reading() as work:
        case = await work.cases.get(number)
    assert case is not None
    return case.state


async def test_a_case_is_taken_answered_and_closed_in_the_chat(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works)
        case = await people.wait_for(STAFF, f"【新工单 {number}】")

        await people.press(STAFF, "接单", user=WANG)
        await people.wait_for(STAFF, "已接单")
        await people.wait_for(CITIZEN, "已接单，正在办理")

        await people.say(STAFF, "请带合同来", user=WANG, reply_to=case)
        told = await people.wait_for(CITIZEN, "请带合同来")
        await people.wait_for(STAFF, "已送往群众")
        assert "人501" not in told["text"]

        query = await people.press(STAFF, "办结", user=WANG)
        prompt = await people.wait_for(STAFF, "写明办理结果")
        assert prompt["reply_markup"] == {"force_reply": True, "selective": True}
        assert (await people.wait_for_answer(query))["text"]
        await people.say(STAFF, "物业已经开门", user=WANG, reply_to=prompt)
        await people.wait_for(CITIZEN, "物业已经开门")
        await people.wait_for(STAFF, "已办结，并告诉了群众")
    assert await _state(works, number) is CaseState.CLOSED
    assert not any("42" in text.replace(number, "") for text in people.texts(STAFF))


async def test_of_two_who_press_at_once_one_gets_it_and_the_other_is_told_who(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        await people.say(-100600, f"/link {await chat_code(works)}", user=ZHAO)
        await people.wait_for(-100600, "已绑定")
        number = await open_case(works)
        for chat in (STAFF, -100600):
            await people.wait_for(chat, number)
        queries = await asyncio.gather(
            people.press(STAFF, "接单", user=WANG), people.press(-100600, "接单", user=ZHAO)
        )
        answers = [(await people.wait_for_answer(query))["text"] for query in queries]
        for chat in (STAFF, -100600):
            await people.wait_for(chat, "已接单（")
    assert sum("您已接单" in text for text in answers) == 1
    assert sum("已由 人50" in text for text in answers) == 1


async def test_signs_at_the_beginning_of_a_reply_say_what_it_does(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works)
        case = await people.wait_for(STAFF, number)
        await people.say(STAFF, "待补充：请发合同照片的内容", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "请您补充：\n请发合同照片的内容")
        assert await _state(works, number) is CaseState.WAITING_CITIZEN
        await people.say(STAFF, "退回：今天休假", user=WANG, reply_to=case)
        await people.wait_for(STAFF, "已退回")
        assert await _state(works, number) is CaseState.OPEN
        await people.say(STAFF, "办结：双方和解", user=ZHAO, reply_to=case)
        await people.wait_for(CITIZEN, "双方和解")
    assert await _state(works, number) is CaseState.CLOSED


async def test_a_colleague_cannot_answer_a_case_that_another_holds(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        case = await people.wait_for(STAFF, await open_case(works))
        await people.say(STAFF, "我来办", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "我来办")
        await people.say(STAFF, "我也来", user=ZHAO, reply_to=case)
        await people.wait_for(STAFF, "没有办成：工单已由同事接办")
    assert not any("我也来" in text for text in people.texts(CITIZEN))


async def test_an_edited_reply_is_passed_on_as_a_correction(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        case = await people.wait_for(STAFF, await open_case(works))
        reply = await people.say(STAFF, "周二来", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "周二来")
        await people.edit(STAFF, reply, "周三来")
        await people.wait_for(CITIZEN, "（更正）周三来")


async def test_an_anonymous_administrator_is_refused_with_the_reason(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works)
        case = await people.wait_for(STAFF, number)
        await people.say_anonymously(STAFF, "我来", reply_to=case)
        await people.wait_for(STAFF, "匿名管理员")
    assert await _state(works, number) is CaseState.OPEN


async def test_the_groups_own_talk_is_left_alone(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        before = len(people.texts(STAFF))
        await people.say(STAFF, "中午吃什么", user=WANG)
        own = await people.say(STAFF, "有人吗", user=WANG)
        await people.say(STAFF, "我在", user=ZHAO, reply_to=own)
        await people.say(STAFF, "/unlink", user=WANG)
        await people.wait_for(STAFF, "已解除绑定")
        assert len(people.texts(STAFF)) == before + 1
        number = await open_case(works)
        await people.say(7, "hello")
        await people.wait_for(7, "hello")
    assert not any(number in text for text in people.texts(STAFF))


async def test_a_wrong_or_used_code_links_nothing(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        code = await chat_code(works)
        await people.say(-1, f"/link {code}", user=WANG)
        await people.wait_for(-1, "已绑定")
        await people.say(-2, f"/link {code}", user=WANG)
        await people.wait_for(-2, "绑定没有成功")
        await people.say(-3, "/link", user=WANG)
        await people.wait_for(-3, "绑定码")


async def test_a_press_in_a_chat_of_another_station_says_nothing_of_the_case(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works, station_id="S2")
        message = people.from_bot(STAFF)[-1]
        query = await people.press_data(STAFF, message, f"staff-claim:{number}", user=WANG)
        assert "没有这个工单" in (await people.wait_for_answer(query))["text"]
    assert await _state(works, number) is CaseState.OPEN


async def test_a_dismissed_member_can_do_nothing(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        await people.wait_for(STAFF, await open_case(works))
        await people.wait_for_answer(await people.press(STAFF, "接单", user=WANG))
        async with works.writing() as work:
            member = await work.staff.of_telegram(str(WANG))
            assert member is not None
            await work.staff.dismiss(member.id)
        query = await people.press(STAFF, "办结", user=WANG)
        assert "停用" in (await people.wait_for_answer(query))["text"]


async def test_staff_learn_that_their_words_could_not_be_delivered(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        case = await people.wait_for(STAFF, await open_case(works))
        fake.world.open_chat(CITIZEN).is_blocked = True
        await people.say(STAFF, "您好", user=WANG, reply_to=case)
        await people.wait_for(STAFF, "没能送到群众")


async def test_a_group_that_moved_takes_its_cases_along(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        fake.world.open_chat(-100777)
        fake.world.open_chat(STAFF).moved_to = -100777
        number = await open_case(works)
        case = await people.wait_for(-100777, number)
        await people.say(-100777, "在新群里答复", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "在新群里答复")
    async with works.reading() as work:
        assert await work.staff.chats_of("S1") == ("-100777",)


async def test_a_topic_serves_a_station_and_its_deletion_stops_nothing(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with serving(works, fake):
        people = fake.people
        fake.world.open_chat(CITIZEN)
        group = fake.world.open_chat(STAFF)
        group.topics.add(9)
        await people.say(STAFF, f"/link {await chat_code(works)}", user=WANG, topic=9)
        assert (await people.wait_for(STAFF, "已绑定"))["message_thread_id"] == 9
        group.topics.clear()
        case = await people.wait_for(STAFF, await open_case(works))
        assert "message_thread_id" not in case
        await people.say(STAFF, "您好，我看到了", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "您好，我看到了")


async def test_pictures_go_both_ways_and_a_picture_that_tells_its_place_does_not(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        case = await people.wait_for(STAFF, await open_case(works))
        photo: dict[str, Any] = {
            "photo": [{"file_id": "p7", "file_unique_id": "p", "width": 1, "height": 1}],
            "caption": "表格在这里",
        }
        await people.send(STAFF, {**photo, "reply_to_message": case}, user=WANG)
        await people.wait_for(CITIZEN, "表格在这里")
        assert "p7" in str(people.from_bot(CITIZEN))
        raw = {"file_id": "d", "file_unique_id": "d", "mime_type": "image/jpeg", "file_name": "现场.jpg"}
        await people.send(STAFF, {"document": raw, "reply_to_message": case}, user=WANG)
        await people.wait_for(STAFF, "可能带着拍摄地点")
        big = {"file_id": "b", "file_unique_id": "b", "file_name": "a.pdf", "file_size": 21 * 1024 * 1024}
        await people.send(STAFF, {"document": big, "reply_to_message": case}, user=WANG)
        await people.wait_for(STAFF, "超过 20 MB")
        await people.send(
            STAFF,
            {"sticker": {**raw, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False},
             "reply_to_message": case},
            user=WANG,
        )  # fmt: skip
        await people.wait_for(STAFF, "只能把文字、照片")
    assert len([one for one in people.from_bot(CITIZEN) if "photo" in one]) == 1


async def test_a_case_goes_to_another_station_by_button_and_words(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works)
        await people.wait_for(STAFF, number)
        await people.press(STAFF, "转办", user=WANG)
        prompt = await people.wait_for(STAFF, f"【转办工单 {number}】")
        await people.say(STAFF, "没有这个站 不归我们", user=WANG, reply_to=prompt)
        await people.wait_for(STAFF, "没有找到“没有这个站”")
        await people.say(STAFF, "街道 房子在那边", user=WANG, reply_to=prompt)
        await people.wait_for(STAFF, "有好几个站点")
        await people.wait_for_answer(await people.press(STAFF, "茨坝街道", user=WANG))
        told = await people.wait_for(CITIZEN, "已转到茨坝街道公共法律服务站办理")
        assert "原因：房子在那边" in told["text"]
    async with works.reading() as work:
        case = await work.cases.get(number)
    assert case is not None
    assert (case.station_id, case.state) == ("S2", CaseState.TRANSFERRED)


async def test_numbers_are_masked_in_the_chat_and_shown_to_the_holder_alone(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works, question="我叫张三，13888889999，身份证530111199001011234")
        await people.wait_for(STAFF, number)
        refused = await people.press_data(
            STAFF, people.from_bot(STAFF)[-1], f"staff-show:{number}", user=WANG
        )
        assert "先接单" in (await people.wait_for_answer(refused))["text"]
        await people.wait_for_answer(await people.press(STAFF, "接单", user=WANG))
        await people.wait_for(STAFF, "已接单（")
        query = await people.press(STAFF, "看号码", user=WANG)
        assert (await people.wait_for_answer(query))["text"] == "13888889999、530111199001011234"
    assert not any("13888889999" in text or "530111199001011234" in text for text in people.texts(STAFF))
    async with works.reading() as work:
        case = await work.cases.get(number)
        assert case is not None
        assert [one.move.value for one in await work.cases.moves(case)] == ["open", "claim", "reveal"]


async def test_a_silent_station_says_that_it_is_there(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works) as people:
        await open_case(works)
        async with works.writing() as work:
            await work.pulses.fell_silent("S1", datetime.now(UTC))
        await people.say(STAFF, "/here", user=WANG)
        await people.wait_for(STAFF, "有人在岗")
    async with works.reading() as work:
        assert not await work.pulses.is_silent("S1")


async def test_a_private_staff_chat_works_too(fake: FakeTelegram, works: SqlWorks) -> None:
    async with _linked(fake, works, chat=WANG) as people:
        case = await people.wait_for(WANG, await open_case(works))
        await people.say(WANG, "忘了引用")
        await people.wait_for(WANG, "请引用（回复）")
        await people.say(WANG, "您好", reply_to=case)
        await people.wait_for(CITIZEN, "您好")


async def test_a_reply_to_a_message_that_is_not_on_record_is_read_from_its_text(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with _linked(fake, works) as people:
        number = await open_case(works)
        case = await people.wait_for(STAFF, number)
        await people.say(STAFF, "收到", user=WANG, reply_to={**case, "message_id": 9999})
        await people.wait_for(CITIZEN, "收到")
        await people.say(STAFF, "谁的？", user=WANG, reply_to={**case, "message_id": 9998, "text": "别的话"})
        await people.wait_for(STAFF, "没认出您要答复的是哪个工单")


def test_numbers_that_have_no_room_are_said_to_be_left_out() -> None:
    found = tuple(f"530102199001{n:02d}1234" for n in range(20))
    shown = sentences.numbers(found)
    assert len(shown) <= 190
    assert shown.count("、") + 1 + int(shown.split("还有 ")[1].split(" 个")[0]) == 20
    assert sentences.numbers(found[:2]) == f"{found[0]}、{found[1]}"


async def test_who_was_dismissed_does_not_unlink_the_chat(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake):
        await fake.people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
        await fake.people.wait_for(STAFF, "已绑定")
        async with works.writing() as work:
            member = await work.staff.admit("王", Role.STATION, "S1", datetime.now(UTC), str(WANG))
            await work.staff.dismiss(member.id)
        await fake.people.say(STAFF, "/unlink", user=WANG)
        await fake.people.wait_for(STAFF, "已经停用")
        async with works.reading() as work:
            assert await work.staff.chats_of("S1") == (str(STAFF),)
