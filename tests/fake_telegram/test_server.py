"""The fake is as strict as we read the Bot API: what a real server refuses, it refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fake_telegram import TOKEN, FakeTelegram


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as running:
        running.world.open_chat(42)
        yield running


async def _call(fake: FakeTelegram, method: str, token: str = TOKEN, **params: Any) -> dict[str, Any]:
    url = f"{fake.url}/bot{token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as response:
        body: dict[str, Any] = await response.json()
    assert body["ok"] is (response.status == 200)
    return body


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"chat_id": 1, "text": "x"}, "chat not found"),
        ({"chat_id": 42, "text": " "}, "empty"),
        ({"chat_id": 42, "text": "😀" * 2049}, "too long"),
        ({"chat_id": 42, "text": "ab", "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "outside"),
        ({"chat_id": 42, "text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "UTF-16"),
        ({"chat_id": 42, "text": "x", "message_thread_id": 5}, "thread not found"),
        ({"chat_id": 42, "text": "x", "parse_mode": "HTML"}, "parse_mode"),
        ({"chat_id": 42, "text": "x", "reply_parameters": {"message_id": 99}}, "replied not found"),
    ],
)
async def test_what_a_real_server_refuses(fake: FakeTelegram, params: dict[str, Any], why: str) -> None:
    body = await _call(fake, "sendMessage", **params)
    assert body["error_code"] == 400
    assert why in body["description"]


@pytest.mark.parametrize("data", ["", "字" * 22])
async def test_button_data_has_1_to_64_bytes(fake: FakeTelegram, data: str) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": data}]]})
    assert (await _call(fake, "sendMessage", chat_id=42, text="x", reply_markup=markup))["error_code"] == 400


async def test_updates_come_again_until_they_are_confirmed(fake: FakeTelegram) -> None:
    await fake.people.say(42, "a")
    await fake.people.say(42, "b")
    first = (await _call(fake, "getUpdates"))["result"]
    assert [one["message"]["text"] for one in first] == ["a", "b"]
    assert (await _call(fake, "getUpdates"))["result"] == first
    assert [one["update_id"] for one in (await _call(fake, "getUpdates", offset=2))["result"]] == [2]
    assert (await _call(fake, "getUpdates", offset=3))["result"] == []
    assert (await _call(fake, "getUpdates"))["result"] == []


async def test_a_wrong_token_and_an_unknown_method(fake: FakeTelegram) -> None:
    assert (await _call(fake, "getMe", token="1:x"))["error_code"] == 401
    assert (await _call(fake, "sendTelepathy"))["error_code"] == 404


async def test_no_polling_beside_a_webhook(fake: FakeTelegram) -> None:
    await _call(fake, "setWebhook", url="http://127.0.0.1:1/x")
    assert (await _call(fake, "getUpdates"))["error_code"] == 409


async def test_a_document_can_be_fetched_again(fake: FakeTelegram) -> None:
    form = aiohttp.FormData({"chat_id": "42"})
    form.add_field("document", b"bytes", filename="a.txt")
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{fake.url}/bot{TOKEN}/sendDocument", data=form) as response:
            file_id = (await response.json())["result"]["document"]["file_id"]
        path = (await _call(fake, "getFile", file_id=file_id))["result"]["file_path"]
        async with session.get(f"{fake.url}/file/bot{TOKEN}/{path}") as response:
            assert await response.read() == b"bytes"
