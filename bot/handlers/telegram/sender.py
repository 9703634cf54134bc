"""TelegramSender: brings one parcel to a chat, and says of each failure whether it is for now or for good."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.delivery import Delayed, Incomplete, Parcel, Progress, Undeliverable
from bot.handlers.telegram.layout import Piece, lay_out
from bot.handlers.telegram.pace import Turns
from bot.handlers.telegram.posting import Content, Posting, no_content
from bot.handlers.telegram.request import TelegramApi, TooFast

log = structlog.get_logger()

_LONGEST_BACKOFF_SECONDS = 60.0
GONE_SIGNS = ("chat not found", "peer_id_invalid", "user not found", "user is deactivated", "chat_write_forbidden",
         "not enough rights", "have no rights", "group chat was deactivated", "bot was kicked")  # fmt: skip
# Its new id comes as an update of its own, where this answer does not name it.
_UPGRADED = ("upgraded to a supergroup", "migrated to a supergroup")
_NO_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic not found", "topic_id_invalid")
_MOST_KEPT = 1000
_MOVING_SECONDS = 10.0

_LOST = "里面的照片或文件 Telegram 不收（或已经取不到了）"

OnMoved = Callable[[str, str], Awaitable[None]]
Keep = Callable[[int, Progress], Awaitable[None]]
SentT = TypeVar("SentT")


async def _keep_nothing(_parcel_id: int, _progress: Progress) -> None:
    """Nobody takes over here."""


@dataclass
class _Way:
    """A parcel on its way: to which chat, and how far it came."""

    parcel: Parcel
    chat_id: int
    topic_id: int | None
    progress: Progress


class TelegramSender:
    """Implements `delivery.Sender`. `on_moved(old, new)` is told of an address that is another one now; `content` gives
    files that we keep; `keep` writes down how far a message of several pieces came."""

    def __init__(
        self,
        api: TelegramApi,
        pace: Turns,
        on_moved: OnMoved,
        content: Content = no_content,
        keep: Keep = _keep_nothing,
    ) -> None:
        self._posting = Posting(api, content)
        self._pace = pace
        self._on_moved = on_moved
        self._keep = keep
        # How far a parcel came that could not be brought out whole: a second try goes on from there.
        self._went_out: dict[int, Progress] = {}

    async def send(self, parcel: Parcel) -> str | Incomplete:
        """Send all pieces; returns the id of the piece with the buttons. Raises Undeliverable or Delayed."""
        chat_id, topic_id = _read_address(parcel.recipient.address)
        try:
            return await self._send_to(parcel, chat_id, topic_id)
        except ChatMigrated as moved:
            await self._on_moved(str(chat_id), str(moved.new_chat_id))
            return await self._send_moved(parcel, moved.new_chat_id)

    async def _send_moved(self, parcel: Parcel, chat_id: int) -> str | Incomplete:
        try:
            return await self._send_to(parcel, chat_id, None)
        except ChatMigrated:
            raise Undeliverable("群搬走了") from None

    async def _send_to(self, parcel: Parcel, chat_id: int, topic_id: int | None) -> str | Incomplete:
        pieces = lay_out(parcel.message, is_private=chat_id > 0)
        way = _Way(parcel, chat_id, topic_id, self._went_out.pop(parcel.id, parcel.progress))
        try:
            while len(way.progress.ids) < len(pieces):
                await self._send_next(way, pieces[len(way.progress.ids)])
                if len(way.progress.ids) < len(pieces):
                    await self._note(way)
        except (Delayed, ChatMigrated, asyncio.CancelledError):
            if way.progress != Progress() and len(self._went_out) < _MOST_KEPT:
                self._went_out[parcel.id] = way.progress
            raise
        after_main = (parcel.message.ask_location and chat_id > 0) + (parcel.message.document is not None)
        sent_ref = str(way.progress.ids[len(pieces) - 1 - after_main][-1])
        return Incomplete(sent_ref, way.progress.lost) if way.progress.lost else sent_ref

    async def _send_next(self, way: _Way, piece: Piece) -> None:
        if len(piece.attachments) < 2:
            sent: tuple[int, ...] = (await self._send_piece(way, piece),)
        else:
            sent = await self._send_album(way, piece)
        way.progress = replace(way.progress, ids=(*way.progress.ids, sent), partial=())

    async def _send_album(self, way: _Way, piece: Piece) -> tuple[int, ...]:
        """In one call; where the server will not have that, picture by picture, so that one of them loses no other."""
        if not way.progress.partial:
            try:
                return await self._guarded(
                    way, lambda: self._posting.album(piece.attachments, way.chat_id, way.topic_id)
                )
            except BadRequest as refused:
                self._require_place(refused)
                if _is_topic_gone(refused, way):
                    await self._leave_topic(way)
                    return await self._send_album(way, piece)
                log.warning("telegram refused an album", parcel=way.parcel.id, why=refused.message)
        for one in piece.attachments[len(way.progress.partial) :]:
            sent = await self._send_piece(way, replace(piece, attachments=(one,)))
            way.progress = replace(way.progress, partial=(*way.progress.partial, sent))
            await self._note(way)
        return way.progress.partial

    async def _note(self, way: _Way) -> None:
        """So that a process that takes over after a crash goes on after what went out."""
        try:
            await self._keep(way.parcel.id, way.progress)
        except Exception as error:
            log.error("progress not kept", parcel=way.parcel.id, error=type(error).__name__)

    async def _send_piece(self, way: _Way, piece: Piece) -> int:
        reply_to = way.parcel.reply_to if way.progress == Progress() else None
        try:
            return await self._guarded(way, lambda: self._post(way, piece, reply_to))
        except BadRequest as refused:
            return await self._send_otherwise(refused, way, piece, reply_to)

    async def _post(self, way: _Way, piece: Piece, reply_to: str | None) -> int:
        if piece.attachments:
            return await self._posting.attachment(piece.attachments[0], way.chat_id, way.topic_id)
        if piece.document is not None:
            return await self._posting.document(piece.document, way.chat_id, way.topic_id)
        return await self._posting.words(piece, way.chat_id, way.topic_id, reply_to)

    async def _guarded(self, way: _Way, post: Callable[[], Awaitable[SentT]]) -> SentT:
        """One call in its turn; each failure but a refusal becomes one of ours."""
        await self._pace.turn(str(way.chat_id))
        try:
            return await post()
        except BadRequest:
            raise
        except Forbidden:
            raise Undeliverable("对方停用了机器人，或机器人被移出了群") from None
        except TooFast as fast:
            self._pace.pause(str(way.chat_id), fast.seconds)
            raise Delayed(fast.seconds, whole_channel=True) from None
        except InvalidToken:
            log.error("Telegram 服务器不再承认 TELEGRAM_BOT_TOKEN，消息先留着，请检查设置。")
            raise Delayed(_LONGEST_BACKOFF_SECONDS, whole_channel=True) from None
        except ChatMigrated:
            raise
        except TelegramError as error:
            log.warning("telegram send failed", parcel=way.parcel.id, error=type(error).__name__)
            raise Delayed(backoff_seconds(way.parcel.attempts)) from None

    async def _send_otherwise(
        self, refused: BadRequest, way: _Way, piece: Piece, reply_to: str | None
    ) -> int:
        """A refused piece again: without its topic where that is gone, else plain, else not at all."""
        self._require_place(refused)
        if _is_topic_gone(refused, way):
            await self._leave_topic(way)
            return await self._send_piece(way, piece)
        plain = Piece(piece.text)
        if piece == plain and reply_to is None:
            raise Undeliverable(f"服务器不收这条消息：{refused.message}") from None
        log.warning("telegram refused a message, sending it plain", parcel=way.parcel.id, why=refused.message)
        if piece.attachments:
            way.progress = replace(way.progress, lost=_LOST)
        try:
            return await self._guarded(
                way, lambda: self._posting.words(plain, way.chat_id, way.topic_id, None)
            )
        except BadRequest as again:
            raise Undeliverable(f"服务器不收这条消息：{again.message}") from None

    async def _leave_topic(self, way: _Way) -> None:
        await self._on_moved(f"{way.chat_id}/{way.topic_id}", str(way.chat_id))
        way.topic_id = None

    @staticmethod
    def _require_place(refused: BadRequest) -> None:
        """Raises Undeliverable where there is nobody to say anything to, Delayed where the place is about to be
        another one."""
        if any(sign in refused.message.lower() for sign in _UPGRADED):
            raise Delayed(_MOVING_SECONDS) from None
        if any(sign in refused.message.lower() for sign in GONE_SIGNS):
            raise Undeliverable("这个聊天不在了，或机器人不能在里面说话") from None


def _is_topic_gone(refused: BadRequest, way: _Way) -> bool:
    return way.topic_id is not None and any(sign in refused.message.lower() for sign in _NO_TOPIC)


def _read_address(address: str) -> tuple[int, int | None]:
    chat, _, topic = address.partition("/")
    try:
        return int(chat), int(topic) if topic else None
    except ValueError:
        raise Undeliverable("地址不对") from None


def backoff_seconds(attempts: int) -> float:
    """1, 2, 4 … at most 60 seconds after the first, second, third … try."""
    return min(2.0 ** min(max(attempts - 1, 0), 10), _LONGEST_BACKOFF_SECONDS)
