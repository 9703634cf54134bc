"""A JPEG segment by segment: only what is needed to show it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from bot.referral.picture.fault import NotAPicture
from bot.referral.picture.orientation import exif_of, orientation_of

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
# JFIF (APP0) and Adobe's colours (APP14); of APP2 the colour profile alone: it may also list hidden pictures.
_JFIF, _EXIF, _PROFILE, _ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
_NOTES = {*range(0xE0, 0xF0), 0xFE}
_EXIF_SIGN = b"Exif\x00\x00"


def stripped_jpeg(raw: bytes) -> bytes:
    """The picture without notes and without what hangs behind its end. Raises NotAPicture."""
    turned = 1
    head, body = bytearray(), bytearray()
    for marker, segment in _segments(raw):
        if marker == _EXIF and segment[4:].startswith(_EXIF_SIGN):
            turned = max(turned, orientation_of(segment[10:]))
        elif _is_kept(marker, segment):
            (head if marker == _JFIF else body).extend(segment)
    return b"\xff\xd8" + bytes(head) + _note(turned) + bytes(body) + b"\xff\xd9"


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker not in _NOTES:
        return True
    if marker == _JFIF:
        # JFXX, the other kind, holds a preview.
        return segment[4:9] == b"JFIF\x00" and len(segment) <= 18
    return marker == _ADOBE or (marker == _PROFILE and segment[4:].startswith(b"ICC_PROFILE\x00"))


def _note(turned: int) -> bytes:
    if turned == 1:
        return b""
    said = _EXIF_SIGN + exif_of(turned)
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment up to the end of the picture; a scan comes with its data."""
    at = 2
    while True:
        marker, at = _marker_at(raw, at)
        if marker == _END:
            return
        if marker in _WITHOUT_LENGTH or marker == _START:
            yield marker, raw[at - 2 : at]
            continue
        length = int.from_bytes(raw[at : at + 2], "big")
        end = at + length
        if length < 2 or end > len(raw):
            raise NotAPicture("a JPEG segment is cut off")
        if marker == _SCAN:
            end = _end_of_scan(raw, end)
        yield marker, b"\xff" + bytes([marker]) + raw[at:end]
        at = end


def _marker_at(raw: bytes, at: int) -> tuple[int, int]:
    if raw[at : at + 1] != b"\xff":
        raise NotAPicture("no JPEG marker where one must be")
    while raw[at : at + 1] == b"\xff":
        at += 1
    if at >= len(raw) or raw[at] == 0:
        raise NotAPicture("the JPEG has no end")
    return raw[at], at + 1


def _end_of_scan(raw: bytes, at: int) -> int:
    """Where the next marker stands that does not belong to the scan's data."""
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise NotAPicture("the JPEG has no end")
        follows = raw[at + 1]
        if follows == 0xFF:
            at += 1
        elif follows == 0 or 0xD0 <= follows <= 0xD7:
            at += 2
        else:
            return at
