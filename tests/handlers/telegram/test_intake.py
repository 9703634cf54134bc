"""The key and the lane of an update: stable over deliveries, different for different things."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.telegram.intake import key_of, lane_of

CHAT = {"id": -100, "type": "group"}


def _message(update_id: int = 7, date: int = 100, message_id: int = 3, **more: Any) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": message_id, "date": date, "chat": CHAT, **more}}


def test_the_same_update_again_has_the_same_key() -> None:
    assert key_of(_message(text="x")) == key_of(_message(text="x"))
    assert key_of(_message()).startswith("tg:7:")


def test_another_server_that_gives_the_same_number_makes_another_key() -> None:
    assert key_of(_message(date=100)) != key_of(_message(date=200))
    press = {"update_id": 7, "callback_query": {"id": "1", "message": {"chat": CHAT}}}
    assert key_of(press) != key_of({"update_id": 7, "callback_query": {"id": "2", "message": {"chat": CHAT}}})


def test_words_and_presses_of_one_chat_share_a_lane() -> None:
    press = {"update_id": 8, "callback_query": {"id": "1", "from": {"id": 5}, "message": {"chat": CHAT}}}
    edit = {"update_id": 9, "edited_message": {"message_id": 3, "chat": CHAT}}
    assert lane_of(_message()) == lane_of(press) == lane_of(edit) == "chat -100"


@given(
    st.dictionaries(
        st.text(max_size=5), st.none() | st.integers() | st.text(max_size=3) | st.just({"chat": 1})
    )
)
def test_any_update_has_a_key_and_a_lane_that_fit_their_columns(more: dict[str, Any]) -> None:
    update = {**more, "update_id": 2**62}
    assert len(key_of(update)) <= 120
    assert len(lane_of(update)) <= 80
