"""One text read once: every term that retrieval, classifier and ranker look at."""

from dataclasses import dataclass

from bot.faq import pinyin, text
from bot.faq.homophones import Homophones
from bot.faq.synonyms import Synonyms

CHANNELS = ("char", "sound", "sense")
"""Kinds of terms: character 1–2-grams, merged-syllable 1–3-grams, groups of words with one sense (and pairs of them)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text as the matcher sees it; `plain` is what the characters were read from, terms are counted per channel."""

    plain: str
    sounds: tuple[str, ...]
    terms: tuple[dict[str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be matched."""
        return not self.plain


def read_question(raw: str, synonyms: Synonyms, errors: Homophones | None = None) -> Question:
    """Normalise a message, set typing right, put dialect into standard words and count its terms."""
    cleaned = text.clean(raw)
    written = text.essence(cleaned) if text.has_letters_to_read(cleaned) else ""
    plain = synonyms.standard(written)
    if errors:
        plain = synonyms.standard(errors.corrected(synonyms.standard(errors.spelling.spelled_out(written))))
    table = pinyin.merged_sounds()
    chunks = plain.split()
    spoken = [[table.get(char, char) for char in chunk] for chunk in chunks]
    return Question(
        plain=plain,
        sounds=tuple(sound for chunk in spoken for sound in chunk),
        terms=(_char_terms(chunks), _sound_terms(spoken), _sense_terms(plain, synonyms)),
    )


def joined(first: Question, second: Question) -> Question:
    """Two texts told one after the other."""
    terms = []
    for own, other in zip(first.terms, second.terms, strict=True):
        counts = dict(own)
        for term, count in other.items():
            counts[term] = counts.get(term, 0) + count
        terms.append(counts)
    return Question(f"{first.plain} {second.plain}", (*first.sounds, *second.sounds), tuple(terms))


def _char_terms(chunks: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for chunk in chunks:
        for size in (1, 2):
            for start in range(len(chunk) - size + 1):
                term = chunk[start : start + size]
                counts[term] = counts.get(term, 0) + 1
    return counts


def _sound_terms(spoken: list[list[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for chunk in spoken:
        for size in (1, 2, 3):
            for start in range(len(chunk) - size + 1):
                term = "'".join(chunk[start : start + size])
                counts[term] = counts.get(term, 0) + 1
    return counts


def _sense_terms(plain: str, synonyms: Synonyms) -> dict[str, int]:
    senses = sorted(synonyms.senses(plain))
    counts = dict.fromkeys(senses, 1)
    for index, first in enumerate(senses):
        for second in senses[index + 1 :]:
            counts[f"{first}+{second}"] = 1
    return counts
