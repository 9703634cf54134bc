"""What passes between a citizen and a station, and what is said of that which cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.delivery import FileLost
from bot.desk import Desk, Role
from bot.handlers.telegram.channel import TelegramChannel
from bot.handlers.wording import ChineseDesk
from bot.referral.case_file import CaseFile
from bot.storage import audit
from bot.storage.work import SqlWorks
from tests.fake_telegram import DropBefore, FakeTelegram
from tests.handlers.telegram.relaying import CITIZEN, STAFF, WANG, relaying
from tests.handlers.telegram.service import build_channel, chat_code

PHOTO = {"photo": [{"file_id": "p1", "file_unique_id": "u1", "width": 9, "height": 9}]}
OTHER_PHOTO = {"photo": [{"file_id": "p2", "file_unique_id": "u2", "width": 9, "height": 9}]}
BIG = {"document": {"file_id": "b", "file_unique_id": "b", "file_name": "a.pdf", "file_size": 21 * 2**20}}
RAW = {
    "document": {"file_id": "r", "file_unique_id": "r", "file_name": "现场.jpg", "mime_type": "image/jpeg"}
}
UNREADABLE: dict[str, dict[str, Any]] = {
    "voice": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
    "video": {"video": {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 9, "height": 9}},
    "sticker": {
        "sticker": {
            "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
            "is_animated": False, "is_video": False,
        }
    },
    "location": {"location": {"latitude": 25.02, "longitude": 102.74}},
    "contact": {"contact": {"phone_number": "13888889999", "first_name": "李"}},
    "poll": {
        "poll": {
            "id": "1", "question": "?", "options": [{"text": "a", "voter_count": 0}], "total_voter_count": 0,
            "is_closed": False, "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        }
    },
    "big file": BIG,
    "picture as a file": RAW,
}  # fmt: skip


# ---------------------------------------------------------------- what cannot be passed on


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_what_a_citizen_cannot_send_is_said_to_them_and_not_passed_on(
    fake: FakeTelegram, works: SqlWorks, kind: str
) -> None:
    async with relaying(fake, works) as relay:
        before = len(relay.people.texts(STAFF))
        await relay.people.send(CITIZEN, UNREADABLE[kind])
        told = await relay.people.wait_for(
            CITIZEN, lambda said: any(word in said[-1]["text"] for word in ("没有转给工作人员", "转不过去"))
        )
        assert told["text"].endswith("。")
        assert [one.author for one in await relay.messages()] == ["citizen"]
        assert len(relay.people.texts(STAFF)) == before


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_what_staff_cannot_send_is_said_to_them_and_not_passed_on(
    fake: FakeTelegram, works: SqlWorks, kind: str
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send(STAFF, {**UNREADABLE[kind], "reply_to_message": relay.told}, user=WANG)
        await relay.people.wait_for(STAFF, "没有送出")
    assert fake.people.from_bot(CITIZEN) == []


async def test_words_beside_a_film_go_through_and_the_film_is_said_to_be_lost(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        await relay.people.send(CITIZEN, {**UNREADABLE["video"], "caption": "漏成这样"})
        await relay.people.wait_for(STAFF, "群众补充：\n漏成这样")
        await relay.people.wait_for(CITIZEN, "视频没有转给工作人员")
        film = {**UNREADABLE["video"], "caption": "看这里", "reply_to_message": relay.told}
        await relay.people.send(STAFF, film, user=WANG)
        await relay.people.wait_for(CITIZEN, "看这里")
        await relay.people.wait_for(STAFF, "没有送出")


async def test_a_picture_beside_a_closing_word_is_said_not_to_have_gone(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        closing = {**PHOTO, "caption": "办结：修好了", "reply_to_message": relay.told}
        await relay.people.send(STAFF, closing, user=WANG)
        await relay.people.wait_for(STAFF, "附带的照片或文件没有送出")
        await relay.people.wait_for(CITIZEN, "修好了")


async def test_one_who_stopped_the_bot_is_known_to_chat_and_case(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        relay.people.world.open_chat(CITIZEN).is_blocked = True
        await relay.staff_says("您好")
        await relay.people.wait_for(STAFF, "没能送到群众：对方停用了机器人")
        assert "没有送到：对方停用了机器人" in (await relay.messages())[-1].text


async def test_a_citizen_learns_that_the_stations_chat_is_gone(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        relay.people.world.open_chat(STAFF).is_blocked = True
        await relay.people.say(CITIZEN, "还有一件事")
        await relay.people.wait_for(CITIZEN, "没能送到关上街道公共法律服务站的工作群")
        texts = [one.text for one in await relay.messages()]
        assert "还有一件事" in texts
        assert any("没能送到服务站的工作群" in text for text in texts)


async def test_a_station_without_a_chat_has_the_photo_in_its_case(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works, has_chat=False) as relay:
        await relay.people.send(CITIZEN, {**PHOTO, "caption": "漏水处"})
        await relay.people.say(CITIZEN, "/my")
        await relay.people.wait_for(CITIZEN, relay.number)
        assert [one.file_id for one in (await relay.messages())[-1].attachments] == ["p1"]


async def test_a_station_that_a_case_is_given_to_gets_its_pictures_and_no_numbers(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        people = relay.people
        await people.say(-100600, f"/link {await chat_code(works, 'S2')}", user=502)
        await people.wait_for(-100600, "已绑定")
        for file_id, caption in (("p1", "打我13888889999"), ("p2", "")):
            photo = {"photo": [{"file_id": file_id, "file_unique_id": file_id, "width": 9, "height": 9}]}
            await people.send(CITIZEN, {**photo, "caption": caption} if caption else photo)
        await people.wait_for(STAFF, lambda _: len(people.pictures(STAFF)) == 2)
        await people.say(STAFF, "转办：茨坝街道 房子在那边", user=WANG, reply_to=relay.told)
        await people.wait_for(-100600, f"【新工单 {relay.number}】")
        assert [file for file, _ in people.pictures(-100600)] == ["p1", "p2"]
        seen = str(people.from_bot(STAFF)) + str(people.from_bot(-100600))
    assert "13888889999" not in seen
    assert "138" in seen


# ---------------------------------------------------------------- edits


async def test_a_citizens_edits_are_passed_on_each_once(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        message = await relay.people.say(CITIZEN, "住二栋")
        await relay.people.wait_for(STAFF, "住二栋")
        for text in ("住三栋", "住二栋"):
            await relay.people.edit(CITIZEN, message, text)
            await relay.people.wait_for(STAFF, f"（更正）{text}")
        # An edit that changes no word (a preview that was added) is none.
        await relay.people.edit(CITIZEN, message, "住二栋")
        await relay.people.say(CITIZEN, "完了")
        await relay.people.wait_for(STAFF, "完了")
    assert sum("（更正）" in text for text in fake.people.texts(STAFF)) == 2


async def test_a_caption_and_a_picture_that_were_changed_are_passed_on(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        message = await relay.people.send(CITIZEN, {**PHOTO, "caption": "客厅"})
        await relay.people.wait_for(STAFF, "客厅")
        await relay.people.edit_file(CITIZEN, message, caption="卧室")
        await relay.people.wait_for(STAFF, "（更正）卧室")
        assert len(relay.people.pictures(STAFF)) == 1
        await relay.people.edit_file(CITIZEN, message, **OTHER_PHOTO)
        await relay.people.wait_for(STAFF, lambda _: len(relay.people.pictures(STAFF)) == 2)
        await relay.people.edit_file(CITIZEN, message, caption="")
        await relay.people.wait_for(STAFF, "（更正）删去了原来的文字")
    assert [file for file, _ in fake.people.pictures(STAFF)] == ["p1", "p2"]


async def test_a_caption_inside_an_album_is_corrected(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        sent = await relay.people.send_album(CITIZEN, [("p1", "客厅"), ("p2", "")])
        await relay.people.wait_for(STAFF, "群众补充：\n客厅", 30)
        await relay.people.edit_file(CITIZEN, sent[1], caption="水表")
        await relay.people.wait_for(STAFF, "（更正）水表")
    assert len(fake.people.pictures(STAFF)) == 2


async def test_staffs_captions_are_corrected_too(fake: FakeTelegram, works: SqlWorks) -> None:
    async with relaying(fake, works) as relay:
        own = {**PHOTO, "caption": "周二来", "reply_to_message": relay.told}
        message = await relay.people.send(STAFF, own, user=WANG)
        await relay.people.wait_for(CITIZEN, "周二来")
        await relay.people.edit_file(STAFF, message, caption="周三来")
        await relay.people.wait_for(CITIZEN, "（更正）周三来")
    assert len(fake.people.pictures(CITIZEN)) == 1


# ---------------------------------------------------------------- a phone, given and taken back


async def test_a_released_phone_is_taken_back_by_word_and_nobody_sees_it_any_more(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    question = "我的电话138 8888 9999，身份证530111199001011234"
    async with relaying(fake, works, question) as relay:
        people = relay.people
        await people.wait_for_answer(await people.press(STAFF, "接单", user=WANG))
        await people.wait_for(STAFF, "已接单（")
        await people.say(CITIZEN, "收回电话")
        await people.wait_for(CITIZEN, "不用收回")
        await people.say(CITIZEN, "/my")
        await people.wait_for(CITIZEN, "现在由谁办")
        await people.press(CITIZEN, "让经办人看到我的电话")
        await people.wait_for(CITIZEN, "每看一次都有记录")
        seen = await people.wait_for_answer(await people.press(STAFF, "看号码", user=WANG))
        assert "138 8888 9999" in seen["text"]
        await people.say(CITIZEN, "收回电话")
        await people.wait_for(CITIZEN, "电话已经收回")
        await people.wait_for(STAFF, "群众收回了电话")
        seen = await people.wait_for_answer(await people.press(STAFF, "看号码", user=WANG))
        assert seen["text"] == "530111199001011234"
        await people.press(CITIZEN, "让经办人看到我的电话")
        await people.wait_for(STAFF, lambda said: "愿意让经办人" in said[-1]["text"])
        seen = await people.wait_for_answer(await people.press(STAFF, "看号码", user=WANG))
        assert "138 8888 9999" in seen["text"]
        await people.press(CITIZEN, "收回电话")
        await people.wait_for(STAFF, lambda said: "收回了电话" in said[-1]["text"])
        moves = [one.move.value for one in await relay.moves()]
    assert moves.count("give_phone") == moves.count("take_phone_back") == 2
    async with works.reading() as work:
        assert await audit.find_break(work.connection) is None


# ---------------------------------------------------------------- files of our pages


async def test_files_that_came_by_a_page_are_uploaded_to_both_sides(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with relaying(fake, works) as relay:
        now, desk = datetime.now(UTC), Desk(ChineseDesk())
        files = (
            CaseFile("photo", "1.png", "image/png", b"first"),
            CaseFile("photo", "2.png", "image/png", b"second"),
            CaseFile("document", "合同.pdf", "application/octet-stream", b"%PDF"),
        )
        async with works.writing() as work:
            member = await work.staff.admit("王", Role.STATION, "S1", now)
            await desk.reply(work, member, relay.number, "请看", key="k", now=now, files=files)
        await relay.people.wait_for(CITIZEN, "请看")
    sent = fake.people.from_bot(CITIZEN)
    ids = [
        one["photo"][0]["file_id"] if "photo" in one else one["document"]["file_id"] for one in sent[-4:-1]
    ]
    assert [fake.files[one] for one in ids] == [b"first", b"second", b"%PDF"]
    assert sent[-4]["media_group_id"] == sent[-3]["media_group_id"]


@pytest.fixture
async def channel(fake: FakeTelegram, works: SqlWorks) -> Any:
    async with build_channel(works, fake.url).running() as running:
        await fake.people.say(42, "hello")
        await fake.people.wait_for(42, "hello")
        yield running


async def test_a_file_is_fetched_by_its_id(fake: FakeTelegram, channel: TelegramChannel) -> None:
    fake.files["p1"] = b"content"
    assert await channel.fetch("p1") == b"content"


@pytest.mark.parametrize(
    ("file_id", "why", "is_gone"), [("nowhere", "取不到", True), ("huge", "超过 20 MB", True)]
)
async def test_a_file_that_is_gone_is_said_so(
    fake: FakeTelegram, channel: TelegramChannel, file_id: str, why: str, is_gone: bool
) -> None:
    fake.files["huge"] = b"x" * (20 * 2**20 + 1)
    with pytest.raises(FileLost, match=why) as lost:
        await channel.fetch(file_id)
    assert lost.value.is_gone is is_gone


async def test_a_file_that_went_after_it_was_named_is_gone(
    fake: FakeTelegram, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.files["p1"] = b"content"
    get_file = fake._methods["getfile"]

    async def lose(params: dict[str, Any]) -> Any:
        named = await get_file(params)
        fake.files.clear()
        return named

    monkeypatch.setitem(fake._methods, "getfile", lose)
    with pytest.raises(FileLost, match="取不到") as lost:
        await channel.fetch("p1")
    assert lost.value.is_gone


async def test_of_a_file_whose_size_was_told_wrong_no_more_is_read_than_is_needed(
    fake: FakeTelegram, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.files["p1"] = b"x" * (40 * 2**20)

    async def belittle(params: dict[str, Any]) -> Any:
        return {"file_id": "p1", "file_unique_id": "u1", "file_path": "documents/p1", "file_size": 7}

    monkeypatch.setitem(fake._methods, "getfile", belittle)
    with pytest.raises(FileLost, match="超过 20 MB"):
        await channel.fetch("p1")


async def test_a_server_out_of_reach_is_worth_another_try(
    fake: FakeTelegram, channel: TelegramChannel
) -> None:
    fake.files["p1"] = b"content"
    fake.faults.add("getFile", DropBefore())
    with pytest.raises(FileLost, match="连不上") as lost:
        await channel.fetch("p1")
    assert not lost.value.is_gone
