"""A Standing: on which law texts an entry rests, and whether they moved since a person stood behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.faq.entry import Citation, Entry
from bot.faq.statutes.corpus import Corpus
from bot.faq.statutes.findings import citation_fault


@dataclass(frozen=True)
class Standing:
    """`articles`: hash of each cited text as last stood behind; `reasons`: why the entry needs review, if it does;
    `since`: the day on which that was first seen."""

    articles: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    since: date | None = None
    approved_on: date | None = None

    @property
    def needs_review(self) -> bool:
        """Whether a person must look at the entry again."""
        return bool(self.reasons)


def stand(entry: Entry, corpus: Corpus, before: Standing | None) -> Standing:
    """The entry's standing on the corpus's day. A changed text stays a reason until the entry no longer cites it, is
    approved anew, or is confirmed; law that is no longer in force stays one for as long as it is cited."""
    known = Standing() if before is None or _approved_anew(entry, before) else before
    articles = {citation.title: _kept_hash(citation, corpus, known) for citation in entry.citations}
    found = (_reason(one, corpus, articles[one.title]) for one in entry.citations)
    reasons = tuple(dict.fromkeys(reason for reason in found if reason))
    since = (known.since or corpus.day) if reasons else None
    approved_on = entry.review.on if entry.review.status == "approved" else None
    return Standing({key: value for key, value in articles.items() if value}, reasons, since, approved_on)


def stand_all(
    entries: Iterable[Entry], corpus: Corpus, before: Mapping[str, Standing]
) -> dict[str, Standing]:
    """The standing of every entry, by id."""
    return {entry.id: stand(entry, corpus, before.get(entry.id)) for entry in entries}


def confirm(entry: Entry, corpus: Corpus, before: Standing) -> Standing:
    """The standing after a person compared the entry with the texts of today."""
    return stand(entry, corpus, replace(Standing(), approved_on=before.approved_on))


def is_out_of_force(citation: Citation, corpus: Corpus) -> bool:
    """Whether the loaded law itself says that this citation no longer holds; an unknown law says nothing."""
    is_known = corpus.find(citation.law) is not None or corpus.retired(citation.law) is not None
    return is_known and citation_fault(citation, corpus) is not None


def _approved_anew(entry: Entry, before: Standing) -> bool:
    on = entry.review.on if entry.review.status == "approved" else None
    if on is None or (before.approved_on is not None and on <= before.approved_on):
        return False
    return before.since is None or on >= before.since


def _kept_hash(citation: Citation, corpus: Corpus, known: Standing) -> str:
    article = corpus.article(citation)
    return known.articles.get(citation.title) or (article.text_hash if article else "")


def _reason(citation: Citation, corpus: Corpus, kept_hash: str) -> str:
    if is_out_of_force(citation, corpus):
        fault = citation_fault(citation, corpus)
        return fault[0] if fault else ""
    article = corpus.article(citation)
    if article is None or article.text_hash == kept_hash:
        return ""
    statute = corpus.find(citation.law)
    version = f"（{statute.version_date} 的文本）" if statute and statute.version_date else ""
    return f"{citation.title}的文字变了{version}"
