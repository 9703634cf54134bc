"""One spelling for place texts: width, traditional characters and spaces do not matter."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

MAX_CHARS = 300

_VARIANTS = str.maketrans({"彞": "彝", "垻": "坝", "竜": "龙", "祿": "禄", "勸": "劝", "塗": "涂"})


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def plain_place(text: str) -> str:
    """NFKC, simplified characters, lower case, no spaces or control characters; cut at 300 characters."""
    text = unicodedata.normalize("NFKC", text[: MAX_CHARS * 2])
    text = "".join(char for char in text if unicodedata.category(char)[0] != "C")[:MAX_CHARS]
    # A space between Chinese characters is a habit of typing; elsewhere it separates.
    text = re.sub(r"\s+", " ", text).strip()
    if not text.isascii():
        text = str(_converter().convert(text)).translate(_VARIANTS)
    return text.lower()


@cache
def _converter() -> _Converter:
    import opencc  # late: only texts that are not ASCII need it

    converter: _Converter = opencc.OpenCC("t2s")
    return converter
