"""Reading updates: each kind is one thing to us, and groups' own talk is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.conversation import Choice, Point, Verb
from bot.handlers.telegram.answering import read_payload
from bot.handlers.telegram.coming import ChatMoved, Coming, Linking, Nothing, Pressed, Said, Unlinking
from bot.handlers.telegram.reading import Me

ME = Me(700100, "chuncheng_bot")
BOT = Bot("700100:x")
PERSON = {"id": 42, "is_bot": False, "first_name": "李"}
PRIVATE = {"id": 42, "type": "private", "first_name": "李"}
GROUP = {"id": -100, "type": "supergroup", "title": "群"}
OURS = {
    "message_id": 5,
    "date": 1,
    "chat": GROUP,
    "text": "工单",
    "from": {"id": 700100, "is_bot": True, "first_name": "b"},
}


def _read(content: dict[str, Any], chat: dict[str, Any] = PRIVATE, kind: str = "message") -> Coming:
    message = {"message_id": 7, "date": 1, "chat": chat, "from": PERSON, **content}
    return read_payload({"update_id": 1, kind: message}, BOT, ME)


def _said(coming: Coming) -> Said:
    assert isinstance(coming, Said)
    return coming


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("/start", Verb.START),
        ("/start deep-link", Verb.START),
        ("/help", Verb.HELP),
        ("/my", Verb.MY),
        ("/human@chuncheng_bot", Verb.HUMAN),
        ("/STATION", Verb.STATION),
        ("/privacy", Verb.PRIVACY),
        ("/nonsense", Verb.HELP),
    ],
)
def test_commands_are_choices(text: str, verb: Verb) -> None:
    assert _said(_read({"text": text})).choice == Choice(verb)


def test_words_and_captions_are_text_and_a_slash_inside_is_no_command() -> None:
    assert _said(_read({"text": "可以/不可以"})).text == "可以/不可以"
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    assert _said(_read({"photo": photo, "caption": "这样合法吗"})).text == "这样合法吗"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, "voice"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}, "photo"),
        ({"document": {"file_id": "d", "file_unique_id": "d"}}, "document"),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, "other"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
    ],
)
def test_what_we_cannot_read_has_a_name(content: dict[str, Any], kind: str) -> None:
    assert _said(_read(content)).unsupported == kind


def test_a_position_is_a_point_but_its_later_moves_are_nothing() -> None:
    where = {"location": {"latitude": 25.0, "longitude": 102.7}}
    assert _said(_read(where)).point == Point(25.0, 102.7)
    assert _read({**where, "edit_date": 2}, kind="edited_message") == Nothing()


def test_an_edit_is_words_again() -> None:
    said = _said(_read({"text": "改了", "edit_date": 2}, kind="edited_message"))
    assert (said.text, said.is_edit) == ("改了", True)


@pytest.mark.parametrize(
    "content",
    [
        {"text": "大家好"},
        {"text": "/help"},
        {"text": "/help@other_bot"},
        {"text": "回复别人", "reply_to_message": {**OURS, "from": PERSON}},
        {"new_chat_members": [PERSON]},
    ],
)
def test_a_groups_own_talk_is_nothing(content: dict[str, Any]) -> None:
    assert _read(content, GROUP) == Nothing()


def test_in_groups_commands_to_us_and_replies_to_us_are_heard() -> None:
    assert _said(_read({"text": "/help@Chuncheng_Bot"}, GROUP)).is_command
    quoted = _said(_read({"text": "您好", "reply_to_message": OURS}, GROUP)).quoted
    assert quoted is not None
    assert (quoted.message_id, quoted.text) == (5, "工单")


def test_linking_and_unlinking() -> None:
    link = _read({"text": "/link AB12"}, GROUP)
    assert isinstance(link, Linking)
    assert link.code == "AB12"
    assert isinstance(_read({"text": "/unlink@chuncheng_bot"}, GROUP), Unlinking)
    assert _read({"text": "/link@other_bot AB12"}, GROUP) == Nothing()


def test_a_topic_is_part_of_the_address() -> None:
    said = _said(
        _read(
            {"text": "x", "reply_to_message": OURS, "message_thread_id": 9, "is_topic_message": True}, GROUP
        )
    )
    assert said.place.address == "-100/9"


def test_an_anonymous_administrator_is_known_as_such() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    said = _said(
        _read({"text": "x", "reply_to_message": OURS, "from": anonymous, "sender_chat": GROUP}, GROUP)
    )
    assert said.author.is_anonymous


def test_other_bots_and_channels_are_nothing() -> None:
    bot = {"id": 9, "is_bot": True, "first_name": "b"}
    assert _read({"text": "x", "from": bot}) == Nothing()
    channel = {"id": -7, "type": "channel", "title": "c"}
    assert (
        read_payload({"update_id": 1, "channel_post": {"message_id": 1, "date": 1, "chat": channel}}, BOT, ME)
        == Nothing()
    )


def test_a_group_that_moved() -> None:
    assert _read({"migrate_to_chat_id": -200}, {**GROUP, "type": "group"}) == ChatMoved(-100, -200)
    assert _read({"migrate_from_chat_id": -99}, GROUP) == ChatMoved(-99, -100)


def _press(data: str, chat: dict[str, Any] = PRIVATE) -> Coming:
    query = {"id": "1", "from": PERSON, "chat_instance": "1", "data": data, "message": {**OURS, "chat": chat}}
    return read_payload({"update_id": 1, "callback_query": query}, BOT, ME)


def test_buttons() -> None:
    assert _said(_press("entry:x-y")).choice == Choice(Verb.ENTRY, "x-y")
    assert _said(_press("of an old release")).is_stale_button
    pressed = _press("staff-claim:KM261123-ABCDE", GROUP)
    assert isinstance(pressed, Pressed)
    assert (pressed.verb, pressed.number) == ("staff-claim", "KM261123-ABCDE")
    assert _press("useful", GROUP) == Nothing()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "id", "from", "text", "callback_query", "type"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_whatever_comes_is_read_without_an_exception(update: Any) -> None:
    read_payload({"update_id": 1, "message": update}, BOT, ME)
    read_payload(update, BOT, ME)


def test_letters_that_no_database_takes_are_left_out() -> None:
    assert _said(_read({"text": "物业\x00费\ud800太贵"})).text == "物业费太贵"


def test_a_date_beyond_all_calendars_is_nothing() -> None:
    assert _read({"text": "x", "date": 10**18}) == Nothing()
