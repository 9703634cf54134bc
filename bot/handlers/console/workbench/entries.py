"""All entries and all drafts: the way to edit one."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from bot.drafts import base_hash
from bot.faq.cells import to_cells
from bot.faq.entry import Entry
from bot.faq.table_file import TableFaults, write_table
from bot.handlers.console.pagekit import read_fields
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import Bench

_MOST_SHOWN = 60
_SEARCH_LIMIT = 60
_ENTRY = "{entry:[a-z0-9-]{3,80}}"


class Entries:
    """The list of entries, opening drafts, and the table to take home."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        only = self._bench.editors_only
        return [
            web.get("/console/faq/entries", only(self.page)),
            web.post(f"/console/faq/entries/{_ENTRY}/edit", only(self.edit)),
            web.post("/console/faq/entries/new", only(self.new)),
            web.get("/console/faq/table.{kind:xlsx|csv}", only(self.table)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The entries that hold the searched words, and the drafts at work."""
        search = request.query.get("q", "").replace("\x00", "").strip()[:_SEARCH_LIMIT]
        found = [one for one in self._bench.parts.knowledge.faq.entries if _holds(one, search)]
        # What has the words in its name comes before what has them in a variant only.
        found.sort(key=lambda one: search not in one.id + one.question + one.label)
        async with self._bench.parts.works.reading() as work:
            drafts = await work.drafts.all()
        return self._bench.parts.show(
            "workbench/entries.html",
            login,
            entries=found[:_MOST_SHOWN],
            count=len(found),
            search=search,
            drafts=drafts,
            dropped="dropped" in request.query,
        )

    async def edit(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Open the entry's draft: the one at work, or a new one."""
        entry = self._bench.parts.knowledge.faq.by_id.get(request.match_info["entry"])
        if entry is None:
            raise web.HTTPNotFound
        async with self._bench.parts.works.writing() as work:
            present = await work.drafts.of_entry(entry.id)
            number = present.id if present else None
            if number is None:
                number = await work.drafts.open(
                    entry.id,
                    to_cells(entry),
                    base_hash=base_hash(entry),
                    origin="修改条目",
                    by=login.member.name,
                    now=datetime.now(UTC),
                )
        raise web.HTTPSeeOther(f"/console/faq/drafts/{number}")

    async def new(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Begin an entry from nothing."""
        origin = (await read_fields(request)).get("origin", "") or "新写的条目"
        async with self._bench.parts.works.writing() as work:
            number = await work.drafts.open(
                "",
                blank_cells(""),
                base_hash=None,
                origin=origin,
                by=login.member.name,
                now=datetime.now(UTC),
            )
        raise web.HTTPSeeOther(f"/console/faq/drafts/{number}")

    async def table(self, request: web.Request, _login: Login) -> web.Response:
        """The whole FAQ as a table."""
        is_book = request.match_info["kind"] == "xlsx"
        try:
            raw = write_table(self._bench.parts.knowledge.faq.entries, "xlsx" if is_book else "csv")
        except TableFaults as faults:
            raise web.HTTPConflict(text=str(faults)) from faults
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if is_book else "text/csv"
        name = f"legal_faq.{request.match_info['kind']}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return web.Response(body=raw, content_type=kind, headers=headers)


def blank_cells(question: str) -> dict[str, str]:
    """The cells of a new entry that came from a citizen's question."""
    return {
        "id": "",
        "domain": "property",
        "question": question,
        "label": "",
        "variants": question,
        "answer": "",
        "citations": "",
        "station_level": "township",
        "urgency": "normal",
        "competent": "",
        "review": "draft",
    }


def _holds(entry: Entry, search: str) -> bool:
    return not search or any(
        search in text for text in (entry.id, entry.question, entry.label, *entry.variants)
    )
