"""What a real server refuses in a message: too long, entities outside, button data of a wrong size."""

from __future__ import annotations

import json
from typing import Any

from tests.fake_telegram.refusal import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
MOST_BUTTONS = 100
_ENTITY_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "mention", "hashtag", "url", "email", "phone_number", "bot_command",
}  # fmt: skip
_ACTIONS = {"callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parsed(value: Any, what: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {what} JSON object") from None


def require_text(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise bad_request("message text is empty")
    if text != text.strip():
        # A real server trims, and the entities then point elsewhere: nobody wants that.
        raise bad_request("text would be trimmed")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text


def require_caption(caption: Any) -> str:
    if units(str(caption or "")) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return str(caption or "")


def require_album(value: Any, attached: set[str]) -> list[dict[str, Any]]:
    """The items of a media group: two to ten, photos or documents, not both; each with a file that is there."""
    items = parsed(value, "media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("group send failed: a media group has 2 to 10 items")
    kinds = {item.get("type") for item in items}
    if not kinds <= {"photo", "video", "document"} or ("document" in kinds and len(kinds) > 1):
        raise bad_request("group send failed: documents cannot be mixed with other kinds")
    for item in items:
        require_caption(item.get("caption"))
        media = item.get("media")
        if not isinstance(media, str) or not media:
            raise bad_request("there is no media in the request")
        if media.startswith("attach://") and media.removeprefix("attach://") not in attached:
            raise bad_request("attached file is not in the request")
    return items


def require_entities(text: str, value: Any) -> list[dict[str, Any]]:
    entities = parsed(value, "entities") if value is not None else []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array")
    encoded = text.encode("utf-16-le")
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        if entity["type"] not in _ENTITY_TYPES:
            raise bad_request(f"unknown entity type {entity['type']}")
        if offset < 0 or length <= 0 or offset + length > units(text):
            raise bad_request("entity is outside of the text")
        for edge in (offset, offset + length):
            unit = encoded[edge * 2 : edge * 2 + 2]
            if len(unit) == 2 and 0xDC00 <= int.from_bytes(unit, "little") <= 0xDFFF:
                raise bad_request("entity begins or ends in the middle of a UTF-16 symbol")
    return entities


def require_markup(value: Any, *, is_private: bool) -> dict[str, Any] | None:
    if value is None:
        return None
    markup = parsed(value, "reply markup")
    kinds = [
        kind for kind in ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply") if kind in markup
    ]
    if len(kinds) != 1:
        raise bad_request("reply markup must be of exactly one kind")
    if kinds == ["inline_keyboard"]:
        _require_inline(markup["inline_keyboard"])
    if kinds == ["keyboard"]:
        _require_keyboard(markup["keyboard"], is_private=is_private)
    return dict(markup)


def _require_inline(rows: list[list[dict[str, Any]]]) -> None:
    buttons = [button for row in rows for button in row]
    if not buttons or any(not row for row in rows) or len(buttons) > MOST_BUTTONS:
        raise bad_request("inline keyboard is empty, has an empty row or too many buttons")
    for button in buttons:
        if not button.get("text", "").strip():
            raise bad_request("inline keyboard button text is empty")
        actions = [name for name in button if name in _ACTIONS]
        if len(actions) != 1:
            raise bad_request("inline keyboard button must have exactly one action")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")


def _require_keyboard(rows: list[list[Any]], *, is_private: bool) -> None:
    for row in rows:
        for key in row:
            if isinstance(key, dict) and key.get("request_location") and not is_private:
                raise bad_request("location can be requested in private chats only")
