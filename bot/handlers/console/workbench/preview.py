"""An entry as a citizen will see it: the kiosk's data for the kiosk's own script, and Telegram's pieces."""

from __future__ import annotations

from typing import Any

from bot.conversation import Answer
from bot.delivery import Message
from bot.faq.entry import Entry
from bot.handlers.kiosk.showing import show_message

# The one place where a channel looks at another: a preview that is laid out otherwise would be none.
from bot.handlers.telegram.layout import Piece, lay_out
from bot.handlers.wording import describe

_CODE = "XXXXXXX"


def preview_of(entry: Entry) -> dict[str, Any]:
    """Values for the preview page."""
    message: Message = describe(Answer(entry, _CODE, 1.0))
    return {
        "kiosk": show_message(message),
        "telegram": [_piece(one) for one in lay_out(message.without_law_texts())],
        "entry": entry,
    }


def _piece(piece: Piece) -> dict[str, Any]:
    quotes = [one for one in piece.entities if one.type == "expandable_blockquote"]
    cut = quotes[0].offset if quotes else None
    # Offsets are counted in UTF-16 units.
    raw = piece.text.encode("utf-16-le")
    body, quote = (raw, b"") if cut is None else (raw[: cut * 2], raw[cut * 2 :])
    keyboard = getattr(piece.markup, "inline_keyboard", ())
    return {
        "text": body.decode("utf-16-le").strip(),
        "quote": quote.decode("utf-16-le"),
        "rows": [[one.text for one in row] for row in keyboard],
    }
