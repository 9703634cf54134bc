"""Likeness of meaning: a question's vector against those of all phrasings, each of which is encoded only once."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.faq.matcher.encoder import Encoder
from bot.faq.matcher.vectors import Floats

_HASH_BYTES = 16


@dataclass(frozen=True)
class Meaning:
    """An encoder with the vectors of an index's phrasings, row by row."""

    encoder: Encoder
    phrasings: Floats

    def likeness(self, text: str) -> Floats:
        """Cosine of the text with every phrasing."""
        scores: Floats = self.phrasings @ self.encoder.encode([text])[0]
        return scores


class Encodings:
    """Encodes phrasings, and keeps their vectors by the hash of their text in one file per model."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        self._path = folder / f"encoded-{encoder.digest[:24]}.npz" if folder else None
        self._known = _load(self._path) if self._path else {}

    def of(self, phrasings: Sequence[str]) -> Meaning:
        """The meaning of an index's phrasings; those not met before are encoded now, some ten milliseconds each."""
        keys = [_key(text) for text in phrasings]
        new = {key: text for key, text in zip(keys, phrasings, strict=True) if key not in self._known}
        if new:
            # Texts of like length together, so that little padding is encoded.
            ordered = sorted(new, key=lambda key: (len(new[key]), key))
            vectors = self._encoder.encode([new[key] for key in ordered]).astype(np.float16)
            self._known.update(zip(ordered, vectors, strict=True))
            self._save()
        rows = np.array([self._known[key] for key in keys], np.float32).reshape(len(keys), -1)
        return Meaning(self._encoder, rows)

    def _save(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(f".{os.getpid()}.part")
        keys = np.frombuffer(b"".join(self._known), np.uint8)
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, keys=keys, vectors=np.array(list(self._known.values())))
        draft.replace(self._path)


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_HASH_BYTES).digest()


def _load(path: Path) -> dict[bytes, Floats]:
    """What was kept; nothing where there is no whole file."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"].tobytes(), arrays["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    places = range(0, len(keys), _HASH_BYTES)
    return {keys[place : place + _HASH_BYTES]: row for place, row in zip(places, vectors, strict=True)}
