"""How a text is read where nothing is known of its topic: letters, sounds, words, and words put for their sense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.faq import pinyin, text, tokens

Codes = NDArray[np.int64]

WORDS = Path(__file__).parent / "words.txt"

_FIRST_SENSE = 0xE000
"""Senses are written as characters that no text has (private use), so that whole texts of them can be compared."""

_ASKING = (
    *("怎么", "为什么", "什么", "哪里", "多少", "多少钱", "多久", "何时", "谁"),
    *("能", "是不是", "有没有", "推荐", "区别", "意思", "名字", "好处", "坏处"),
)
"""Senses that say what is asked for; two texts that ask for different things are told apart by them."""

_UNREADABLE = re.compile(r"[^0-9a-z㐀-鿿]+")
_FIGURES = re.compile(r"[0-9a-z]+")
_PAIR = 1 << 42


@dataclass(frozen=True, slots=True)
class Wording:
    """One text; `plain` are its letters, `senses` the same with words put for their sense and particles left out."""

    shown: str
    plain: str
    senses: str
    in_order: str
    asks: int
    figures: int
    letters: Codes
    sounds: Codes
    words: Codes
    meant: Codes

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be compared."""
        return not self.plain


@dataclass(frozen=True)
class Senses:
    """Word → the character of its sense; words without any meaning of their own; what each sense asks for as a bit."""

    of_word: Mapping[str, str]
    particles: frozenset[str]
    asking: Mapping[str, int]


def read_wording(raw: str) -> Wording:
    """Normalise a text and cut it."""
    shown = text.clean(raw)
    plain = _plain(shown)
    cut = tokens.words(plain)
    table = load_senses()
    meant = [table.of_word.get(word, word) for word in cut if word not in table.particles]
    senses = "".join(meant) or plain
    letters = np.frombuffer(plain.encode("utf-32-le"), np.uint32).astype(np.int64)
    asks = 0
    for char in senses:
        asks |= table.asking.get(char, 0)
    return Wording(
        shown=shown,
        plain=plain,
        senses=senses,
        in_order=" ".join(sorted(meant)),
        asks=asks,
        figures=_code(" ".join(sorted(set(_FIGURES.findall(plain))))),
        letters=_grams(letters),
        sounds=_grams(_sounds()[letters]),
        words=np.array(sorted({_code(word) for word in cut}), np.int64),
        meant=np.array(sorted({_code(word) for word in meant or cut}), np.int64),
    )


@cache
def load_senses(path: Path = WORDS) -> Senses:
    """The shipped table: one sense a line; the line that begins with a dash are the particles."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    particles = frozenset(word for line in lines if line.startswith("-") for word in line[1:].split())
    of_word: dict[str, str] = {}
    for number, line in enumerate(line for line in lines if line and not line.startswith("-")):
        for word in line.split():
            of_word.setdefault(word, chr(_FIRST_SENSE + number))
    return Senses(of_word, particles, {of_word[word]: 1 << place for place, word in enumerate(_ASKING)})


def _plain(shown: str) -> str:
    bare = _UNREADABLE.sub("", text.without_courtesy(shown))
    return bare if len(bare) >= 2 else _UNREADABLE.sub("", shown)


def _grams(units: Codes) -> Codes:
    """Single units and neighbouring ones, each once."""
    return np.unique(np.concatenate([units, (units[:-1] << 21 | units[1:]) + _PAIR]))


@lru_cache(maxsize=1 << 15)
def _code(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=7).digest())


@cache
def _sounds() -> Codes:
    """Code point → merged syllable; what has no sound keeps itself, out of the way of the syllables."""
    merged = pinyin.merged_sounds()
    numbers = {sound: number for number, sound in enumerate(sorted(set(merged.values())))}
    table = np.arange(0x30000, dtype=np.int64) + len(numbers)
    for char, sound in merged.items():
        table[ord(char)] = numbers[sound]
    return table
