"""The channel over real HTTP: nothing lost, nothing doubled, each person's messages in order."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.storage.work import SqlWorks
from tests.fake_telegram import DropAfter, DropBefore, FakeTelegram, ServerError, Slow, TooMany
from tests.handlers.telegram.service import FakeAssistant, build_channel, serving
from tests.handlers.waiting import until


def _said(fake: FakeTelegram, chat_id: int) -> list[str]:
    """What the assistant was asked, as the chat was told."""
    return [text.split("\n")[-1].strip("«»") for text in fake.people.texts(chat_id)]


async def test_a_question_is_answered_in_its_chat(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake):
        await fake.people.say(42, "物业费太贵可以不交吗")
        await fake.people.wait_for(42, "«物业费太贵可以不交吗»")


async def test_each_chat_keeps_its_order_while_many_run_at_once(fake: FakeTelegram, works: SqlWorks) -> None:
    fake.faults.slow_seconds = 0.02
    chats = range(100, 120)
    async with serving(works, fake):
        for n in range(5):
            for chat in chats:
                await fake.people.say(chat, f"q{n}")
        for chat in chats:
            await fake.people.wait_for_count(chat, 5, 30)
    assert [_said(fake, chat) for chat in chats] == [[f"q{n}" for n in range(5)] for _ in chats]


async def test_faults_of_the_server_lose_nothing(fake: FakeTelegram, works: SqlWorks) -> None:
    for method in ("getMe", "deleteWebhook", "setMyCommands", "getUpdates", "sendMessage"):
        fake.faults.add(method, ServerError(502))
    fake.faults.add("sendMessage", DropBefore())
    fake.faults.add("getUpdates", DropBefore())
    async with serving(works, fake):
        for n in range(3):
            await fake.people.say(42, f"q{n}")
        await fake.people.wait_for_count(42, 3, 30)
    assert _said(fake, 42) == ["q0", "q1", "q2"]


async def test_a_batch_that_the_server_gives_twice_is_answered_once(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    fake.faults.add("getUpdates", DropAfter(), times=2)
    async with serving(works, fake):
        await fake.people.say(42, "only once")
        await fake.people.wait_for(42, "only once", 30)
        await fake.people.say(42, "the next")
        await fake.people.wait_for(42, "the next", 30)
    assert _said(fake, 42) == ["only once", "the next"]


async def test_another_server_that_counts_from_one_again_is_heard(works: SqlWorks) -> None:
    for words in ("before", "after"):
        async with FakeTelegram().running() as fake, serving(works, fake):
            await fake.people.say(42, words)
            await fake.people.wait_for(42, words)
            await asyncio.sleep(1.1 if words == "before" else 0)


async def test_429_pauses_everyone_for_as_long_as_asked(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake):
        await fake.people.say(42, "first")
        await fake.people.wait_for(42, "first")
        fake.faults.add("sendMessage", TooMany(1))
        await fake.people.say(42, "second")
        await until(lambda: len(fake.sent_at()) >= 2)
        await fake.people.say(43, "third")
        await fake.people.wait_for(42, "second")
        await fake.people.wait_for(43, "third")
    refused_at, *later = fake.sent_at()[1:]
    assert len(later) == 2
    assert min(later) - refused_at >= 1.0


async def test_the_overall_limit_is_kept_so_that_429_never_comes(fake: FakeTelegram, works: SqlWorks) -> None:
    fake.limits.overall = 30
    async with serving(works, fake, per_second=28):
        for chat in range(100, 160):
            await fake.people.say(chat, "q")
        for chat in range(100, 160):
            await fake.people.wait_for_count(chat, 1, 30)
    assert fake.limits.refused == 0


async def test_a_strict_limit_for_each_chat_delays_but_loses_nothing(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    fake.limits.per_chat = 1
    async with serving(works, fake):
        for n in range(3):
            await fake.people.say(42, f"q{n}")
        await fake.people.wait_for_count(42, 3, 30)
    assert _said(fake, 42) == ["q0", "q1", "q2"]


async def test_one_who_blocked_the_bot_holds_nobody_up(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake):
        fake.world.open_chat(42).is_blocked = True
        await fake.people.say(42, "hello")
        await fake.people.say(43, "hello")
        await fake.people.wait_for(43, "hello")
        await asyncio.sleep(0.2)
    async with works.reading() as work:
        assert not await work.inbox.open_arrivals("tg:")
    assert fake.people.texts(42) == []


async def test_what_fails_is_tried_again(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake, FakeAssistant(booms=2)):
        await fake.people.say(42, "boom")
        await fake.people.say(42, "after")
        await fake.people.wait_for_count(42, 2, 30)
    assert _said(fake, 42) == ["boom", "after"]


async def test_what_always_fails_is_answered_with_an_apology(fake: FakeTelegram, works: SqlWorks) -> None:
    async with serving(works, fake, FakeAssistant(booms=99)):
        await fake.people.say(42, "boom")
        await fake.people.say(43, "others")
        await fake.people.wait_for(43, "others")
        await fake.people.wait_for(42, "12348", 30)


async def test_a_bad_token_is_said_once_and_nothing_else_stops(
    fake: FakeTelegram, works: SqlWorks, capsys: pytest.CaptureFixture[str]
) -> None:
    async with build_channel(works, fake.url, token="99:wrong").running():
        said = ""
        while "Telegram" not in said:
            await asyncio.sleep(0.02)
            said += capsys.readouterr().out
        await asyncio.sleep(0.2)
    said += capsys.readouterr().out
    assert said.count("Telegram 没有启动") == 1
    assert "wrong" not in said


def test_a_token_that_could_never_be_one_is_refused_in_chinese(works: SqlWorks) -> None:
    with pytest.raises(ValueError, match="TELEGRAM_BOT_TOKEN"):
        build_channel(works, "http://127.0.0.1:1", token="rubbish")


async def test_a_server_that_comes_up_later_is_found(works: SqlWorks, unused_port: int) -> None:
    async with build_channel(works, f"http://127.0.0.1:{unused_port}/bot").running():
        await asyncio.sleep(0.2)
        async with FakeTelegram().running(unused_port) as fake:
            await fake.people.say(42, "late")
            await fake.people.wait_for(42, "late", 30)


async def test_a_stop_leaves_open_what_was_not_answered_and_the_next_start_answers_it(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with serving(works, fake, FakeAssistant(booms=99)):
        await fake.people.say(42, "boom")
        await asyncio.sleep(0.3)
        await fake.people.say(42, "second")
        await asyncio.sleep(0.3)
    fresh = FakeAssistant()
    async with serving(works, fake, fresh):
        await fake.people.wait_for_count(42, 2)
    assert [one.text for one in fresh.asked] == ["boom", "second"]


async def test_a_stop_is_quick_and_marks_what_is_under_way(fake: FakeTelegram, works: SqlWorks) -> None:
    fake.faults.add("sendMessage", Slow(0.5))
    async with serving(works, fake):
        await fake.people.say(42, "slow")
        await until(fake.sent_at)
        stopped_at = time.monotonic()
    assert time.monotonic() - stopped_at < 3
    async with serving(works, fake):
        await fake.people.say(42, "next")
        await fake.people.wait_for(42, "next")
    assert _said(fake, 42) == ["slow", "next"]
