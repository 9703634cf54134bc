"""What a citizen meets besides words: edits, pictures, albums, positions, buttons, groups."""

from __future__ import annotations

import asyncio

from bot.conversation import Choice, Point, Verb
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.handlers.telegram.service import FakeAssistant, serving


async def test_an_edit_is_answered_and_it_is_said_that_it_was_seen(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    async with serving(works, fake):
        message = await fake.people.say(42, "老板欠我工资")
        await fake.people.wait_for(42, "老板欠我工资")
        await fake.people.edit(42, message, "老板不报工伤")
        answer = await fake.people.wait_for(42, "老板不报工伤")
    assert answer["text"].startswith("看到您改了")


async def test_stickers_and_voices_get_an_answer_and_an_album_gets_one(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    assistant = FakeAssistant()
    async with serving(works, fake, assistant):
        await fake.people.send_sticker(42)
        await fake.people.wait_for(42, "«sticker»")
        await fake.people.send_voice(42)
        await fake.people.wait_for(42, "«voice»")
        for _ in range(4):
            await fake.people.send_photo(42, album="a1")
        await fake.people.send_photo(42, caption="这样收费合法吗", album="a1")
        await fake.people.wait_for(42, "这样收费合法吗")
    assert sum("«photo»" in text for text in fake.people.texts(42)) == 1


async def test_a_position_is_thanked_for_and_the_key_goes_away(fake: FakeTelegram, works: SqlWorks) -> None:
    assistant = FakeAssistant()
    async with serving(works, fake, assistant):
        await fake.people.share_location(42, 25.02, 102.74)
        await fake.people.wait_for_count(42, 2)
    first, _ = fake.people.from_bot(42)
    assert first["reply_markup"] == {"remove_keyboard": True}
    assert assistant.asked[0].point == Point(25.02, 102.74)


async def test_buttons_are_choices_their_spinner_stops_and_old_ones_are_told(
    fake: FakeTelegram, works: SqlWorks
) -> None:
    assistant = FakeAssistant()
    async with serving(works, fake, assistant):
        await fake.people.say(42, "hello")
        message = await fake.people.wait_for(42, "hello")
        await fake.people.wait_for_answer(await fake.people.press_data(42, message, "useful:ABC"))
        await fake.people.wait_for(42, "useful:ABC")
        await fake.people.press_data(42, message, "from-another-age")
        await fake.people.wait_for(42, "过时")
    assert assistant.asked[-1].choice == Choice(Verb.USEFUL, "ABC")


async def test_in_a_group_nobodys_matter_is_told(fake: FakeTelegram, works: SqlWorks) -> None:
    assistant = FakeAssistant()
    async with serving(works, fake, assistant):
        await fake.people.say(-5, "物业费太贵", user=42)
        await fake.people.say(-5, "/my@chuncheng_bot", user=42)
        await fake.people.wait_for(-5, "保护隐私")
        await asyncio.sleep(0.1)
    assert len(fake.people.texts(-5)) == 1
    assert not assistant.asked
