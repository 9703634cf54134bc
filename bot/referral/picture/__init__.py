"""Pictures without what they say of their place: bytes in, the same picture without its notes out. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.referral.picture.fault import NotAPicture
from bot.referral.picture.jpeg import stripped_jpeg
from bot.referral.picture.png import stripped_png
from bot.referral.picture.webp import stripped_webp

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_STRIPPING: dict[str, Callable[[bytes], bytes]] = {
    JPEG: stripped_jpeg,
    PNG: stripped_png,
    WEBP: stripped_webp,
}


def kind_of_picture(raw: bytes) -> str | None:
    """The MIME type by the first bytes, whatever the name says; None where it is none of those we know."""
    if raw.startswith(b"\xff\xd8\xff"):
        return JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return WEBP
    return None


def without_place(raw: bytes) -> bytes:
    """The picture without notes (place, time, device, texts, previews); how it is turned stays.
    Raises NotAPicture for bytes that are no whole JPEG, PNG or WebP."""
    kind = kind_of_picture(raw)
    if kind is None:
        raise NotAPicture("not a JPEG, PNG or WebP")
    return _STRIPPING[kind](raw)


__all__ = ["JPEG", "PNG", "WEBP", "NotAPicture", "kind_of_picture", "without_place"]
