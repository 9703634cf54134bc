"""Pictures that are sent together arrive together, in order, once, with their words; the case counts one message."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import Channel
from bot.delivery import Incomplete, Message, Parcel, Progress, Recipient
from bot.handlers.telegram.pace import Pace
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender
from bot.referral.case import Attachment
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN, DropBefore, FakeTelegram, Slow
from tests.handlers.telegram.relaying import CITIZEN, STAFF, WANG, answering, relaying
from tests.handlers.telegram.test_crash import _process, _until_called

ALBUM = [("p1", "客厅"), ("p2", ""), ("p3", "水表")]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    return str(request.getfixturevalue("postgres_url"))


def _groups(fake: FakeTelegram, chat: int) -> list[list[str]]:
    """The albums in a chat, each as its file ids."""
    groups: dict[str, list[str]] = {}
    for one in fake.people.from_bot(chat):
        if "media_group_id" in one:
            kind = one["photo"][0] if "photo" in one else one["document"]
            groups.setdefault(one["media_group_id"], []).append(kind["file_id"])
    return list(groups.values())


async def test_a_citizens_album_is_one_album_and_one_message_of_the_case(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, ALBUM)
        told = await relay.people.wait_for(STAFF, "群众补充：\n客厅\n水表", 30)
        added = [one for one in await relay.messages() if one.attachments]
        assert [[file.file_id for file in one.attachments] for one in added] == [["p1", "p2", "p3"]]
        assert [one.move.value for one in await relay.moves()].count("citizen_adds") == 1
        captions = [caption for _, caption in relay.people.pictures(STAFF)]
        assert "reply_markup" in told
    assert _groups(fake, STAFF) == [["p1", "p2", "p3"]]
    assert relay.number in captions[0]
    assert [one.split("\n")[-1] for one in captions] == ["客厅", "", "水表"]
    # People talk now: nothing was said back to the citizen.
    assert fake.people.texts(CITIZEN) == []


async def test_a_stations_album_is_one_album_and_is_confirmed_once(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(STAFF, ALBUM, user=WANG, reply_to=relay.told)
        await relay.people.wait_for(CITIZEN, "回复：\n客厅\n水表", 30)
        await relay.people.wait_for(STAFF, "已送往群众")
        moves = [one.move.value for one in await relay.moves()]
    assert _groups(fake, CITIZEN) == [["p1", "p2", "p3"]]
    assert moves.count("reply") == 1
    assert sum("已送往群众" in text for text in fake.people.texts(STAFF)) == 1


async def test_only_the_first_picture_of_an_album_need_be_a_reply(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(STAFF, ALBUM[:1], user=WANG, reply_to=relay.told)
        await relay.people.send_album(STAFF, ALBUM[1:], user=WANG)
        await relay.people.wait_for(CITIZEN, "水表", 30)
    assert _groups(fake, CITIZEN) == [["p1", "p2", "p3"]]


async def test_a_group_s_own_album_is_left_alone(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        before = len(relay.people.texts(STAFF))
        await relay.people.send_album(STAFF, ALBUM, user=WANG)
        await relay.staff_says("您好")
        await relay.people.wait_for(CITIZEN, "您好")
        await relay.people.wait_for(STAFF, "已送往群众")
    assert len(fake.people.texts(STAFF)) == before + 1 + ("已接单" in str(fake.people.texts(STAFF)))
    assert _groups(fake, CITIZEN) == []


async def test_a_picture_that_comes_after_its_album_went_out_is_not_lost(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, ALBUM[:2])
        await relay.people.wait_for(STAFF, "客厅", 30)
        await relay.people.send_album(CITIZEN, ALBUM[2:])
        await relay.people.wait_for(STAFF, "群众补充：\n水表", 30)
        added = [one for one in await relay.messages() if one.attachments]
        assert len(added) == 1
        assert len(added[0].attachments) == 3
    assert [file for file, _ in fake.people.pictures(STAFF)] == ["p1", "p2", "p3"]


async def test_documents_go_as_an_album_too(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, [("合同.pdf", "第一份"), ("补充.pdf", "")], kind="document")
        await relay.people.wait_for(STAFF, "群众补充：\n第一份", 30)
    assert _groups(fake, STAFF) == [["合同.pdf", "补充.pdf"]]


async def test_a_reply_to_any_picture_of_an_album_finds_its_case(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, [("p1", ""), ("p2", "")])
        await relay.people.wait_for(STAFF, "［照片 2 张］", 30)
        second = [one for one in relay.people.from_bot(STAFF) if "photo" in one][1]
        assert relay.number not in second["caption"]
        await relay.people.say(STAFF, "看到照片了", user=WANG, reply_to=second)
        await relay.people.wait_for(CITIZEN, "看到照片了")


async def test_a_server_without_albums_gets_the_pictures_one_by_one(
    fake: FakeTelegram, works: SqlWorks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(fake._methods, "sendmediagroup")
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, ALBUM)
        await relay.people.wait_for(STAFF, "群众补充：\n客厅\n水表", 30)
    assert [file for file, _ in fake.people.pictures(STAFF)] == ["p1", "p2", "p3"]


async def test_one_bad_picture_loses_no_other_and_its_sender_is_told(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    fake.bad_file_ids.add("p2")
    async with relaying(fake, works) as relay:
        await relay.people.send_album(STAFF, ALBUM, user=WANG, reply_to=relay.told)
        await relay.people.wait_for(CITIZEN, "回复：\n客厅\n水表", 30)
        await relay.people.wait_for(STAFF, "没能送到群众：里面的照片或文件", 30)
        assert "没有送到" in (await relay.messages())[-1].text
    assert [file for file, _ in fake.people.pictures(CITIZEN)] == ["p1", "p3"]


# ---------------------------------------------------------------- in between, something breaks


def _album(count: int = 3) -> Message:
    return Message(
        "【工单 KM1】群众补充", attachments=tuple(Attachment("photo", f"p{n}") for n in range(count))
    )


async def test_a_break_between_album_and_words_doubles_no_picture_even_for_another_process(
    fake: FakeTelegram,
) -> None:
    kept: list[Progress] = []

    async def keep(_parcel_id: int, progress: Progress) -> None:
        kept.append(progress)

    async def moved(_old: str, _new: str) -> None: ...

    fake.world.open_chat(42)
    api = build_api(TOKEN, f"{fake.url}/bot/")
    await api.initialize()
    parcel = Parcel(1, Recipient(Channel.TELEGRAM, "42"), _album(), None, None, 1)
    fake.faults.add("sendMessage", DropBefore())
    with pytest.raises(Exception, match="again after"):
        await TelegramSender(api, Pace(100_000), moved, keep=keep).send(parcel)
    taken_over = Parcel(1, parcel.recipient, parcel.message, None, None, 2, kept[-1])
    sent_ref = await TelegramSender(api, Pace(100_000), moved).send(taken_over)
    await api.shutdown()
    assert [file for file, _ in fake.people.pictures(42)] == ["p0", "p1", "p2"]
    assert sent_ref == str(fake.people.from_bot(42)[-1]["message_id"])


async def test_one_by_one_goes_on_after_the_picture_that_went_out(
    fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def moved(_old: str, _new: str) -> None: ...

    monkeypatch.delitem(fake._methods, "sendmediagroup")
    fake.world.open_chat(42)
    api = build_api(TOKEN, f"{fake.url}/bot/")
    await api.initialize()
    sender = TelegramSender(api, Pace(100_000), moved)
    parcel = Parcel(1, Recipient(Channel.TELEGRAM, "42"), _album(), None, None, 1)
    fake.faults.add("sendPhoto", Slow(0))
    fake.faults.add("sendPhoto", DropBefore())
    with pytest.raises(Exception, match="again after"):
        await sender.send(parcel)
    assert not isinstance(await sender.send(parcel), Incomplete)
    await api.shutdown()
    assert [file for file, _ in fake.people.pictures(42)] == ["p0", "p1", "p2"]


async def test_killed_between_album_and_words_nothing_is_lost_and_nothing_doubled(
    fake: FakeTelegram, tmp_path: Path, works: SqlWorks, database_url: str
) -> None:
    fake.world.open_chat(42)
    async with works.writing() as work:
        recipient = Recipient(Channel.TELEGRAM, "42")
        await work.outbox.put(recipient, _album(), key="k", now=datetime.now(UTC))
    fake.faults.add("sendMessage", Slow(30))
    async with _process(database_url, fake) as process:
        await _until_called(fake, "sendMessage", 1)
        process.kill()
    async with _process(database_url, fake):
        await fake.people.wait_for(42, "群众补充", 30)
    assert [file for file, _ in fake.people.pictures(42)] == ["p0", "p1", "p2"]


async def test_killed_while_an_album_is_still_coming_it_arrives_whole(
    fake: FakeTelegram, works: SqlWorks, database_url: str
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send_album(CITIZEN, ALBUM[:2])
        await asyncio.sleep(0.3)
    # The channel is gone; the rest of the album comes while nobody listens.
    await fake.people.send_album(CITIZEN, ALBUM[2:])
    async with answering(fake, works):
        await fake.people.wait_for(STAFF, "水表", 30)
    assert [file for file, _ in fake.people.pictures(STAFF)] == ["p1", "p2", "p3"]
