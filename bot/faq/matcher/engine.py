"""Finds the entry that answers a question, and says how sure it is."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol, Self

from bot.faq.matcher import cache as stored
from bot.faq.matcher.encoder import Encoder
from bot.faq.matcher.fitted import Fitted, load_fitted
from bot.faq.matcher.generic.ranking import GenericRanking
from bot.faq.matcher.index import EntryTexts, Index, build_index
from bot.faq.matcher.learning import FEWEST_PHRASINGS, MOST_CLASSES
from bot.faq.matcher.lessons import NO_LESSONS, Lessons, load_lessons
from bot.faq.matcher.match import Explanation, Match
from bot.faq.matcher.meaning import Encodings
from bot.faq.matcher.taught import TaughtRanking
from bot.faq.synonyms import Synonyms, load_synonyms


class Ranking(Protocol):
    """A way to rank entries for a message."""

    def match(self, text: str, limit: int) -> Match:
        """Candidates for the text, best first."""

    def explain(self, text: str, limit: int) -> Explanation:
        """The same ranking with every signal behind it."""


class Matcher:
    """Ranks entries for a message. Pure after construction: same entries and same text, same match."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking

    @classmethod
    def from_entries(
        cls,
        entries: Iterable[EntryTexts],
        *,
        lessons: Lessons | None = None,
        cache: Path | None = None,
        synonyms: Synonyms | None = None,
        fitted: Fitted | None = None,
        encoder: Encoder | None = None,
        learning: Callable[[], None] = lambda: None,
    ) -> Self:
        """A matcher over `(id, phrasings, answer)`; `lessons` are more phrasings and texts that no entry answers; where none
        are given, the shipped ones are taken if they are about these entries.

        Where entries have many phrasings, all that can be learnt from them and from their answers is learnt, and kept by
        content in the folder `cache`; an `encoder` adds likeness of meaning, weighted as it was fitted with that encoder,
        else not at all; `learning` is called before learning begins, which takes half a minute. Entries of few phrasings are
        compared by these alone, which is ready in seconds: nothing is kept, and `synonyms`, `fitted` and `encoder` are not
        looked at. Raises ValueError when an id occurs twice.
        """
        listed = [(entry_id, tuple(phrasings), answer) for entry_id, phrasings, answer in entries]
        if len({entry_id for entry_id, _, _ in listed}) != len(listed):
            raise ValueError("条目编号重复")
        taught = _fitting(lessons, listed)
        if not _is_worth_teaching(listed, taught):
            told = [(entry_id, (*own, *taught.phrasings.get(entry_id, ()))) for entry_id, own, _ in listed]
            return cls(GenericRanking.of(told, taught.negatives))
        words = load_synonyms() if synonyms is None else synonyms

        def build(content: Sequence[EntryTexts], lessons: Lessons, synonyms: Synonyms) -> Index:
            learning()
            return build_index(content, lessons, synonyms)

        index = stored.load_or_build(cache, listed, taught, words, build)
        meaning = Encodings(encoder, cache).of(index.plains) if encoder else None
        return cls(TaughtRanking(index, load_fitted() if fitted is None else fitted, words, meaning))

    def match(self, text: str, limit: int = 5) -> Match:
        """Candidates for the text, best first; NOTHING when there is nothing to read in it."""
        return self._ranking.match(text, limit)

    def explain(self, text: str, limit: int = 5) -> Explanation:
        """The same ranking with every signal behind it, for staff."""
        return self._ranking.explain(text, limit)


def _is_worth_teaching(entries: Sequence[EntryTexts], lessons: Lessons) -> bool:
    """Whether there are few enough entries with enough phrasings each, judged before any is read."""
    texts = {text for _, phrasings, _ in entries for text in phrasings}
    texts |= {text for entry_id, _, _ in entries for text in lessons.phrasings.get(entry_id, ())}
    count = len(texts) + len(lessons.negatives)
    return 2 <= len(entries) <= MOST_CLASSES and count >= len(entries) * FEWEST_PHRASINGS


def _fitting(lessons: Lessons | None, entries: Sequence[EntryTexts]) -> Lessons:
    if lessons is not None:
        return lessons
    shipped = load_lessons()
    return shipped if any(entry_id in shipped.phrasings for entry_id, _, _ in entries) else NO_LESSONS
