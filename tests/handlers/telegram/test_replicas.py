"""Two processes' worth of channels on one database behind one webhook: each chat is answered in order, each update once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.handlers.telegram import Webhook, intake
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.handlers.telegram.service import FakeAssistant, build_channel
from tests.handlers.waiting import until
from tests.running import free_port

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": "s"}
CHATS, EACH = 6, 8


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    return str(request.getfixturevalue("postgres_url"))


@asynccontextmanager
async def _replicas(
    fake: FakeTelegram, url: str, assistant: FakeAssistant, count: int = 2
) -> AsyncIterator[list[str]]:
    """The hooks of so many channels, each with a database pool of its own."""
    async with AsyncExitStack() as stack:
        hooks = []
        for _ in range(count):
            hook = f"http://127.0.0.1:{free_port()}/hook"
            database = await stack.enter_async_context(Database(url).running())
            channel = build_channel(
                SqlWorks(database), fake.url, assistant=assistant, webhook=Webhook(hook, "s")
            )
            app = web.Application()
            app.add_routes(channel.routes)
            runner = web.AppRunner(app)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", int(hook.split(":")[2].split("/")[0])).start()
            await stack.enter_async_context(channel.running())
            hooks.append(hook)
        await until(lambda: len(fake.sent_at("setWebhook")) == count)
        yield hooks


def _update(number: int, chat: int, text: str) -> dict[str, Any]:
    author = {"id": chat, "is_bot": False, "first_name": "人"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "人"},
            "from": author,
            "text": text,
        },
    }


async def test_order_and_once_even_where_a_later_update_overtakes(
    fake: FakeTelegram, database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The rule is tested here, not how quick this machine is.
    monkeypatch.setattr(intake, "_OVERTAKEN", timedelta(seconds=20))
    assistant = FakeAssistant()
    async with _replicas(fake, database_url, assistant) as hooks, aiohttp.ClientSession() as session:

        async def bring(number: int, chat: int, nth: int) -> None:
            # Every second one overtakes the one before it, on the other connection.
            await asyncio.sleep(0.0 if nth % 2 else 0.04)
            hook = hooks[(nth + chat) % 2]
            for _ in range(2):
                async with session.post(
                    hook, json=_update(number, chat, f"q{nth}"), headers=HEADERS
                ) as reply:
                    assert reply.status == 200

        number = 100
        await bring(number, 1, -1)
        for first in range(0, EACH, 2):
            coming = []
            for chat in range(1, CHATS + 1):
                fake.world.open_chat(chat)
                for nth in (first, first + 1):
                    number += 1
                    coming.append(bring(number, chat, nth))
            await asyncio.gather(*coming)
        await until(lambda: len(assistant.asked) > CHATS * EACH, 20)
        await asyncio.sleep(0.2)
    for chat in range(1, CHATS + 1):
        asked = [one.text for one in assistant.asked if one.citizen.id == str(chat) and one.text != "q-1"]
        assert asked == [f"q{nth}" for nth in range(EACH)]


async def test_what_a_dead_process_left_open_is_answered_by_another_one(
    fake: FakeTelegram, database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_LOOK_SECONDS", 0.1)
    monkeypatch.setattr(intake, "_LEFT_SECONDS", 0.1)
    assistant = FakeAssistant()
    async with _replicas(fake, database_url, assistant, 1):
        update = _update(7, 42, "left alone")
        key, lane = intake.key_of(update), intake.lane_of(update)
        async with SqlWorks(database).writing() as work:
            now = datetime.now(UTC) - timedelta(seconds=1)
            await work.inbox.receive(key, lane, update, now, 7)
        await until(lambda: [one.text for one in assistant.asked] == ["left alone"], 5)
