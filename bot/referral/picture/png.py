"""A PNG chunk by chunk: only what is needed to show it is kept."""

from __future__ import annotations

import zlib

from bot.referral.picture.fault import NotAPicture
from bot.referral.picture.orientation import exif_of, orientation_of

_SIGN = b"\x89PNG\r\n\x1a\n"
# Picture, colours, transparency, animation. Texts, time and EXIF are not among them.
_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip


def stripped_png(raw: bytes) -> bytes:
    """The picture without notes and without what hangs behind its end. Raises NotAPicture."""
    kept, turned, at = bytearray(_SIGN), 1, len(_SIGN)
    after_head = 0
    while True:
        length = int.from_bytes(raw[at : at + 4], "big")
        name, end = raw[at + 4 : at + 8], at + 12 + length
        if len(name) < 4 or end > len(raw):
            raise NotAPicture("a PNG chunk is cut off")
        if name in _KEPT:
            kept += raw[at:end]
        elif name == b"eXIf":
            turned = orientation_of(raw[at + 8 : end - 4])
        if name == b"IHDR":
            after_head = len(kept)
        if name == b"IEND":
            break
        at = end
    if not after_head:
        raise NotAPicture("a PNG without a head")
    if turned != 1:
        kept[after_head:after_head] = _chunk(b"eXIf", exif_of(turned))
    return bytes(kept)


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
