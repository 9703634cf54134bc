"""TelegramSender: brings one parcel to a chat, and says of each failure whether it is for now or for good."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.delivery import Delayed, Document, Parcel, Undeliverable
from bot.handlers.telegram.layout import Piece, lay_out
from bot.handlers.telegram.pace import Turns
from bot.handlers.telegram.request import TelegramApi, TooFast
from bot.referral.case import Attachment

log = structlog.get_logger()

_LONGEST_BACKOFF_SECONDS = 60.0
GONE_SIGNS = ("chat not found", "peer_id_invalid", "user not found", "user is deactivated", "chat_write_forbidden",
         "not enough rights", "have no rights", "group chat was deactivated", "bot was kicked")  # fmt: skip
_NO_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic not found", "topic_id_invalid")
_MOST_KEPT = 1000

OnMoved = Callable[[str, str], Awaitable[None]]


class TelegramSender:
    """Implements `delivery.Sender`. `on_moved(old, new)` is told of an address that is another one now."""

    def __init__(self, api: TelegramApi, pace: Turns, on_moved: OnMoved) -> None:
        self._api = api
        self._pace = pace
        self._on_moved = on_moved
        # Ids of the pieces of a long parcel that went out already: a second try goes on after them.
        self._went_out: dict[int, list[int]] = {}

    async def send(self, parcel: Parcel) -> str:
        """Send all pieces; returns the id of the piece with the buttons. Raises Undeliverable or Delayed."""
        chat_id, topic_id = _read_address(parcel.recipient.address)
        try:
            return await self._send_to(parcel, chat_id, topic_id)
        except ChatMigrated as moved:
            await self._on_moved(str(chat_id), str(moved.new_chat_id))
            return await self._send_moved(parcel, moved.new_chat_id)

    async def _send_moved(self, parcel: Parcel, chat_id: int) -> str:
        try:
            return await self._send_to(parcel, chat_id, None)
        except ChatMigrated:
            raise Undeliverable("群搬走了") from None

    async def _send_to(self, parcel: Parcel, chat_id: int, topic_id: int | None) -> str:
        pieces = lay_out(parcel.message, is_private=chat_id > 0)
        done = self._went_out.pop(parcel.id, [])
        try:
            for piece in pieces[len(done) :]:
                reply_to = parcel.reply_to if not done else None
                done.append(await self._send_piece(parcel, piece, chat_id, topic_id, reply_to))
        except (Delayed, asyncio.CancelledError):
            if done and len(self._went_out) < _MOST_KEPT:
                self._went_out[parcel.id] = done
            raise
        after_main = (parcel.message.ask_location and chat_id > 0) + (parcel.message.document is not None)
        return str(done[len(pieces) - 1 - after_main])

    async def _send_piece(
        self, parcel: Parcel, piece: Piece, chat_id: int, topic_id: int | None, reply_to: str | None
    ) -> int:
        await self._pace.turn(str(chat_id))
        try:
            return await self._post(piece, chat_id, topic_id, reply_to)
        except BadRequest as refused:
            return await self._send_otherwise(refused, parcel, piece, chat_id, topic_id, reply_to)
        except Forbidden:
            raise Undeliverable("对方停用了机器人，或机器人被移出了群") from None
        except TooFast as fast:
            self._pace.pause(str(chat_id), fast.seconds)
            raise Delayed(fast.seconds, whole_channel=True) from None
        except InvalidToken:
            log.error("Telegram 服务器不再承认 TELEGRAM_BOT_TOKEN，消息先留着，请检查设置。")
            raise Delayed(_LONGEST_BACKOFF_SECONDS, whole_channel=True) from None
        except ChatMigrated:
            raise
        except TelegramError as error:
            log.warning("telegram send failed", parcel=parcel.id, error=type(error).__name__)
            raise Delayed(backoff_seconds(parcel.attempts)) from None

    async def _send_otherwise(
        self,
        refused: BadRequest,
        parcel: Parcel,
        piece: Piece,
        chat_id: int,
        topic_id: int | None,
        reply_to: str | None,
    ) -> int:
        """A refused piece again: without its topic where that is gone, else plain, else not at all."""
        why = refused.message.lower()
        if any(sign in why for sign in GONE_SIGNS):
            raise Undeliverable("这个聊天不在了，或机器人不能在里面说话") from None
        if topic_id is not None and any(sign in why for sign in _NO_TOPIC):
            await self._on_moved(f"{chat_id}/{topic_id}", str(chat_id))
            return await self._send_piece(parcel, piece, chat_id, None, reply_to)
        plain = Piece(piece.text)
        if piece == plain and reply_to is None:
            raise Undeliverable(f"服务器不收这条消息：{refused.message}") from None
        log.warning("telegram refused a message, sending it plain", parcel=parcel.id, why=refused.message)
        return await self._send_piece(parcel, plain, chat_id, topic_id, None)

    async def _post(self, piece: Piece, chat_id: int, topic_id: int | None, reply_to: str | None) -> int:
        reply = (
            ReplyParameters(int(reply_to), allow_sending_without_reply=True)
            if reply_to and reply_to.isdigit()
            else None
        )
        if piece.attachment is not None:
            return await self._post_attachment(piece.attachment, piece.caption, chat_id, topic_id)
        if piece.document is not None:
            return await self._post_file(piece.document, chat_id, topic_id)
        try:
            sent = await self._api.send_message(
                chat_id,
                piece.text,
                entities=piece.entities or None,
                reply_markup=piece.markup,
                message_thread_id=topic_id,
                reply_parameters=reply,
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            # The server took it, but told of it in a form that the library cannot read: sending again would double it.
            log.warning("telegram's word on a sent message is unreadable", error=type(error).__name__)
            return 0
        return sent.message_id

    async def _post_attachment(
        self, attachment: Attachment, caption: str, chat_id: int, topic_id: int | None
    ) -> int:
        """By Telegram's own file id: nothing is fetched, and whose file it was is not shown."""
        try:
            if attachment.kind == "photo":
                sent = await self._api.send_photo(
                    chat_id, attachment.file_id, caption=caption, message_thread_id=topic_id
                )
            else:
                sent = await self._api.send_document(
                    chat_id, attachment.file_id, caption=caption, message_thread_id=topic_id
                )
        except InvalidToken:
            raise BadRequest("no files here") from None
        return sent.message_id

    async def _post_file(self, document: Document, chat_id: int, topic_id: int | None) -> int:
        try:
            sent = await self._api.send_document(
                chat_id, document.content.encode(), filename=document.name, message_thread_id=topic_id
            )
        except InvalidToken:
            # A server without files answers 404, which the library takes for a bad token.
            raise BadRequest("no documents here") from None
        return sent.message_id


def _read_address(address: str) -> tuple[int, int | None]:
    chat, _, topic = address.partition("/")
    try:
        return int(chat), int(topic) if topic else None
    except ValueError:
        raise Undeliverable("地址不对") from None


def backoff_seconds(attempts: int) -> float:
    """1, 2, 4 … at most 60 seconds after the first, second, third … try."""
    return min(2.0 ** min(max(attempts - 1, 0), 10), _LONGEST_BACKOFF_SECONDS)
