"""The LawBook in use: law texts of today and the entries whose law moved; swapped as a whole after an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.statutes.corpus import CitedArticle, Corpus
from bot.faq.statutes.standing import Standing, is_out_of_force


@dataclass(frozen=True)
class EntryToReview:
    """An entry whose law moved: why, and the day on which that was first seen."""

    entry: Entry
    reasons: tuple[str, ...]
    since: date | None


class LawBook:
    """Without statutes it has no text and doubts nothing."""

    def __init__(self) -> None:
        self.corpus = Corpus((), (), date.min)
        self.standings: Mapping[str, Standing] = {}

    def take(self, corpus: Corpus, standings: Mapping[str, Standing]) -> None:
        """Use these from now on."""
        self.corpus, self.standings = corpus, standings

    def cited(self, entry: Entry) -> tuple[CitedArticle, ...]:
        """The articles of the entry whose text is at hand, in the entry's order."""
        return tuple(one for citation in entry.citations if (one := self.corpus.cited(citation)))

    def needs_review(self, entry: Entry) -> bool:
        """Whether the law under the entry moved: a citizen who reads it must be told."""
        standing = self.standings.get(entry.id)
        if standing is not None and standing.needs_review:
            return True
        return any(is_out_of_force(citation, self.corpus) for citation in entry.citations)

    def to_review(self, faq: Faq) -> tuple[EntryToReview, ...]:
        """What staff must look at again, in the order of the FAQ."""
        found = ((entry, self.standings.get(entry.id)) for entry in faq.entries)
        return tuple(
            EntryToReview(entry, standing.reasons, standing.since)
            for entry, standing in found
            if standing is not None and standing.needs_review
        )
