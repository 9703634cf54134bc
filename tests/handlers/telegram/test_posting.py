"""Files that we keep go up as Telegram takes them: twenty megabytes, too large or too thin for a photo, gone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.conversation import Channel
from bot.delivery import Incomplete, Message, Parcel, Recipient
from bot.handlers.telegram.pace import Pace
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender
from bot.referral.case import Attachment
from tests.fake_telegram import TOKEN, FakeTelegram

KEPT = {"large": b"x" * (20 * 2**20), "photo": b"y" * (11 * 2**20), "small": b"z"}
Send = Callable[..., Awaitable[str | Incomplete]]


@pytest.fixture
async def send(fake: FakeTelegram) -> AsyncIterator[Send]:
    async def content(key: str) -> bytes | None:
        return KEPT.get(key)

    async def moved(_old: str, _new: str) -> None: ...

    fake.world.open_chat(42)
    api = build_api(TOKEN, fake.url)
    await api.initialize()
    sender = TelegramSender(api, Pace(100_000), moved, content=content)

    async def send_it(*attachments: Attachment) -> str | Incomplete:
        message = Message("【工单 KM1】回复", attachments=attachments)
        return await sender.send(Parcel(1, Recipient(Channel.TELEGRAM, "42"), message, None, None, 1))

    yield send_it
    await api.shutdown()


def _kinds(fake: FakeTelegram) -> list[str]:
    kinds = ("photo", "document")
    return [next((kind for kind in kinds if kind in one), "words") for one in fake.people.from_bot(42)]


async def test_twenty_megabytes_go_up(fake: FakeTelegram, send: Send) -> None:
    assert isinstance(await send(Attachment("document", "", "大合同.pdf", kept="large")), str)
    assert _kinds(fake) == ["document", "words"]
    assert len(fake.files["file1"]) == 20 * 2**20


async def test_what_is_too_large_for_a_photo_goes_as_a_file(fake: FakeTelegram, send: Send) -> None:
    await send(Attachment("photo", "", "a.jpg", kept="photo"))
    await send(Attachment("photo", "", "a.jpg", kept="photo"), Attachment("photo", "", "b.jpg", kept="small"))
    assert _kinds(fake) == ["document", "words", "document", "photo", "words"]


async def test_a_file_that_was_forgotten_is_said_to_both_sides(fake: FakeTelegram, send: Send) -> None:
    sent = await send(Attachment("document", "", "a.pdf", kept="gone"))
    assert isinstance(sent, Incomplete)
    assert "取不到" in sent.why
    assert "没有传过来" in fake.people.texts(42)[0]


async def test_more_than_ten_pictures_are_two_albums(fake: FakeTelegram, send: Send) -> None:
    await send(*(Attachment("photo", f"p{n}") for n in range(12)))
    groups = [one.get("media_group_id") for one in fake.people.from_bot(42)][:-1]
    assert len(fake.people.pictures(42)) == 12
    assert [groups.count(one) for one in dict.fromkeys(groups)] == [10, 2]
