"""A file that somebody brings on a page of ours: what it really is, its place taken out, or why it is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.referral.picture import NotAPicture, kind_of_picture, without_place

LARGEST_FILE_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
OTHER = "application/octet-stream"
_NAME_LIMIT = 80
# Pictures and films of other kinds say where they were taken as well, and that cannot be taken out here.
_UNREADABLE_NAMES = (
    ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".dng", ".raw", ".gif",
    ".mp4", ".mov", ".m4v", ".3gp", ".avi", ".mkv", ".webm",
)  # fmt: skip
_UNREADABLE_SIGNS = (b"II*\x00", b"MM\x00*", b"GIF8", b"\x1aE\xdf\xa3")
_FRAMED = b"ftyp"  # HEIC, AVIF, MP4 and MOV have it at the fifth byte.


class FileRefused(Exception):
    """The file is not taken; `str()` says why and what to do, in Chinese."""


@dataclass(frozen=True)
class CaseFile:
    """A file that may be passed on."""

    kind: Literal["photo", "document"]
    name: str
    mime: str
    content: bytes


def read_case_file(name: str, raw: bytes) -> CaseFile:
    """What was brought, ready to be kept. Raises FileRefused."""
    shown = plain_name(name)
    if not raw:
        raise FileRefused(f"“{shown}”是空的，没有送出。请看看是不是选错了")
    if len(raw) > LARGEST_FILE_BYTES:
        raise FileRefused(f"“{shown}”超过 20 MB，没有送出。请压缩或分开再送，或者当面交")
    mime = kind_of_picture(raw)
    if mime is None:
        _require_no_film(shown, raw)
        return CaseFile("document", shown, OTHER, raw)
    try:
        return CaseFile("photo", shown, mime, without_place(raw))
    except NotAPicture:
        raise FileRefused(f"“{shown}”不是一张完整的图片，没有送出。请重新拍一张或另存后再送") from None


def plain_name(name: str) -> str:
    """A file's name without its folder and without letters that cannot be seen."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(one for one in last if one.isprintable() and one not in '"<>|:*?').strip(" .")
    return plain[-_NAME_LIMIT:] or "文件"


def _require_no_film(shown: str, raw: bytes) -> None:
    is_film = raw[4:8] == _FRAMED or raw.startswith(_UNREADABLE_SIGNS)
    if is_film or shown.lower().endswith(_UNREADABLE_NAMES):
        raise FileRefused(
            f"“{shown}”没有送出：这种图片或视频里可能带着拍摄地点，去不掉。请改用 JPG、PNG 照片（手机截图也行）"
        )
