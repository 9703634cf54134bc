"""Words of danger written by their sound: a wrong homophone (煤七味) or pinyin (meiqiwei) is read as the word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.faq import pinyin

_PIECES = re.compile(r"[a-z]+(?:[ '’]+[a-z]+)*|[一-鿿]")
_LETTERS = re.compile(r"[a-z]+")
_LEAST_BY_CHARACTERS = 3


class _Sound(NamedTuple):
    syllable: str
    start: int
    end: int
    typed: bool


class Heard:
    """Rewrites what sounds like one of its words into that word; leaves `exceptions` and everything else alone."""

    def __init__(self, words: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        self._by_sound = {
            tuple(map(pinyin.merged, reading)): word
            for word in sorted(words, key=len)
            for reading in pinyin.readings(word)
        }
        self._longest = max(map(len, self._by_sound), default=0)
        self._starts = {sound[:2] for sound in self._by_sound}
        self._exceptions = frozenset(exceptions)

    def corrected(self, text: str) -> str:
        """The text with such words put right; the same text when there are none."""
        sounds = _sounds(text)
        parts: list[str] = []
        position = index = 0
        while index < len(sounds):
            found = self._word_at(text, sounds, index)
            if found is None:
                index += 1
                continue
            word, last = found
            parts += [text[position : sounds[index].start], word]
            position = sounds[last].end
            index = last + 1
        return "".join(parts) + text[position:] if parts else text

    def _word_at(self, text: str, sounds: list[_Sound], index: int) -> tuple[str, int] | None:
        if tuple([sound.syllable for sound in sounds[index : index + 2]]) not in self._starts:
            return None
        for size in range(min(self._longest, len(sounds) - index), 1, -1):
            run = sounds[index : index + size]
            word = self._by_sound.get(tuple([sound.syllable for sound in run]))
            if word is None:
                continue
            written = text[run[0].start : run[-1].end]
            known = size >= _LEAST_BY_CHARACTERS or any(sound.typed for sound in run)
            if known and written not in self._exceptions:
                return word, index + size - 1
        return None


def _sounds(text: str) -> list[_Sound]:
    table = pinyin.merged_sounds()
    sounds: list[_Sound] = []
    for piece in _PIECES.finditer(text):
        if not piece[0][0].isascii():
            sounds.append(_Sound(table.get(piece[0], piece[0]), piece.start(), piece.end(), typed=False))
            continue
        for run in _LETTERS.finditer(piece[0]):
            sounds += _typed(run[0], piece.start() + run.start())
    return sounds


def _typed(letters: str, start: int) -> list[_Sound]:
    syllables = pinyin.split_pinyin(letters) if len(letters) <= 60 else None
    sounds = []
    for syllable in syllables or [letters]:
        sound = pinyin.merged(syllable) if syllables else syllable
        sounds.append(_Sound(sound, start, start + len(syllable), typed=syllables is not None))
        start += len(syllable)
    return sounds
