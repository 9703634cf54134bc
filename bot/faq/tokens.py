"""Words of a text: jieba behind one function, with the words of law and of Kunming that it does not know."""

import logging
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

LEGAL_WORDS = Path(__file__).parents[2] / "data" / "legal_words.txt"


def words(text: str) -> list[str]:
    """The words of an already normalised text in order, blanks left out."""
    return [word for word in _tokenizer().lcut(text, HMM=False) if not word.isspace()]


def general_words() -> dict[str, int]:
    """Words of the general language with their frequency in jieba's dictionary."""
    tokenizer = _tokenizer()
    tokenizer.initialize()
    frequencies: dict[str, int] = tokenizer.FREQ
    return frequencies


@cache
def _tokenizer() -> Any:
    # jieba writes its start-up cache to the shared /tmp by default, where another user could put one of theirs.
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = _private_folder()
    with LEGAL_WORDS.open(encoding="utf-8") as file:
        tokenizer.load_userdict(file)
    return tokenizer


def _private_folder() -> str:
    folder = Path(tempfile.gettempdir()) / f"legalbot-{_user()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_mode & 0o077:
        return tempfile.mkdtemp(prefix="legalbot-")
    return str(folder)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"
