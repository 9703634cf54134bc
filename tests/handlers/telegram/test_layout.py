"""Laying out: nothing too long, no word lost, entities where they belong whatever letters come before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.delivery import Button, LawLine, Message
from bot.handlers.telegram.layout import STAFF_PROMPT, lay_out, split_text
from tests.fake_telegram.rules import require_entities, require_markup, require_text, units

_LINES = st.lists(st.text(st.sampled_from("好ab 😀，。"), max_size=40), max_size=30).map("\n".join)


@given(_LINES, st.integers(4, 60))
def test_parts_are_short_enough_and_hold_every_letter(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(part.strip() and units(part) <= limit for part in parts)
    if text.strip():
        assert "".join("".join(parts).split()) == "".join(text.split())


@given(_LINES, st.integers(0, 4), st.integers(40, 90))
def test_every_piece_is_one_that_the_server_takes(text: str, laws: int, limit: int) -> None:
    message = Message(text, laws=tuple(LawLine(f"《民法典》第{n + 900}条") for n in range(laws)))
    for piece in lay_out(message, limit=limit):
        require_text(piece.text)
        require_entities(piece.text, [entity.to_dict() for entity in piece.entities])
        assert units(piece.text) <= limit


def test_the_articles_are_an_expandable_quote_after_emoji_too() -> None:
    laws = (LawLine("《民法典》第944条"), LawLine("《民法典》第285条"), LawLine("《物业管理条例》第7条"))
    (piece,) = lay_out(Message("不可以😀", laws=laws))
    (entity,) = piece.entities
    quoted = piece.text.encode("utf-16-le")[entity.offset * 2 : (entity.offset + entity.length) * 2].decode(
        "utf-16-le"
    )
    assert entity.type == "expandable_blockquote"
    assert quoted == "法律依据：《民法典》第944条、第285条、《物业管理条例》第7条"


def test_buttons_hang_on_the_last_part_of_a_long_text() -> None:
    message = Message("\n".join(["一行字"] * 3000), ((Button("有用", "useful"),),))
    *before, last = lay_out(message)
    assert before
    assert all(piece.markup is None for piece in before)
    assert isinstance(last.markup, InlineKeyboardMarkup)


def test_the_location_key_is_a_message_of_its_own_in_private_chats_only() -> None:
    message = Message("您在哪里？", ((Button("官渡区", "place:530111"),),), ask_location=True)
    first, second = lay_out(message)
    assert isinstance(first.markup, InlineKeyboardMarkup)
    assert isinstance(second.markup, ReplyKeyboardMarkup)
    assert require_markup(second.markup.to_dict(), is_private=True)
    assert len(lay_out(message, is_private=False)) == 1


def test_a_prompt_for_the_closing_reason_opens_the_reply_field() -> None:
    (piece,) = lay_out(Message("请写明办理结果", tone=STAFF_PROMPT))
    assert piece.markup is not None
    assert piece.markup.to_dict() == {"force_reply": True, "selective": True}


def test_marks_of_other_languages_stay_plain_text() -> None:
    (piece,) = lay_out(Message("<b>*_[x](y)`"))
    assert piece.text == "<b>*_[x](y)`"
    assert piece.entities == ()
