"""A file of a case for a page: fetched from where it is, its place taken out, and what a browser may do with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from aiohttp import web

from bot.delivery import FileLost
from bot.desk.ports import CaseFiles as FileStore
from bot.referral.case import Attachment, CaseMessage
from bot.referral.case_file import LARGEST_FILE_BYTES, OTHER, plain_name
from bot.referral.picture import JPEG, PNG, WEBP, NotAPicture, kind_of_picture, without_place

Fetch = Callable[[str], Awaitable[bytes]]
_FORGOTTEN = "这个文件已经按本人要求删除，看不到了。"
_BROKEN = "这张图片传坏了，打不开。请对方再发一次。"
_NOT_SHOWN = "这种图片里可能带着拍摄地点，不在网页上打开。请对方改用“照片”方式发。"
_OFF = "这里没有接上 Telegram，看不到对方在 Telegram 上发的文件。"
_NO_FILE = "没有这个文件。"
_ENDINGS = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp"}
# Each is up to 20 MB, in memory twice: so many at once are enough for a page.
_AT_ONCE = 4


class FilesWork(Protocol):
    """A unit of work that holds files of cases."""

    @property
    def files(self) -> FileStore:
        """Files."""


class FilesWorks(Protocol):
    """Opens units of work."""

    def reading(self) -> AbstractAsyncContextManager[FilesWork]:
        """A unit of work that only reads."""


@dataclass(frozen=True)
class OpenedFile:
    """A file as a browser gets it. Only a picture that we know is shown in the page; all else is saved."""

    name: str
    mime: str
    content: bytes

    @property
    def response(self) -> web.Response:
        """For a browser, which may not guess at what it is, nor run anything in it."""
        way = "inline" if self.mime in _ENDINGS else "attachment"
        return web.Response(
            body=self.content,
            headers={
                "Content-Type": self.mime,
                "Content-Disposition": f"{way}; filename*=UTF-8''{quote(self.name, safe='')}",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )


async def no_messenger(_file_id: str) -> bytes:
    """Where no messenger is connected."""
    raise FileLost(_OFF, is_gone=False)


class FileOpener:
    """Opens attachments; who may see them is settled before."""

    def __init__(self, works: FilesWorks, fetch: Fetch = no_messenger) -> None:
        self._works = works
        self._fetch = fetch
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def open(self, attachment: Attachment) -> OpenedFile:
        """The file. Raises FileLost."""
        async with self._room:
            content = await self._content(attachment)
            return await asyncio.to_thread(_opened, attachment, content)

    async def _content(self, attachment: Attachment) -> bytes:
        if attachment.file_id:
            return await self._fetch(attachment.file_id)
        async with self._works.reading() as work:
            content = await work.files.content(attachment.kept)
        if content is None:
            raise FileLost(_FORGOTTEN, is_gone=True)
        return content


def lost(error: FileLost) -> web.Response:
    """What a page says instead of the file."""
    return web.Response(text=str(error), status=410 if error.is_gone else 503, charset="utf-8")


def attachment_at(messages: tuple[CaseMessage, ...], message_id: int, place: int) -> Attachment:
    """The attachment at this place (from 0) of a message. Raises FileLost where there is none."""
    found = next((one for one in messages if one.id == message_id), None)
    if found is None or not 0 <= place < len(found.attachments):
        raise FileLost(_NO_FILE, is_gone=True)
    return found.attachments[place]


def _opened(attachment: Attachment, content: bytes) -> OpenedFile:
    if len(content) > LARGEST_FILE_BYTES:
        raise FileLost("这个文件太大，打不开。", is_gone=True)
    mime = kind_of_picture(content)
    if mime is None:
        if content[4:8] == b"ftyp":
            raise FileLost(_NOT_SHOWN, is_gone=True)
        return OpenedFile(plain_name(attachment.name), OTHER, content)
    try:
        shown = without_place(content)
    except NotAPicture:
        raise FileLost(_BROKEN, is_gone=True) from None
    name = plain_name(attachment.name) if attachment.name else f"照片{_ENDINGS[mime]}"
    return OpenedFile(name, mime, shown)
