"""Against a server that is someone else's reading of the Bot API: it says less, more, and errors in other ways."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.delivery import Delayed, Message, Undeliverable
from bot.handlers import outbox_pump
from bot.handlers.telegram import pace, request
from bot.handlers.telegram.pace import Pace
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender
from bot.storage import outbox
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN, DropAfter, Slow, TooMany
from tests.fake_telegram.lax import LaxTelegram
from tests.handlers.telegram.service import FakeAssistant, chat_code, open_case, serving
from tests.handlers.telegram.test_sender import _moved, _parcel

# Beyond what 32 bits hold, as chats have been for years.
NEW_STAFF = -1_009_999_999_999_777
CITIZEN, STAFF, WANG = 7_500_000_000_042, -1_002_999_999_999_500, 6_000_000_501


@pytest.fixture
async def lax() -> AsyncIterator[LaxTelegram]:
    server = LaxTelegram(first_update_id=2**40)
    async with server.running():
        server.world.open_chat(CITIZEN)
        yield server


@pytest.fixture
async def sender(lax: LaxTelegram) -> AsyncIterator[TelegramSender]:
    api = build_api(TOKEN, lax.url)
    await api.initialize()
    yield TelegramSender(api, Pace(100_000), _moved)
    await api.shutdown()


async def test_questions_are_answered(lax: LaxTelegram, works: SqlWorks) -> None:
    assistant = FakeAssistant()
    async with serving(works, lax, assistant):
        await lax.people.say(CITIZEN, "一")
        await lax.people.wait_for(CITIZEN, "«一»")
        await lax.people.share_location(CITIZEN, 25.0, 102.7)
        await lax.people.wait_for(CITIZEN, "Point")
        await lax.people.send_voice(CITIZEN)
        await lax.people.wait_for(CITIZEN, "«voice»")


async def test_a_case_is_taken_and_answered_in_a_group(lax: LaxTelegram, works: SqlWorks) -> None:
    people = lax.people
    async with serving(works, lax) as channel:
        await people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
        await people.wait_for(STAFF, "已绑定")
        number = await open_case(works, str(CITIZEN))
        channel.wake()
        case = await people.wait_for(STAFF, number)
        query = await people.press(STAFF, "接单", user=WANG)
        assert "您已接单" in (await people.wait_for_answer(query))["text"]
        await people.say(STAFF, "请带合同来", user=WANG, reply_to=case)
        await people.wait_for(CITIZEN, "请带合同来")


async def test_an_error_with_the_status_200_is_an_error(lax: LaxTelegram, sender: TelegramSender) -> None:
    lax.world.chats[CITIZEN].is_blocked = True
    with pytest.raises(Undeliverable):
        await sender.send(_parcel(Message("喂"), str(CITIZEN)))
    with pytest.raises(Undeliverable):
        await sender.send(_parcel(Message("喂"), "99"))


async def test_a_429_with_the_status_200_is_a_pause(lax: LaxTelegram, sender: TelegramSender) -> None:
    lax.faults.add("sendMessage", TooMany(3))
    with pytest.raises(Delayed) as delayed:
        await sender.send(_parcel(Message("喂"), str(CITIZEN)))
    assert (delayed.value.seconds, delayed.value.whole_channel) == (3, True)


async def test_the_id_of_a_sent_message_is_known_from_a_terse_answer(
    lax: LaxTelegram, sender: TelegramSender
) -> None:
    sent_ref = await sender.send(_parcel(Message("喂"), str(CITIZEN)))
    assert sent_ref == str(lax.people.from_bot(CITIZEN)[-1]["message_id"])


# ---------------------------------------------------------------- groups that move


@pytest.mark.parametrize("told_where", ["there", "from there", "in the answer"])
async def test_what_was_written_to_a_group_that_moved_comes_to_the_new_one(
    lax: LaxTelegram, works: SqlWorks, told_where: str
) -> None:
    people = lax.people
    async with serving(works, lax) as channel:
        await people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
        await people.wait_for(STAFF, "已绑定")
        lax.hides_moves = told_where != "in the answer"
        lax.world.open_chat(NEW_STAFF)
        lax.world.chats[STAFF].moved_to = NEW_STAFF
        number = await open_case(works, str(CITIZEN))
        channel.wake()
        if lax.hides_moves:
            before = len(lax.sent_at())
            await _called(lax, before + 1)
        if told_where == "there":
            await lax.world.post(lax.world.chats[STAFF], None, {"migrate_to_chat_id": NEW_STAFF})
        if told_where == "from there":
            await lax.world.post(lax.world.chats[NEW_STAFF], None, {"migrate_from_chat_id": STAFF})
        await people.wait_for(NEW_STAFF, number, seconds=30)
        query = await people.press(NEW_STAFF, "接单", user=WANG)
        assert "您已接单" in (await people.wait_for_answer(query))["text"]
    assert len([text for text in people.texts(NEW_STAFF) if text.startswith("【新工单")]) == 1


async def _called(lax: LaxTelegram, times: int) -> None:
    async with asyncio.timeout(30):
        while len(lax.sent_at()) < times:  # noqa: ASYNC110 - the server announces no call
            await asyncio.sleep(0.01)


# ---------------------------------------------------------------- answers that do not come


async def test_an_answer_of_45_seconds_is_waited_for_and_its_lease_outlasts_it() -> None:
    api = build_api(TOKEN, "http://127.0.0.1:1")
    answer_seconds = api.request.read_timeout or 0.0
    assert answer_seconds >= 40
    longest = pace._LONGEST_WAIT_SECONDS + answer_seconds + request._CONNECT_SECONDS
    assert longest < outbox_pump.SEND_SECONDS < outbox.LEASE.total_seconds()


async def test_one_whose_answer_never_comes_holds_up_nobody_else_and_is_written_to_again(
    lax: LaxTelegram, works: SqlWorks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_pump, "SEND_SECONDS", 1.0)
    other = CITIZEN + 1
    async with serving(works, lax):
        lax.faults.add("sendMessage", Slow(600))
        await lax.people.say(CITIZEN, "一")
        await _called(lax, 1)
        await lax.people.say(other, "二")
        await lax.people.wait_for(other, "«二»")
        await lax.people.wait_for(CITIZEN, "«一»", seconds=30)


async def test_a_connection_that_breaks_after_the_message_was_taken_loses_nothing_and_keeps_the_order(
    lax: LaxTelegram, works: SqlWorks
) -> None:
    async with serving(works, lax):
        lax.faults.add("sendMessage", DropAfter())
        for words in ("一", "二", "三"):
            await lax.people.say(CITIZEN, words)
        await lax.people.wait_for(CITIZEN, "«三»", seconds=30)
    # The server took the first one and never said so: only that one comes twice.
    said = [text.splitlines()[-1] for text in lax.people.texts(CITIZEN)]
    assert said == ["«一»", "«一»", "«二»", "«三»"]


async def test_a_reply_to_the_copy_that_was_never_acknowledged_is_understood(
    lax: LaxTelegram, works: SqlWorks
) -> None:
    people = lax.people
    async with serving(works, lax) as channel:
        await people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
        await people.wait_for(STAFF, "已绑定")
        lax.faults.add("sendMessage", DropAfter())
        number = await open_case(works, str(CITIZEN))
        channel.wake()
        await people.wait_for(STAFF, lambda said: _copies(said, number) == 2, seconds=30)
        first = next(one for one in people.from_bot(STAFF) if number in one["text"])
        await people.say(STAFF, "请带合同来", user=WANG, reply_to=first)
        await people.wait_for(CITIZEN, "请带合同来")


def _copies(said: list[dict[str, Any]], number: str) -> int:
    return sum(f"【新工单 {number}】" in one["text"] for one in said)


async def test_a_press_whose_answer_breaks_off_has_taken_the_case_once(
    lax: LaxTelegram, works: SqlWorks
) -> None:
    people = lax.people
    async with serving(works, lax) as channel:
        await people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
        await people.wait_for(STAFF, "已绑定")
        number = await open_case(works, str(CITIZEN))
        channel.wake()
        await people.wait_for(STAFF, number)
        lax.faults.add("answerCallbackQuery", DropAfter())
        await people.press(STAFF, "接单", user=WANG)
        await people.wait_for(CITIZEN, "已接单")
        again = await people.press(STAFF, "接单", user=WANG)
        assert "您已经接了" in (await people.wait_for_answer(again))["text"]
