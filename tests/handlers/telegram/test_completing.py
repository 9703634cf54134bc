"""Filling in never loses what was said, and never fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.handlers.telegram.answering import read_payload
from bot.handlers.telegram.coming import Coming, Pressed, Said
from bot.handlers.telegram.completing import completed
from bot.handlers.telegram.reading import Me

BOT, ME = Bot("700100:x"), Me(700100, "b")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "from", "id", "message_id", "photo", "file_id", "type", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def _read(update: dict[str, Any]) -> Coming:
    return read_payload({"update_id": 1, **update}, BOT, ME)


@pytest.mark.parametrize(
    "content",
    [
        {"text": "喂"},
        {"photo": [{"file_id": "p"}]},
        {"document": {"file_id": "d"}},
        {"voice": {"file_id": "v"}},
        {"sticker": {"file_id": "s"}},
        {"video": {"file_id": "v"}},
        {"location": {"latitude": 25, "longitude": 102}},
    ],
)
def test_the_barest_message_is_read(content: dict[str, Any]) -> None:
    coming = _read({"message": {"message_id": 3, "chat": {"id": 42}, "from": {"id": 42}, **content}})
    assert isinstance(coming, Said)
    assert coming.place.is_private


def test_the_barest_press_is_read() -> None:
    press = {
        "id": "1",
        "from": {"id": 5},
        "data": "staff-claim:KM1",
        "message": {"message_id": 3, "chat": {"id": -7}},
    }
    assert isinstance(_read({"callback_query": press}), Pressed)


def test_a_message_that_is_no_longer_accessible_stays_so() -> None:
    gone = {"message_id": 3, "chat": {"id": -7, "type": "supergroup"}, "date": 0}
    press = {"id": "1", "from": {"id": 5}, "data": "staff-claim:KM1", "message": gone}
    coming = _read({"callback_query": press})
    assert isinstance(coming, Pressed)
    assert coming.text == ""


def test_a_topic_that_is_only_numbered_is_a_topic_in_a_forum() -> None:
    chat = {"id": -7, "type": "supergroup", "is_forum": True}
    message = {"message_id": 3, "chat": chat, "from": {"id": 5}, "text": "/link X", "message_thread_id": 9}
    coming = _read({"message": message})
    assert coming.place.topic_id == 9  # type: ignore[union-attr]


@given(values)
def test_anything_is_completed_and_nothing_is_changed(value: Any) -> None:
    assert _is_kept(value, completed(value))


def _is_kept(old: Any, new: Any) -> bool:
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and _is_kept(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_is_kept, old, new))
    return bool(old == new)
