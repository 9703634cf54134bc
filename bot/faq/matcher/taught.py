"""Entries ranked for a message by all that was learnt from their many phrasings."""

from dataclasses import dataclass

import numpy as np

from bot.faq.matcher.fitted import Fitted
from bot.faq.matcher.index import Index
from bot.faq.matcher.match import NOTHING, Candidate, CandidateSignals, Explanation, Match
from bot.faq.matcher.meaning import Meaning
from bot.faq.matcher.question import Question, read_question
from bot.faq.matcher.ranker import softmax
from bot.faq.matcher.signals import NAMES, Signals, read_signals
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms

_FIRST_WORDS = "預熱 yure yr"
"""Asked once at the start, so that no citizen waits for the tables that are laid out at first use."""


@dataclass(frozen=True)
class _Ranking:
    signals: Signals
    order: list[int]
    shares: Floats
    confidence: float
    in_scope: float


class TaughtRanking:
    """Asks classifier, likeness and coverage; pure after construction."""

    def __init__(
        self, index: Index, fitted: Fitted, synonyms: Synonyms, meaning: Meaning | None = None
    ) -> None:
        self._index = index
        self._meaning = meaning
        digest = meaning.encoder.digest if meaning else None
        self._reading = fitted.reading(digest)
        self._synonyms = synonyms
        self.match(_FIRST_WORDS, 1)

    def match(self, text: str, limit: int) -> Match:
        """Candidates for the text, best first; NOTHING when there is nothing to read in it."""
        ranking = self._rank(read_question(text, self._synonyms, self._index.errors))
        if ranking is None:
            return NOTHING
        return Match(tuple(self._candidates(ranking, limit)), ranking.in_scope)

    def explain(self, text: str, limit: int) -> Explanation:
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
