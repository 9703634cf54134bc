"""Posting: one call of the Bot API for one piece; what the library makes of odd answers is put right here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.delivery import Document
from bot.handlers.telegram.layout import Piece
from bot.handlers.telegram.request import TelegramApi
from bot.referral.case import Attachment

log = structlog.get_logger()

Content = Callable[[str], Awaitable[bytes | None]]
LARGEST_PHOTO_BYTES = 10 * 1024 * 1024
_UPLOAD_SECONDS = 45.0
_TOO_LARGE = ("(413)", "too large", "too big")
_UNFIT_PHOTO = (
    "photo_invalid_dimensions",
    "image_process_failed",
    "photo_save_file_invalid",
    "photo_ext_invalid",
)


async def no_content(_key: str) -> bytes | None:
    """Nothing is kept here."""
    return None


class Posting:
    """Posts pieces to a chat. Raises BadRequest for what the server will never take, else the library's errors."""

    def __init__(self, api: TelegramApi, content: Content = no_content) -> None:
        self._api = api
        self._content = content

    async def words(self, piece: Piece, chat_id: int, topic_id: int | None, reply_to: str | None) -> int:
        """Text with its buttons."""
        reply = (
            ReplyParameters(int(reply_to), allow_sending_without_reply=True)
            if reply_to and reply_to.isdigit()
            else None
        )
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

    async def document(self, document: Document, chat_id: int, topic_id: int | None) -> int:
        """A small text file of ours."""
        content = document.content.encode()
        return await self._upload(
            lambda: self._api.send_document(
                chat_id, content, filename=document.name, message_thread_id=topic_id
            )
        )

    async def attachment(self, one: Attachment, chat_id: int, topic_id: int | None) -> int:
        """A photo or document: by Telegram's own file id, so that whose it was is not shown, or as we keep it."""
        media = await self._media(one)
        caption = one.caption or None
        is_photo = one.kind == "photo" and (isinstance(media, str) or len(media) <= LARGEST_PHOTO_BYTES)
        if is_photo:
            try:
                return await self._upload(
                    lambda: self._api.send_photo(
                        chat_id,
                        media,
                        caption=caption,
                        message_thread_id=topic_id,
                        read_timeout=_UPLOAD_SECONDS,
                        filename=_name(one),
                    )
                )
            except BadRequest as refused:
                # Too long and thin for a photo of Telegram's: as a file it gets through.
                is_unfit = any(sign in refused.message.lower() for sign in _UNFIT_PHOTO)
                if isinstance(media, str) or not is_unfit:
                    raise
        return await self._upload(
            lambda: self._api.send_document(
                chat_id,
                media,
                caption=caption,
                message_thread_id=topic_id,
                read_timeout=_UPLOAD_SECONDS,
                filename=_name(one),
            )
        )

    async def album(self, album: Sequence[Attachment], chat_id: int, topic_id: int | None) -> tuple[int, ...]:
        """Two to ten photos, or as many documents, in one call: all of them or none."""
        media: list[InputMediaPhoto | InputMediaDocument] = []
        for one in album:
            content = await self._media(one)
            if one.kind == "photo":
                if not isinstance(content, str) and len(content) > LARGEST_PHOTO_BYTES:
                    raise BadRequest("too large for a photo")
                media.append(InputMediaPhoto(content, caption=one.caption or None, filename=_name(one)))
            else:
                media.append(InputMediaDocument(content, caption=one.caption or None, filename=_name(one)))
        try:
            sent = await self._api.send_media_group(
                chat_id, media, message_thread_id=topic_id, read_timeout=_UPLOAD_SECONDS
            )
        except InvalidToken:
            # A server without albums answers 404, which the library takes for a bad token.
            raise BadRequest("no albums here") from None
        except NetworkError as error:
            raise _refused_if_too_large(error) from None
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            log.warning("telegram's word on a sent album is unreadable", error=type(error).__name__)
            return (0,) * len(album)
        return tuple(one.message_id for one in sent)

    async def _media(self, one: Attachment) -> str | bytes:
        if one.file_id:
            return one.file_id
        content = await self._content(one.kept)
        if content is None:
            raise BadRequest("the file is not kept any more")
        return content

    @staticmethod
    async def _upload(post: Callable[[], Awaitable[object]]) -> int:
        try:
            sent = await post()
        except InvalidToken:
            # A server without files answers 404, which the library takes for a bad token.
            raise BadRequest("no files here") from None
        except NetworkError as error:
            raise _refused_if_too_large(error) from None
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            log.warning("telegram's word on a sent file is unreadable", error=type(error).__name__)
            return 0
        return int(getattr(sent, "message_id", 0))


def _refused_if_too_large(error: NetworkError) -> NetworkError:
    if any(sign in str(error).lower() for sign in _TOO_LARGE):
        return BadRequest("too large")
    return error


def _name(one: Attachment) -> str | None:
    # For uploads only: what has a file id keeps its own name.
    return None if one.file_id else one.name or ("photo.jpg" if one.kind == "photo" else "file")
