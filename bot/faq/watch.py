"""See that the FAQ file changed, once its writer has come to rest."""

from __future__ import annotations

import hashlib
from pathlib import Path

Stamp = tuple[int, int, int]


class FileWatch:
    """Tells when a file's content changed. A file that changes between two looks is still being written.
    `known_hash` is the SHA-256 of the content that is in use."""

    def __init__(self, path: Path, known_hash: str) -> None:
        self._path = path
        self._known = known_hash
        self._settled: Stamp | None = None
        self._last: Stamp | None = None

    def changed(self) -> bytes | None:
        """The new content, or None where nothing changed, or where the file is gone or still being written."""
        try:
            stamp = self._stamp()
            if stamp == self._settled or stamp != self._last:
                self._last = stamp
                return None
            raw = self._path.read_bytes()
            if self._stamp() != stamp:
                return None
        except OSError:
            return None
        self._settled = stamp
        content = _hashed(raw)
        if content == self._known:
            return None
        self._known = content
        return raw

    def _stamp(self) -> Stamp:
        status = self._path.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino


def _hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
