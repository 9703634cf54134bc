"""How a picture is turned: the one note of EXIF that is needed to show it upright."""

from __future__ import annotations

_TAG, _SHORT = 0x0112, 3
_MOST_ENTRIES = 512


def orientation_of(exif: bytes) -> int:
    """2 to 8 as EXIF has it; 1 (upright) where the notes say nothing that can be read. `exif` is the TIFF block."""
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])
    if order is None or len(exif) < 10:
        return 1
    big = order == "big"
    start = _number(exif, 4, 4, big=big)
    for entry in range(min(_number(exif, start, 2, big=big), _MOST_ENTRIES)):
        at = start + 2 + 12 * entry
        if _number(exif, at, 2, big=big) == _TAG:
            turned = _number(exif, at + 8, 2, big=big)
            return turned if 1 <= turned <= 8 else 1
    return 1


def exif_of(orientation: int) -> bytes:
    """A TIFF block that says this alone."""
    entry = (
        _TAG.to_bytes(2, "big")
        + _SHORT.to_bytes(2, "big")
        + (1).to_bytes(4, "big")
        + orientation.to_bytes(2, "big")
    )
    return b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00" + b"\x00\x00\x00\x00"


def _number(raw: bytes, at: int, size: int, *, big: bool) -> int:
    return int.from_bytes(raw[at : at + size], "big" if big else "little")
