"""Which FAQ is live, why a newer file is not, and which entries need review because their law moved."""

from __future__ import annotations

from collections import Counter

from aiohttp import web

from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login

_DOMAINS = {"property": "物业邻里", "safety": "安全生产", "service": "公共法律服务"}
_MOST_FAULTS = 200


class FaqPage:
    """The page for those who edit the FAQ file."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its address."""
        return [web.get("/console/faq", self._parts.staff_only(self.page))]

    async def page(self, _request: web.Request, login: Login) -> web.Response:
        """Entries, the hash of the live file, the faults of a newer one, entries to review."""
        knowledge = self._parts.knowledge
        entries, faults = knowledge.faq.entries, knowledge.faults
        domains = Counter(entry.domain.value for entry in entries)
        return self._parts.show(
            "faq.html",
            login,
            file_name=knowledge.path.name,
            file_hash=knowledge.faq.file_hash,
            total=len(entries),
            approved=sum(entry.review.status == "approved" for entry in entries),
            domains=[(_DOMAINS[name], domains[name]) for name in _DOMAINS],
            faults=faults[:_MOST_FAULTS],
            fault_count=len(faults),
            laws=len(self._parts.laws.corpus.statutes),
            doubtful=self._parts.laws.to_review(knowledge.faq),
        )
