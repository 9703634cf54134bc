"""Pictures with notes of their place: a real JPEG from scikit-learn, a PNG and a WebP made by hand."""

from __future__ import annotations

import base64
import zlib
from functools import cache
from pathlib import Path

SECRET = b"GPS-25.0389-102.7183"


@cache
def jpeg() -> bytes:
    """A real photo, without notes."""
    import sklearn  # takes a second: only where it is needed

    return (Path(sklearn.__file__).parent / "datasets" / "images" / "flower.jpg").read_bytes()


def exif(orientation: int = 1) -> bytes:
    """A TIFF block that says how the picture is turned, and where it was taken."""
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(2, "little") + b"\x00\x00"
    return b"II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00\x00\x00\x00" + SECRET


def told_jpeg(orientation: int = 1) -> bytes:
    """The photo with EXIF, XMP, IPTC, a comment, and a film behind its end, all of which tell the place."""
    said = b"Exif\x00\x00" + exif(orientation)
    notes = b"".join(
        _segment(marker, content)
        for marker, content in (
            (0xE1, said),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET),
            (0xED, b"Photoshop 3.0\x00" + SECRET),
            (0xE2, b"MPF\x00" + SECRET),
            (0xFE, SECRET),
        )
    )
    return jpeg()[:2] + notes + jpeg()[2:] + b"ftypmp42" + SECRET


def told_png(orientation: int = 1, colour: bytes = b"\x20\x60\xa0", side: int = 40) -> bytes:
    """A square of one colour with texts and EXIF that tell the place."""
    rows = zlib.compress(b"".join(b"\x00" + colour * side for _ in range(side)))
    size = side.to_bytes(4, "big")
    chunks = [
        (b"IHDR", size + size + b"\x08\x02\x00\x00\x00"),
        (b"tEXt", b"Comment\x00" + SECRET),
        (b"eXIf", exif(orientation)),
        (b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + SECRET),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks) + SECRET


def told_webp(orientation: int = 1) -> bytes:
    """One point, in the extended form with EXIF and XMP."""
    plain = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
    chunks = b"".join(
        _riff(name, content)
        for name, content in (
            (b"VP8X", b"\x1c\x00\x00\x00" + b"\x00" * 6),
            (b"VP8L", plain[20 : 20 + int.from_bytes(plain[16:20], "little")]),
            (b"EXIF", exif(orientation)),
            (b"XMP ", SECRET),
        )
    )
    content = b"WEBP" + chunks
    return b"RIFF" + len(content).to_bytes(4, "little") + content + SECRET


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def _riff(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\x00" * (len(content) % 2)
