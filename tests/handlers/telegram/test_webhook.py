"""The webhook: only with the secret, only up to 1 MiB, and 200 only after the update is a row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.handlers.telegram import Webhook
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.handlers.telegram.service import build_channel
from tests.handlers.waiting import until

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}


@pytest.fixture
async def hook(fake: FakeTelegram, works: SqlWorks, unused_port: int) -> AsyncIterator[str]:
    """The URL of a running webhook."""
    url = f"http://127.0.0.1:{unused_port}/telegram/hook"
    channel = build_channel(works, fake.url, webhook=Webhook(url, "s3cret"))
    app = web.Application()
    app.add_routes(channel.routes)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_port).start()
    async with channel.running():
        await until(lambda: fake.webhook.get("url"))
        yield url
    await runner.cleanup()


async def test_updates_come_in_order_and_are_answered(fake: FakeTelegram, hook: str) -> None:
    assert fake.webhook["secret_token"] == "s3cret"
    for n in range(5):
        await fake.people.say(42, f"q{n}")
    texts = await fake.people.wait_for_count(42, 5)
    assert [text.split("\n")[-1] for text in texts] == [f"«q{n}»" for n in range(5)]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b'{"update_id": 1}', 403),
        (SECRET, b"not json", 400),
        (SECRET, b'{"no": "id"}', 400),
        (SECRET, b" " * (1024 * 1024 + 1), 413),
        (SECRET, b'{"update_id": 1}', 200),
    ],
)
async def test_what_is_not_telegrams_is_refused(
    hook: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(hook, data=BytesIO(body), headers=headers) as response,
    ):
        assert response.status == status


async def test_the_same_update_twice_is_answered_once(fake: FakeTelegram, hook: str) -> None:
    fake.world.open_chat(42)
    chat = {"id": 42, "type": "private", "first_name": "李"}
    person = {"id": 42, "is_bot": False, "first_name": "李"}
    update = {
        "update_id": 77,
        "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "once"},
    }
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.post(hook, json=update, headers=SECRET) as response:
                assert response.status == 200
    await fake.people.wait_for(42, "once")
    await fake.people.say(42, "next")
    await fake.people.wait_for(42, "next")
    assert len(fake.people.texts(42)) == 2
