"""The reliability curve as a PNG: bars for the share right, a line where confidence and right are the same."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.faq.evaluation import Bin

SIZE = 480
_EDGE = 20
_WHITE, _GREY, _BLUE, _RED = (255, 255, 255), (210, 210, 210), (11, 61, 102), (170, 40, 20)


def save_curve(bins: Sequence[Bin], path: Path) -> None:
    """Draw and save; both axes run from 0 to 1, confidence to the right, share right upward."""
    path.write_bytes(_png(_draw(bins)))


def _draw(bins: Sequence[Bin]) -> NDArray[np.uint8]:
    pixels = np.full((SIZE, SIZE, 3), _WHITE, np.uint8)
    for tenth in range(11):
        at = _place(tenth / 10)
        pixels[SIZE - 1 - at, _EDGE:-_EDGE] = _GREY
        pixels[_EDGE:-_EDGE, at] = _GREY
    for one in bins:
        middle = _place(one.confidence)
        pixels[SIZE - 1 - _place(one.right) : SIZE - _EDGE, middle - 8 : middle + 9] = _BLUE
    for step in range(SIZE - 2 * _EDGE):
        pixels[SIZE - 1 - (_EDGE + step), _EDGE + step] = _RED
    return pixels


def _place(share: float) -> int:
    return _EDGE + round(share * (SIZE - 2 * _EDGE - 1))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    # Written by hand: eight lines of a fixed format against a drawing library for one picture.
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
