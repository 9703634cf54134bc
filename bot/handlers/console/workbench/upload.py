"""Reading a form that carries a file: the token first, and no more of the file than is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from bot.handlers.console.session import Login

FILE_LIMIT_BYTES = 8 * 1024 * 1024
"""Five times the table of the whole FAQ."""

FILE_FIELD = "file"
_FIELD_LIMIT_BYTES = 4096
_FORM_BYTES = 16 * 1024
_MOST_FIELDS = 8
_NAME_LIMIT = 80


class UploadRefused(Exception):
    """The file was not taken; `str()` says why and what to do, in Chinese. `status` is the HTTP status."""

    def __init__(self, sentence: str, status: int) -> None:
        self.status = status
        super().__init__(sentence)


@dataclass(frozen=True)
class Upload:
    """A file as it came, and the form's fields that stood before it."""

    name: str
    raw: bytes
    fields: Mapping[str, str]


async def read_upload(request: web.Request, login: Login, limit: int = FILE_LIMIT_BYTES) -> Upload:
    """The form's file. The hidden fields must come before it. Raises HTTPForbidden, UploadRefused."""
    if (request.content_length or 0) > limit + _FORM_BYTES:
        raise _too_big(limit, request.content_length)
    if request.content_type != "multipart/form-data":
        login.require_csrf("")
    try:
        return await _read(request, login, limit)
    except (ValueError, AssertionError, BadHttpMessage) as error:
        raise UploadRefused("文件没有传完整，请再传一次。", 400) from error


async def _read(request: web.Request, login: Login, limit: int) -> Upload:
    fields: dict[str, str] = {}
    form = await request.multipart()
    for _ in range(_MOST_FIELDS):
        part = await form.next()
        if not isinstance(part, BodyPartReader):
            break
        if part.name == FILE_FIELD:
            login.require_csrf(fields.get("csrf", ""))
            raw = await _bytes_of(part, limit)
            # A browser sends an empty file without a name where none was chosen.
            if not raw and not part.filename:
                break
            return Upload(_shown(part.filename or ""), raw, fields)
        fields[part.name or ""] = (await _bytes_of(part, _FIELD_LIMIT_BYTES)).decode("utf-8", "replace")
    login.require_csrf(fields.get("csrf", ""))
    raise UploadRefused("没有收到文件。请先选文件，再点上传。", 400)


async def _bytes_of(part: BodyPartReader, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > limit:
            raise _too_big(limit, None)
    return bytes(data)


def _too_big(limit: int, size: int | None) -> UploadRefused:
    held = f"这个文件有 {size / 2**20:.1f} MB，" if size else "这个文件"
    cure = "看看是不是选错了文件；表格里的图片和别的工作表删去再存"
    return UploadRefused(f"{held}超过 {limit // 2**20} MB，没有收下。建议：{cure}。", 413)


def _shown(name: str) -> str:
    plain = "".join(one for one in name.replace("\\", "/").rpartition("/")[2] if one.isprintable())
    return plain[-_NAME_LIMIT:] or "没有名字的文件"
