"""Typing errors of an input method (公师 for 公司, 尘费 for 尘肺) are set right by sound and by the words around."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from bot.faq import pinyin
from bot.faq.spelling import Spelling

LONGEST = 5
"""Characters of the longest word that is set right."""

COST_OF_CHANGE = 6.0
"""Log-odds against one changed character."""

COST_OF_MERGED = 1.5
"""More against it when the two sounds are the same only in Kunming's way of speaking or for a hasty finger."""


@dataclass(frozen=True)
class Homophones:
    """Reads a text as the likeliest series of known words that sounds the same."""

    spelling: Spelling

    def corrected(self, text: str) -> str:
        """The text with words set right; a text without errors, or of unknown words, comes back unchanged."""
        return " ".join(self._chunk(chunk) for chunk in text.split())

    def _chunk(self, chunk: str) -> str:
        if self._is_familiar(chunk):
            return chunk
        sounds = [self._merged.get(char, char) for char in chunk]
        best: list[dict[str, tuple[float, str]]] = [{} for _ in range(len(chunk) + 1)]
        best[0][""] = (0.0, "")
        for start in range(len(chunk)):
            edges = self._edges(chunk, sounds, start)
            for last, (score, done) in best[start].items():
                for word, cost in edges:
                    total = score + cost + self.spelling.bond(last, word[0])
                    known = best[start + len(word)].get(word[-1])
                    if known is None or total > known[0]:
                        best[start + len(word)][word[-1]] = (total, done + word)
        return max(best[-1].values(), key=lambda pair: (pair[0], pair[1] == chunk))[1]

    def _is_familiar(self, chunk: str) -> bool:
        """Whether all its neighbours were seen side by side: then nothing in it is mistyped."""
        return all(chunk[at : at + 2] in self.spelling.pairs for at in range(len(chunk) - 1))

    def _edges(self, chunk: str, sounds: list[str], start: int) -> list[tuple[str, float]]:
        edges = [(chunk[start], self._alone(chunk[start]))]
        for end in range(start + 2, min(start + LONGEST, len(chunk)) + 1):
            said = chunk[start:end]
            for word, cost in self._by_merged.get("'".join(sounds[start:end]), ()):
                changes = self._changes(said, word) if word != said else 0.0
                edges.append((word, cost - changes))
        return edges

    def _changes(self, said: str, word: str) -> float:
        cost = 0.0
        for one, other in zip(said, word, strict=True):
            if one != other:
                cost += COST_OF_CHANGE + (0.0 if _sound_alike(one, other) else COST_OF_MERGED)
        return cost

    def _alone(self, char: str) -> float:
        return log((self._characters.get(char, 0) + 0.3) / self._total)

    @cached_property
    def _merged(self) -> dict[str, str]:
        return pinyin.merged_sounds()

    @cached_property
    def _characters(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for word, count in self.spelling.words.items():
            for char in word:
                counts[char] = counts.get(char, 0) + count
        return counts

    @cached_property
    def _total(self) -> float:
        return float(sum(self.spelling.words.values())) or 1.0

    @cached_property
    def _by_merged(self) -> dict[str, list[tuple[str, float]]]:
        table: dict[str, list[tuple[str, float]]] = {}
        for word, count in self.spelling.words.items():
            if 2 <= len(word) <= LONGEST:
                key = "'".join(self._merged.get(char, char) for char in word)
                table.setdefault(key, []).append((word, log(count / self._total)))
        return table


@lru_cache(maxsize=1 << 16)
def _sound_alike(one: str, other: str) -> bool:
    return bool(set(pinyin.readings(one)) & set(pinyin.readings(other)))
