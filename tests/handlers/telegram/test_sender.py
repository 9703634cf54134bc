"""The sender against refusals: plain once more, or for good, or later; a long text goes on where it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.conversation import Channel
from bot.delivery import Button, Delayed, Document, LawLine, Message, Parcel, Recipient, Undeliverable
from bot.handlers.telegram.pace import Pace
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender, backoff_seconds
from tests.fake_telegram import TOKEN, DropBefore, FakeTelegram, ServerError, Slow, TooMany

FILE = Document("day.ics", "text/calendar", "BEGIN:VCALENDAR", "/deadlines/x.ics")
LONG = "\n".join(f"第{n}行，说一件事。" for n in range(1200))


def _parcel(message: Message, address: str = "42", attempts: int = 1, reply_to: str | None = None) -> Parcel:
    return Parcel(1, Recipient(Channel.TELEGRAM, address), message, None, reply_to, attempts)


async def _moved(old: str, new: str) -> None:
    raise AssertionError("nothing moved here")


@pytest.fixture
async def sender(fake: FakeTelegram) -> AsyncIterator[TelegramSender]:
    api = build_api(TOKEN, f"{fake.url}/bot/")
    await api.initialize()
    fake.world.open_chat(42)
    yield TelegramSender(api, Pace(100_000), _moved)
    await api.shutdown()


async def test_the_id_is_that_of_the_message_with_the_buttons(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    message = Message("您在哪里？", ((Button("官渡区", "place:1"),),), ask_location=True)
    sent_ref = await sender.send(_parcel(message))
    first, second = fake.people.from_bot(42)
    assert sent_ref == str(first["message_id"])
    assert "keyboard" in second["reply_markup"]


async def test_law_lines_arrive_as_an_expandable_quote(fake: FakeTelegram, sender: TelegramSender) -> None:
    await sender.send(_parcel(Message("不可以。", laws=(LawLine("《民法典》第944条"),))))
    (message,) = fake.people.from_bot(42)
    assert message["entities"][0]["type"] == "expandable_blockquote"
    assert message["text"].endswith("法律依据：《民法典》第944条")


async def test_a_long_text_is_several_messages_and_goes_on_after_a_break(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    fake.faults.add("sendMessage", DropBefore())
    parcel = _parcel(Message(LONG, ((Button("有用", "useful"),),)))
    with pytest.raises(Delayed):
        await sender.send(parcel)
    sent_ref = await sender.send(parcel)
    messages = fake.people.from_bot(42)
    assert "\n".join(message["text"] for message in messages) == LONG
    assert [("reply_markup" in message) for message in messages] == [False] * (len(messages) - 1) + [True]
    assert sent_ref == str(messages[-1]["message_id"])


async def test_parts_that_went_out_are_not_sent_again(fake: FakeTelegram, sender: TelegramSender) -> None:
    # The first call passes, the second breaks.
    fake.faults.add("sendMessage", Slow(0))
    fake.faults.add("sendMessage", ServerError(502))
    parcel = _parcel(Message(LONG))
    with pytest.raises(Delayed):
        await sender.send(parcel)
    assert len(fake.people.texts(42)) == 1
    await sender.send(parcel)
    assert "\n".join(fake.people.texts(42)) == LONG


async def test_what_the_server_does_not_like_is_sent_plain(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    await sender.send(_parcel(Message("要紧的话", ((Button("太长", "x" * 65),),))))
    (message,) = fake.people.from_bot(42)
    assert message["text"] == "要紧的话"
    assert "reply_markup" not in message


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(
    fake: FakeTelegram, sender: TelegramSender
) -> None:
    await sender.send(_parcel(Message("好的"), reply_to="12345"))
    assert fake.people.texts(42) == ["好的"]


@pytest.mark.parametrize("address", ["777", "not a chat", "42x"])
async def test_an_unknown_chat_is_undeliverable(sender: TelegramSender, address: str) -> None:
    with pytest.raises(Undeliverable):
        await sender.send(_parcel(Message("x"), address))


async def test_one_who_blocked_us_is_undeliverable(fake: FakeTelegram, sender: TelegramSender) -> None:
    fake.world.open_chat(42).is_blocked = True
    with pytest.raises(Undeliverable):
        await sender.send(_parcel(Message("x")))


async def test_429_is_a_delay_for_the_whole_channel(fake: FakeTelegram, sender: TelegramSender) -> None:
    fake.faults.add("sendMessage", TooMany(7))
    with pytest.raises(Delayed) as delayed:
        await sender.send(_parcel(Message("x")))
    assert (delayed.value.seconds, delayed.value.whole_channel) == (7, True)


async def test_a_token_that_was_withdrawn_loses_nothing(fake: FakeTelegram, sender: TelegramSender) -> None:
    fake.token = "1:other"
    with pytest.raises(Delayed) as delayed:
        await sender.send(_parcel(Message("x")))
    assert delayed.value.whole_channel


def test_backoff_doubles_up_to_a_minute() -> None:
    assert [backoff_seconds(n) for n in (1, 2, 3, 7, 500)] == [1, 2, 4, 60, 60]


async def test_a_file_goes_after_its_words(fake: FakeTelegram, sender: TelegramSender) -> None:
    sent_ref = await sender.send(_parcel(Message("存到日历。", document=FILE)))
    assert [one["text"] for one in fake.people.from_bot(42)][:1] == ["存到日历。"]
    assert sent_ref == str(fake.people.from_bot(42)[0]["message_id"])
    assert list(fake.files.values()) == [b"BEGIN:VCALENDAR"]


async def test_where_files_are_refused_a_line_says_so(
    fake: FakeTelegram, sender: TelegramSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(fake._methods, "senddocument")
    await sender.send(_parcel(Message("存到日历。", document=FILE)))
    texts = [one["text"] for one in fake.people.from_bot(42)]
    assert texts[0] == "存到日历。"
    assert "文件没有发出来" in texts[1]
    assert not fake.files
