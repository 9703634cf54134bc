"""A message that the library cannot read (a newer or another server's form of a poll, say): somebody sent something."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import Bot, Update

from bot.handlers.telegram.coming import Coming, Nothing, Said
from bot.handlers.telegram.reading import MEDIA, Me, read_update

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)
_FRAME = {"message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message", "edit_date",
          "media_group_id"}  # fmt: skip
_REPLIED = {"message_id", "date", "chat", "from", "text", "caption"}


def read_unreadable(payload: Any, bot: Bot, me: Me) -> Coming:
    """What is left of it: who, where, in reply to what, the words beside it, and of which kind it was."""
    message = payload.get("message") if isinstance(payload, dict) else None
    if not isinstance(message, dict):
        return Nothing()
    kind = next((kind for name, kind in MEDIA if name in message), None)
    if kind is None:
        return Nothing()
    words = message.get("caption")
    frame = {name: value for name, value in message.items() if name in _FRAME}
    replied = message.get("reply_to_message")
    if isinstance(replied, dict):
        frame["reply_to_message"] = {name: value for name, value in replied.items() if name in _REPLIED}
    # Words stand in for the content, so that all else is read as ever.
    frame["text"] = words if isinstance(words, str) and words else "…"
    try:
        coming = read_update(Update.de_json({"update_id": 0, "message": frame}, bot), me)
    except UNREADABLE:
        return Nothing()
    if not isinstance(coming, Said) or coming.choice is not None:
        return Nothing()
    return replace(coming, text=coming.text if words else "", unsupported=kind)
