"""Pinyin and first letters typed in place of characters (wuyefei, wyf) are read as the words the entries use."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from operator import add
from types import MappingProxyType

from bot.faq import pinyin

LONGEST_WORD = 6
"""Characters of the longest word that is looked up by its sound."""

MOST_READINGS = 12
"""Words kept for one sound."""

FREQUENT_PAIR = 5
"""Times that two characters stand together from which on they count as a word."""

RIVAL_FREQUENCY = 5
"""Frequency (in jieba's dictionary) of a word of the general language that can be meant."""

_CHINESE = re.compile("[㐀-鿿]*")
_LATIN = re.compile(r"[a-z]+(?:[ ']+[a-z]+)*")
_KEPT = frozenset(
    [
        "app",
        "ktv",
        "wifi",
        "vip",
        "pos",
        "gps",
        "led",
        "lng",
        "lpg",
        "pvc",
        "atm",
        "ok",
        "qq",
        "pdf",
        "ppt",
        "excel",
        "word",
        "usb",
        "suv",
        "etc",
        "ppe",
        "ehs",
        "hr",
        "ceo",
        "vs",
    ]
)
_ABUSE = frozenset(["sb", "nmsl", "cnm", "tmd", "nm", "mlgb", "wc", "wcnm", "zz"])


def _bond(together: int) -> float:
    return log((together + 0.02) / 0.5) * 0.7


_STRANGERS = _bond(0)


@dataclass(frozen=True)
class Spelling:
    """Words with their counts, and counts of neighbouring characters, as the entries use them."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]

    def spelled_out(self, text: str) -> str:
        """The text with each run of Latin letters replaced by the likeliest words; a run that says nothing stays."""
        return _LATIN.sub(lambda found: self._read_run(found, text), text)

    def _read_run(self, found: re.Match[str], text: str) -> str:
        before = text[found.start() - 1] if found.start() else ""
        after = text[found.end()] if found.end() < len(text) else ""
        pieces: list[str] = []
        sounds: list[str] = []
        for token in found[0].replace("'", " ").split():
            units = self._units(token)
            if units is None:
                pieces += [*self._decode(sounds, pieces[-1][-1:] if pieces else before, ""), token]
                sounds = []
                continue
            sounds += units
        pieces += self._decode(sounds, pieces[-1][-1:] if pieces else before, after)
        return "".join(pieces)

    def _units(self, token: str) -> list[str] | None:
        if token in _KEPT or token in _ABUSE:
            return None
        whole = pinyin.split_pinyin(token)
        if whole and (len(whole) < len(token) or len(token) == 1):
            return whole
        if 2 <= len(token) <= LONGEST_WORD and not set(token) & set("aeiuv"):
            return [f"{letter}?" for letter in token]
        return None

    def _decode(self, sounds: Sequence[str], before: str, after: str) -> list[str]:
        if not sounds:
            return []
        # For every place, the best way to each last character: (score, text).
        best: list[dict[str, tuple[float, str]]] = [{} for _ in range(len(sounds) + 1)]
        best[0][before] = (0.0, "")
        for end in range(1, len(sounds) + 1):
            for start in range(max(0, end - LONGEST_WORD), end):
                self._extend(best, sounds, start, end)
            best[end] = dict(sorted(best[end].items(), key=lambda item: (-item[1][0], item[1][1]))[:24])
        ends = [(score + self.bond(last, after), text) for last, (score, text) in best[-1].items()]
        return (
            [max(ends, key=lambda pair: (pair[0], pair[1]))[1]]
            if ends
            else ["".join(sounds).replace("?", "")]
        )

    def _extend(
        self, best: list[dict[str, tuple[float, str]]], sounds: Sequence[str], start: int, end: int
    ) -> None:
        for word, cost in self._candidates(tuple(sounds[start:end])):
            for last, (score, text) in best[start].items():
                total = score + cost + self.bond(last, word[0])
                known = best[end].get(word[-1])
                if known is None or total > known[0]:
                    best[end][word[-1]] = (total, text + word)

    def _candidates(self, sounds: tuple[str, ...]) -> list[tuple[str, float]]:
        if sounds[0].endswith("?") and all(sound.endswith("?") for sound in sounds):
            return self._by_initials.get("".join(sound[0] for sound in sounds), [])
        return self._by_sounds.get("'".join(sounds), [])

    def bond(self, first: str, second: str) -> float:
        """How much likelier two characters stand together than not (log-odds); zero at an edge."""
        if not first or not second:
            return 0.0
        return self._bonds.get(first + second, _STRANGERS)

    @cached_property
    def _bonds(self) -> dict[str, float]:
        return {pair: _bond(together) for pair, together in self.pairs.items()}

    @cached_property
    def _total(self) -> float:
        return float(sum(self.words.values())) or 1.0

    @cached_property
    def _by_sounds(self) -> dict[str, list[tuple[str, float]]]:
        return self._keyed(("'".join(way), word) for word in self.words for way in pinyin.readings(word))

    @cached_property
    def _by_initials(self) -> dict[str, list[tuple[str, float]]]:
        return self._keyed((pinyin.initials(word), word) for word in self.words if len(word) > 1)

    def _keyed(self, pairs: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, float]]]:
        table: dict[str, list[tuple[str, float]]] = {}
        for key, word in pairs:
            table.setdefault(key, []).append((word, log(self.words[word] / self._total)))
        return {
            key: sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST_READINGS]
            for key, rows in table.items()
        }


def learn_spelling(
    texts: Iterable[str],
    cut: Callable[[str], Iterable[str]],
    general: Mapping[str, int] = MappingProxyType({}),
) -> Spelling:
    """Count words (by `cut`) and neighbouring characters of the texts.

    Words of the `general` language (with their frequency) that sound like a counted one are kept beside it, so that
    they are not taken for its misspelling.
    """
    said: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for text in texts:
        said.update(cut(text))
        beside.update(map(add, text, text[1:]))
    words = {word: count for word, count in said.items() if len(word) <= LONGEST_WORD and _is_chinese(word)}
    pairs = {pair: count for pair, count in beside.items() if _is_chinese(pair)}
    for pair, count in pairs.items():
        for char in pair:
            words.setdefault(char, 1)
        if count >= FREQUENT_PAIR:
            words[pair] = max(words.get(pair, 0), count // 3)
    return Spelling(words | _rivals(words, general), pairs)


def _rivals(words: Mapping[str, int], general: Mapping[str, int]) -> dict[str, int]:
    sounds = {_merged_key(word) for word in words if len(word) > 1}
    known = (word for word, frequency in general.items() if frequency >= RIVAL_FREQUENCY)
    fitting = (word for word in known if 2 <= len(word) <= LONGEST_WORD and _is_chinese(word))
    return {word: 1 for word in fitting if word not in words and _merged_key(word) in sounds}


def _merged_key(word: str) -> str:
    table = pinyin.merged_sounds()
    return "'".join(table.get(char, char) for char in word)


def _is_chinese(word: str) -> bool:
    return _CHINESE.fullmatch(word) is not None
