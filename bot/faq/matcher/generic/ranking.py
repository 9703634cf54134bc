"""Entries ranked for a message where nothing could be learnt from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.faq.matcher.generic.fitted import GenericFit, load_generic_fit
from bot.faq.matcher.generic.index import Index, Near, build_index, find_near
from bot.faq.matcher.generic.signals import NAMES, read_table
from bot.faq.matcher.generic.wording import Wording
from bot.faq.matcher.match import NOTHING, Candidate, CandidateSignals, Explanation, Match
from bot.faq.matcher.ranker import softmax
from bot.faq.matcher.vectors import Floats

_FIRST_WORDS = "預熱 yure"
"""Asked once at the start, so that no citizen waits for the tables that are laid out at first use."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Entries best first (numbers), their shares, and for each the place of its best text in `table`."""

    entries: NDArray[np.intp]
    shares: Floats
    places: NDArray[np.intp]
    near: Near
    table: Floats


class GenericRanking:
    """Compares a message with every text of the entries; pure after construction."""

    def __init__(self, index: Index, fit: GenericFit) -> None:
        self._index = index
        self._fit = fit
        self.match(_FIRST_WORDS, 1)

    @classmethod
    def of(cls, entries: Sequence[tuple[str, Sequence[str]]], negatives: Sequence[str]) -> GenericRanking:
        """A ranking of entries by their phrasings; `negatives` are texts that no entry answers."""
        return cls(build_index(entries, negatives), load_generic_fit())

    def match(self, text: str, limit: int) -> Match:
        """Candidates, best first; NOTHING when there is nothing to read in the text."""
        question = self._index.read(text)
        if question.is_empty or not self._index.entry_ids:
            return NOTHING
        return self._match(self._rank(question), limit)

    def explain(self, text: str, limit: int) -> Explanation:
        """The same with every signal."""
        question = self._index.read(text)
        if question.is_empty or not self._index.entry_ids:
            return Explanation(question.plain, (), 0.0, ())
        ranked = self._rank(question)
        match = self._match(ranked, limit)
        rows = dict(
            zip((self._id(entry) for entry in ranked.entries.tolist()), ranked.places.tolist(), strict=True)
        )
        told = tuple(
            CandidateSignals(
                one.entry_id,
                one.confidence,
                self._index.shown[int(ranked.near.texts[rows[one.entry_id]])],
                dict(zip(NAMES, map(float, ranked.table[rows[one.entry_id]]), strict=True)),
            )
            for one in match.candidates
        )
        return Explanation(question.plain, (), match.in_scope, told)

    def _rank(self, question: Wording) -> Ranked:
        return rank_near(question, find_near(question, self._index), self._index, self._fit)

    def _match(self, ranked: Ranked, limit: int) -> Match:
        alien = ranked.entries == len(self._index.entry_ids)
        own = np.flatnonzero(~alien)
        if not len(own):
            return Match((), 0.0)
        unlike = 1.0 - float(ranked.shares[alien].sum())
        best = own[0]
        confidence, in_scope = self._fit.chances(ranked.shares[own], ranked.table[ranked.places[best]])
        confidence, in_scope = confidence * unlike, in_scope * unlike
        others = max(float(ranked.shares[own[1:]].sum()), 1e-9)
        left = max(in_scope - confidence, 0.0)
        listed = [Candidate(self._id(int(ranked.entries[best])), confidence)]
        for place in own[1:limit].tolist():
            chance = min(left * float(ranked.shares[place]) / others, confidence)
            listed.append(Candidate(self._id(int(ranked.entries[place])), chance))
        return Match(tuple(listed), in_scope)

    def _id(self, entry: int) -> str:
        return self._index.entry_ids[entry] if entry < len(self._index.entry_ids) else ""


def rank_near(question: Wording, near: Near, index: Index, fit: GenericFit) -> Ranked:
    """The entries of the near texts, each by its best text."""
    table = read_table(question, near, index)
    scores = fit.scores(table)
    order = np.lexsort((near.texts, -scores))
    _, firsts = np.unique(index.owners[near.texts[order]], return_index=True)
    places = order[np.sort(firsts)]
    entries = index.owners[near.texts[places]].astype(np.intp)
    return Ranked(entries, softmax(scores[places]), places, near, table)
