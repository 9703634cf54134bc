"""Against a server that is someone else's reading of the Bot API: it says less, more, and errors in other ways."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.delivery import Delayed, Message, Undeliverable
from bot.handlers.telegram.pace import Pace
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN, TooMany
from tests.fake_telegram.lax import LaxTelegram
from tests.handlers.telegram.service import FakeAssistant, chat_code, open_case, serving
from tests.handlers.telegram.test_sender import _moved, _parcel

# Beyond what 32 bits hold, as chats have been for years.
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
