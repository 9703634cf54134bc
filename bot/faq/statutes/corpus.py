"""A Corpus: of each law the version in force on one day, found by any of its names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.faq.entry import Citation
from bot.faq.statutes.statute import Article, RetiredName, Statute

_NOTE_IN_NAME = re.compile(r"\(\D*(\d{4})[^()]*\)$")


@dataclass(frozen=True)
class CitedArticle:
    """A citation with the text that it stands for; `digest` names the version of the statute."""

    title: str
    key: str
    law: str
    label: str
    text: str
    statute_id: str
    digest: str
    version_date: date | None
    effective_date: date | None


class Corpus:
    """The laws on `day`. `versions` in the order of their import: of two alike in date the later one holds."""

    def __init__(self, versions: Iterable[Statute], retired: Iterable[RetiredName], day: date) -> None:
        self.day = day
        self.statutes: dict[str, Statute] = {}
        for statute in versions:
            known = self.statutes.get(statute.id)
            if known is None or _rank(statute, day) >= _rank(known, day):
                self.statutes[statute.id] = statute
        self._names: dict[str, Statute] = {}
        for statute in self.statutes.values():
            for name in statute.names:
                self._names.setdefault(normalize_name(name), statute)
        self._retired = {normalize_name(one.name): one for one in retired}

    @property
    def is_empty(self) -> bool:
        """Whether no law is loaded."""
        return not self.statutes

    def find(self, law: str) -> Statute | None:
        """The law of this name, 《》 and 中华人民共和国 or not; a note such as （2021修正） is passed over."""
        name = normalize_name(law)
        return self._names.get(name) or self._names.get(_NOTE_IN_NAME.sub("", name))

    def retired(self, law: str) -> RetiredName | None:
        """What became of a law that is known only as repealed."""
        one = self._retired.get(normalize_name(law))
        return one if one and one.retired_date <= self.day and self.find(law) is None else None

    def title_of(self, statute_id: str | None) -> str:
        """The title of a law by its id; the id itself where it is not loaded."""
        statute = self.statutes.get(statute_id or "")
        return f"《{statute.title}》" if statute else statute_id or ""

    def article(self, citation: Citation) -> Article | None:
        """The cited article; None where the law is not loaded or has no such article."""
        statute = self.find(citation.law)
        return statute.by_key.get(citation.article) if statute else None

    def cited(self, citation: Citation) -> CitedArticle | None:
        """The cited article with the law it stands in."""
        statute, article = self.find(citation.law), self.article(citation)
        if statute is None or article is None:
            return None
        return CitedArticle(
            citation.title,
            article.key,
            statute.title,
            article.label,
            article.text,
            statute.id,
            statute.digest,
            statute.version_date,
            statute.effective_date,
        )


def normalize_name(name: str) -> str:
    """The form in which names of laws are compared."""
    bare = re.sub(r"[《》〈〉<>「」『』“”'\"\s]", "", unicodedata.normalize("NFKC", name))
    return bare.removeprefix("中华人民共和国")


def year_in_name(law: str) -> int | None:
    """The year of a name such as 消防法（2021修正）."""
    found = _NOTE_IN_NAME.search(normalize_name(law))
    return int(found.group(1)) if found else None


def _rank(statute: Statute, day: date) -> tuple[bool, int, date]:
    """In force before upcoming; then the newest that is in force, or the next that will be."""
    effective = (statute.effective_date or statute.version_date or date.min).toordinal()
    upcoming = statute.is_upcoming(day)
    return not upcoming, -effective if upcoming else effective, statute.version_date or date.min
