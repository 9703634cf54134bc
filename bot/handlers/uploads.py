"""A form that carries files: its fields first, so that who may send is settled before anything large is read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from bot.referral.case_file import LARGEST_FILE_BYTES, MOST_FILES, CaseFile, FileRefused, read_case_file

FILES_FIELD = "files"
TOTAL_BYTES = LARGEST_FILE_BYTES
_FIELD_BYTES = 16 * 1024
_FORM_BYTES = 64 * 1024
_MOST_FIELDS = 12
# More than a connection ever holds: the reader then never has to put anything back.
_CHUNK_BYTES = 2**20
_CUT_OFF = "文件没有传完整，请再传一次。"


class UploadRefused(Exception):
    """The form was not taken; `str()` says why and what to do, in Chinese. `status` is the HTTP status."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        self.status = status
        super().__init__(sentence)


class UploadForm:
    """An open form: its fields were read, its files were not."""

    def __init__(
        self, parts: MultipartReader, fields: Mapping[str, str], first: BodyPartReader | None
    ) -> None:
        self.fields = fields
        self._parts = parts
        self._first = first

    @classmethod
    async def open(cls, request: web.Request) -> UploadForm:
        """Read the fields that stand before the files. Raises UploadRefused."""
        if (request.content_length or 0) > TOTAL_BYTES + _FORM_BYTES:
            raise _too_big()
        if request.content_type != "multipart/form-data":
            raise UploadRefused("请求格式不对，请刷新页面再试。", 415)
        fields: dict[str, str] = {}
        try:
            parts = await request.multipart()
            for _ in range(_MOST_FIELDS):
                part = await parts.next()
                if not isinstance(part, BodyPartReader):
                    return cls(parts, fields, None)
                if part.name == FILES_FIELD:
                    return cls(parts, fields, part)
                fields[part.name or ""] = _text(await _bytes_of(part, _FIELD_BYTES))
        except (ValueError, AssertionError, BadHttpMessage) as error:
            raise UploadRefused(_CUT_OFF) from error
        raise UploadRefused(_CUT_OFF)

    async def files(self) -> tuple[CaseFile, ...]:
        """Read the files. Raises UploadRefused for too much or too many, and for one that cannot be passed on."""
        found: list[CaseFile] = []
        room = TOTAL_BYTES
        try:
            part = self._first
            while isinstance(part, BodyPartReader):
                raw = await _bytes_of(part, room)
                # A browser sends an empty file without a name where none was chosen.
                if raw or part.filename:
                    _require_few(found)
                    found.append(await asyncio.to_thread(read_case_file, _shown(part.filename), raw))
                    room -= len(raw)
                following = await self._parts.next()
                part = following if isinstance(following, BodyPartReader) else None
        except (ValueError, AssertionError, BadHttpMessage) as error:
            raise UploadRefused(_CUT_OFF) from error
        except FileRefused as refused:
            raise UploadRefused(f"{refused}。", 422) from refused
        return tuple(found)


async def _bytes_of(part: BodyPartReader, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        data += chunk
        if len(data) > limit:
            raise _too_big()
    return bytes(data)


def _require_few(found: list[CaseFile]) -> None:
    if len(found) >= MOST_FILES:
        raise UploadRefused(f"一次最多送 {MOST_FILES} 个文件，这次没有送出，请分几次送。", 413)


def _too_big() -> UploadRefused:
    return UploadRefused(
        f"一次送的文件加起来超过 {TOTAL_BYTES // 2**20} MB，没有送出。请压缩、分几次送，或者当面交。", 413
    )


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "").replace("\r\n", "\n").strip()


def _shown(name: str | None) -> str:
    return (name or "").encode("utf-8", "replace").decode().replace("\x00", "")
