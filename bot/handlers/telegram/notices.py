"""TelegramNotices: one try to send a notice; unlike an answer it is not sent again where it may have gone out."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from telegram import LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.delivery import Message
from bot.handlers.telegram.layout import lay_out
from bot.handlers.telegram.request import NotSent, TelegramApi, TooFast
from bot.handlers.telegram.sender import GONE_SIGNS, backoff_seconds
from bot.notices.attempt import Attempt, Blocked, Doubtful, Failed, Gone, NotNow, Sent
from bot.notices.notice import Content, NoticeParcel

log = structlog.get_logger()

MOST_ATTEMPTS = 20
_BAD_TOKEN_SECONDS = 60.0
# What a gateway in front of the server says when the server did not get the message.
_REFUSED_BY_SERVER = ("bad gateway", "internal server error", "(500)", "(502)", "(503)")


class TelegramNotices:
    """Implements `notice_pump.Notices` for Telegram."""

    def __init__(self, api: TelegramApi, wording: Callable[[int, Content], Message]) -> None:
        self._api = api
        self._wording = wording

    async def send(self, parcel: NoticeParcel) -> Attempt:
        """Never raises for the server's or the network's sake."""
        if not parcel.address.lstrip("-").isdigit():
            return Gone()
        try:
            return Sent(str(await self._post(parcel)))
        except TooFast as fast:
            return NotNow(fast.seconds, "服务器要求慢一点", whole_channel=True)
        except Forbidden:
            return Blocked()
        except ChatMigrated:
            return Gone()
        except BadRequest as refused:
            is_gone = any(sign in refused.message.lower() for sign in GONE_SIGNS)
            return Gone() if is_gone else Failed(f"服务器不收：{refused.message}"[:200])
        except InvalidToken:
            log.error("Telegram 服务器不再承认 TELEGRAM_BOT_TOKEN，通知先留着，请检查设置。")
            return NotNow(_BAD_TOKEN_SECONDS, "令牌不对", whole_channel=True)
        except TelegramError as error:
            return _on_network(error, parcel.attempts)

    async def _post(self, parcel: NoticeParcel) -> int:
        (piece,) = lay_out(self._wording(parcel.broadcast_id, parcel.content))[:1]
        picture = parcel.content.picture
        preview = LinkPreviewOptions(
            is_disabled=not picture, url=picture or None, prefer_large_media=bool(picture) or None
        )
        sent = await self._api.send_message(
            int(parcel.address),
            piece.text,
            entities=piece.entities or None,
            reply_markup=piece.markup,
            link_preview_options=preview,
        )
        return sent.message_id


def _on_network(error: TelegramError, attempts: int) -> Attempt:
    """A connection that broke after the message was on its way leaves a doubt; one that never was does not."""
    why = f"{type(error).__name__}: {error.message}"[:200]
    said_no = not isinstance(error, TimedOut) and any(
        sign in error.message.lower() for sign in _REFUSED_BY_SERVER
    )
    if isinstance(error, NotSent) or said_no:
        if attempts >= MOST_ATTEMPTS:
            return Failed(why)
        return NotNow(backoff_seconds(attempts), why)
    if isinstance(error, NetworkError):
        return Doubtful("发送时连接中断，不确定是否送到")
    return Failed(why)
