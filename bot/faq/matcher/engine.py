"""Finds the entry that answers a question, and says how sure it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from bot.faq.matcher import cache as stored
from bot.faq.matcher.encoder import Encoder
from bot.faq.matcher.fitted import Fitted, load_fitted
from bot.faq.matcher.index import EntryTexts, Index, build_index
from bot.faq.matcher.lessons import NO_LESSONS, Lessons, load_lessons
from bot.faq.matcher.match import NOTHING, Candidate, CandidateSignals, Explanation, Match
from bot.faq.matcher.meaning import Encodings, Meaning
from bot.faq.matcher.question import Question, read_question
from bot.faq.matcher.ranker import softmax
from bot.faq.matcher.signals import NAMES, Signals, read_signals
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms, load_synonyms

_FIRST_WORDS = "預熱 yure yr"
"""Asked once at the start, so that no citizen waits for the tables that are laid out at first use."""


@dataclass(frozen=True)
class _Ranking:
    signals: Signals
    order: list[int]
    shares: Floats
    confidence: float
    in_scope: float


class Matcher:
    """Ranks entries for a message. Pure after construction: same entries and same text, same match."""

    def __init__(
        self, index: Index, fitted: Fitted, synonyms: Synonyms, meaning: Meaning | None = None
    ) -> None:
        self._index = index
        self._meaning = meaning
        digest = meaning.encoder.digest if meaning else None
        self._reading = fitted.reading(index.classifier is not None, digest)
        self._synonyms = synonyms

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
    ) -> Self:
        """A matcher over `(id, phrasings, answer)`; `lessons` are more phrasings and texts that no entry answers; where none
        are given, the shipped ones are taken if they are about these entries.

        `cache` is a folder where what was learnt is kept by content; without it everything is learnt anew.
        `encoder` adds likeness of meaning to the signals, weighted as it was fitted with that encoder, else not at all.
        Raises ValueError when an id occurs twice.
        """
        listed = [(entry_id, tuple(phrasings), answer) for entry_id, phrasings, answer in entries]
        words = load_synonyms() if synonyms is None else synonyms
        index = stored.load_or_build(cache, listed, _fitting(lessons, listed), words, build_index)
        meaning = Encodings(encoder, cache).of(index.plains) if encoder else None
        matcher = cls(index, load_fitted() if fitted is None else fitted, words, meaning)
        matcher.match(_FIRST_WORDS)
        return matcher

    def match(self, text: str, limit: int = 5) -> Match:
        """Candidates for the text, best first; NOTHING when there is nothing to read in it."""
        ranking = self._rank(read_question(text, self._synonyms, self._index.errors))
        if ranking is None:
            return NOTHING
        return Match(tuple(self._candidates(ranking, limit)), ranking.in_scope)

    def explain(self, text: str, limit: int = 5) -> Explanation:
        """The same ranking with every signal behind it, for staff."""
        question = read_question(text, self._synonyms, self._index.errors)
        senses = tuple(sorted(self._synonyms.senses(question.plain)))
        ranking = self._rank(question)
        if ranking is None:
            return Explanation(question.plain, senses, 0.0, ())
        rows = tuple(
            CandidateSignals(
                candidate.entry_id,
                candidate.confidence,
                self._index.plains[int(ranking.signals.closest[row])],
                dict(zip(NAMES, map(float, ranking.signals.table[row]), strict=False)),
            )
            for row, candidate in zip(ranking.order, self._candidates(ranking, limit), strict=False)
        )
        return Explanation(question.plain, senses, ranking.in_scope, rows)

    def _rank(self, question: Question) -> _Ranking | None:
        if question.is_empty or not self._index.entry_ids:
            return None
        signals = read_signals(question, self._index, self._meaning)
        shares = softmax(self._reading.ranker.scores(signals.table))
        order = sorted(range(len(shares)), key=lambda row: (-float(shares[row]), int(signals.entries[row])))
        other_law = signals.other_law(self._index.entry_ids[int(signals.entries[order[0]])])
        calibration = self._reading.calibration
        confidence, in_scope = calibration.read(np.sort(shares)[::-1], signals.overview, other_law)
        return _Ranking(signals, order, shares, confidence, in_scope)

    def _candidates(self, ranking: _Ranking, limit: int) -> list[Candidate]:
        first = ranking.order[0]
        others = max(1.0 - float(ranking.shares[first]), 1e-9)
        left = max(min(ranking.in_scope, 1.0) - ranking.confidence, 0.0)
        listed = [Candidate(self._index.entry_ids[int(ranking.signals.entries[first])], ranking.confidence)]
        for row in ranking.order[1:limit]:
            chance = min(left * float(ranking.shares[row]) / others, ranking.confidence)
            listed.append(Candidate(self._index.entry_ids[int(ranking.signals.entries[row])], chance))
        return listed


def _fitting(lessons: Lessons | None, entries: Iterable[EntryTexts]) -> Lessons:
    if lessons is not None:
        return lessons
    shipped = load_lessons()
    return shipped if any(entry_id in shipped.phrasings for entry_id, _, _ in entries) else NO_LESSONS
