"""A WebP chunk by chunk: only what is needed to show it is kept."""

from __future__ import annotations

from bot.referral.picture.fault import NotAPicture
from bot.referral.picture.orientation import exif_of, orientation_of

_PICTURE = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def stripped_webp(raw: bytes) -> bytes:
    """The picture without notes and without what hangs behind its end. Raises NotAPicture."""
    end = 8 + int.from_bytes(raw[4:8], "little")
    if end > len(raw):
        raise NotAPicture("the WebP is cut off")
    kept, head, turned, at = bytearray(), b"", 1, 12
    while at + 8 <= end:
        name, length = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        chunk = raw[at : at + 8 + length + length % 2]
        if at + 8 + length > end:
            raise NotAPicture("a WebP chunk is cut off")
        if name == b"VP8X":
            head = chunk
        elif name in _PICTURE:
            kept += chunk
        elif name == b"EXIF":
            turned = orientation_of(chunk[8:].removeprefix(b"Exif\x00\x00"))
        at += len(chunk)
    if not kept:
        raise NotAPicture("a WebP without a picture")
    content = b"WEBP" + _head(head, turned) + bytes(kept) + (_exif(turned) if head and turned != 1 else b"")
    return b"RIFF" + len(content).to_bytes(4, "little") + content


def _head(head: bytes, turned: int) -> bytes:
    """The extended head without the notes that are gone."""
    if len(head) < 9:
        return b""
    flags = head[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned != 1 else 0)
    return head[:8] + bytes([flags]) + head[9:]


def _exif(turned: int) -> bytes:
    said = exif_of(turned)
    return b"EXIF" + len(said).to_bytes(4, "little") + said + b"\x00" * (len(said) % 2)
