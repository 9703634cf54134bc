"""lay_out(message): the Telegram messages that say one Message. Pure; lengths are UTF-16 units, as Telegram counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.delivery import Document, LawLine, Message
from bot.referral.case import Attachment

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
MOST_IN_ALBUM = 10
STAFF_PROMPT = "staff-prompt"
LOCATION_RECEIVED = "location-received"
NO_ATTACHMENT = "有一张图片或一个文件没有传过来，请对方再发一次。"
_NO_FILE = "文件没有发出来，请把上面的内容记下来。"
SEND_LOCATION = "📍 发送我的位置"
_LAW = re.compile(r"^(《[^》]*》)(.+)$")

Markup = InlineKeyboardMarkup | ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(frozen=True)
class Piece:
    """One Telegram message, or one album. Markup is never written into the text: citizens' words cannot break it.
    With a document or attachments, `text` is what is said instead where a file cannot be sent."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    markup: Markup | None = None
    document: Document | None = None
    attachments: tuple[Attachment, ...] = ()


def lay_out(message: Message, *, is_private: bool = True, limit: int = TEXT_LIMIT) -> tuple[Piece, ...]:
    """The pieces in the order of sending; buttons hang on the last one that has the message's own text."""
    pieces = [Piece(text) for text in split_text(message.text, limit)]
    law = _law_paragraph(message.laws)[:limit]
    if law and _units(pieces[-1].text) + 2 + _units(law) <= limit:
        before = pieces[-1].text + "\n\n"
        pieces[-1] = Piece(before + law, (_quote(_units(before), _units(law)),))
    elif law:
        pieces += [Piece(text, (_quote(0, _units(text)),)) for text in split_text(law, limit)]
    pieces[-1] = Piece(pieces[-1].text, pieces[-1].entities, _markup(message))
    pieces = [*_file_pieces(message), *pieces]
    if message.document is not None:
        pieces.append(Piece(_NO_FILE, document=message.document))
    if message.ask_location and is_private:
        pieces.append(_location_piece())
    return tuple(pieces)


def _file_pieces(message: Message) -> Iterator[Piece]:
    """Photos together and documents together, as Telegram's albums want it, in the order in which they came."""
    # The first caption names the case, so that a reply to the picture finds it as well.
    header = message.text.split("\n")[0][:200]
    is_single = len(message.attachments) == 1
    captioned = (
        replace(one, caption=_caption("" if is_single else one.caption, "" if place else header))
        for place, one in enumerate(message.attachments)
    )
    for _, alike in groupby(captioned, lambda one: one.kind):
        rest = tuple(alike)
        while rest:
            yield Piece(f"{header}\n{NO_ATTACHMENT}", attachments=rest[:MOST_IN_ALBUM])
            rest = rest[MOST_IN_ALBUM:]


def _caption(own: str, header: str) -> str:
    return _head("\n".join(part for part in (header, own) if part), CAPTION_LIMIT)


def split_text(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in parts of at most `limit` UTF-16 units, cut at line ends where there are any; never empty."""
    parts: list[str] = []
    current = ""
    for line in _short_lines(text.strip(), limit):
        joined = f"{current}\n{line}" if current else line
        if _units(joined) <= limit:
            current = joined
            continue
        parts.append(current)
        current = line
    return [part.strip() for part in (*parts, current) if part.strip()] or ["……"]


def _short_lines(text: str, limit: int) -> Iterator[str]:
    for line in text.split("\n"):
        rest = line
        while _units(rest) > limit:
            head = _head(rest, limit)
            yield head
            rest = rest[len(head) :]
        yield rest


def _head(text: str, limit: int) -> str:
    units = 0
    for position, letter in enumerate(text):
        units += _units(letter)
        if units > limit:
            return text[:position]
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _quote(offset: int, length: int) -> MessageEntity:
    return MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, offset, length)


def _law_paragraph(laws: tuple[LawLine, ...]) -> str:
    if not laws:
        return ""
    titles: list[str] = []
    before = ""
    for law in laws:
        found = _LAW.match(law.title)
        title = found.group(2) if found and found.group(1) == before else law.title
        before = found.group(1) if found else ""
        titles.append(title)
    lines = [f"{law.title}　{law.text.strip()}" for law in laws if law.text.strip()]
    return "\n".join(["法律依据：" + "、".join(titles), *lines])


def _markup(message: Message) -> Markup | None:
    if message.tone == STAFF_PROMPT:
        return ForceReply(selective=True)
    if message.tone == LOCATION_RECEIVED:
        return ReplyKeyboardRemove()
    rows = [
        [InlineKeyboardButton(one.label, callback_data=one.code) for one in row] for row in message.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _location_piece() -> Piece:
    key = KeyboardButton(SEND_LOCATION, request_location=True)
    keyboard = ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)
    return Piece("也可以点输入框下面的“📍 发送我的位置”，位置只用来找站点。", markup=keyboard)
