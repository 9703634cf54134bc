"""Arrays of an `.npz` file, the large ones laid over the file instead of read: ready at once, and shared by processes."""

from __future__ import annotations

import struct
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

LARGE = 1 << 20
"""Bytes from which an array is laid over the file."""

_HEAD = struct.Struct("<26xHH")
"""A member's own header in the archive: all that matters here are the lengths of its name and its extra field."""


def map_arrays(path: Path) -> dict[str, np.ndarray]:
    """Every array by its name. Raises OSError, ValueError, EOFError, BadZipFile where the file is not whole."""
    with ZipFile(path) as archive:
        return {
            member.filename.removesuffix(".npy"): _array(archive, member, path)
            for member in archive.infolist()
        }


def _array(archive: ZipFile, member: ZipInfo, path: Path) -> np.ndarray:
    if member.compress_type == ZIP_STORED and member.file_size >= LARGE:
        return _laid_over(path, member)
    with archive.open(member) as file:
        found: np.ndarray = np.lib.format.read_array(file, allow_pickle=False)
        return found


def _laid_over(path: Path, member: ZipInfo) -> np.ndarray:
    with path.open("rb") as file:
        file.seek(member.header_offset)
        name, extra = _HEAD.unpack(file.read(_HEAD.size))
        file.seek(name + extra, 1)
        version = np.lib.format.read_magic(file)
        read = (
            np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        )
        shape, in_columns, kind = read(file)
        laid: np.ndarray = np.memmap(path, kind, "r", file.tell(), shape, "F" if in_columns else "C")
        return laid.view(np.ndarray)
