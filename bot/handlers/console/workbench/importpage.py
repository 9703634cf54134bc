"""A table comes back: all its faults by row, what it would change, a trial, and the way to put it live."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults
from bot.faq.loader import read_faq
from bot.faq.table_file import RowFault, TableFaults
from bot.faq.table_import import Table, cell_changes
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import NO_LAW, Bench, said
from bot.handlers.console.workbench.trials import trial_parts
from bot.handlers.console.workbench.upload import FILE_LIMIT_BYTES, UploadRefused, read_upload
from bot.publishing import Candidate, PublishRefused

_HERE = "/console/faq/import"
_ONE = "{token:[0-9a-f]{16}}"
_MOST_KEPT = 8
_MOST_FAULTS = 300
_MOST_DETAILED = 80
_CHANGED_MEANWHILE = "表格或问答文件在比对之后又变了，请重新比对，看过结果再发布。"


@dataclass(frozen=True)
class Outcome:
    """What a table comes to on the file in use: `candidate` and `before` where the file as a whole is sound."""

    present: bytes
    troubles: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    candidate: Candidate | None = None
    before: tuple[Entry, ...] = ()


@dataclass
class Incoming:
    """A table between upload and publishing; kept in memory, since its author has the file."""

    token: str
    name: str
    table: Table
    by: str
    at: datetime
    outcome: Outcome | None = None


class ImportPage:
    """The form for a table and the page of each one that was taken."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._kept: dict[str, Incoming] = {}
        # Reading a table takes much memory: one at a time.
        self._turn = asyncio.Semaphore(1)

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        only, one = self._bench.editors_only, f"{_HERE}/{_ONE}"
        return [
            web.get(_HERE, only(self.form)),
            web.post(_HERE, self._bench.uploads_only(self.take)),
            web.get(one, only(self.page)),
            web.post(f"{one}/try", only(self.begin_trial)),
            web.post(f"{one}/publish", only(self.put_live)),
            web.post(f"{one}/drop", only(self.drop)),
        ]

    async def form(self, request: web.Request, login: Login) -> web.Response:
        """Where the file is chosen."""
        return self._show_form(login, done="表格已放弃，问答库没有动。" if "dropped" in request.query else "")

    async def take(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Check a file; a sound one gets a page of its own, a faulty one leaves nothing behind."""
        try:
            upload = await read_upload(request, login)
        except UploadRefused as refused:
            return self._show_form(login, status=refused.status, trouble=str(refused))
        is_whole = upload.fields.get("missing") == "remove"
        try:
            async with self._turn:
                table = await asyncio.to_thread(Table.read, upload.raw, is_whole=is_whole)
                outcome = await self._weighed(table)
        except TableFaults as faults:
            return self._show_form(login, status=409, faults=faults.faults, name=upload.name)
        except (FaqFaults, PublishRefused, OSError) as refused:
            return self._show_form(login, status=409, trouble=said(refused))
        token = secrets.token_hex(8)
        self._kept[token] = Incoming(token, upload.name, table, login.member.name, datetime.now(UTC), outcome)
        while len(self._kept) > _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        raise web.HTTPSeeOther(f"{_HERE}/{token}")

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """What the table would change."""
        return await self._show(self._incoming(request), login)

    async def begin_trial(self, request: web.Request, _login: Login) -> web.StreamResponse:
        """Compare the file with and without the table."""
        incoming = self._incoming(request)
        outcome = await self._outcome(incoming)
        if outcome.candidate is not None:
            self._bench.trials.begin(incoming.token, outcome.candidate)
        raise web.HTTPSeeOther(f"{_HERE}/{incoming.token}#trial")

    async def put_live(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Publish, if a trial of just this was looked at."""
        incoming = self._incoming(request)
        outcome, trial = await self._outcome(incoming), self._bench.trials.of(incoming.token)
        candidate = outcome.candidate
        if candidate is None or trial is None or trial.diff is None or not trial.covers(candidate):
            return await self._show(incoming, login, status=409, trouble=_CHANGED_MEANWHILE)
        try:
            note = await self._bench.put_live(candidate, login, f"导入 {incoming.name}")
        except (PublishRefused, OSError) as refused:
            return await self._show(incoming, login, status=409, trouble=said(refused))
        self._kept.pop(incoming.token, None)
        raise web.HTTPSeeOther(f"/console/faq/history?done={note.number}")

    async def drop(self, request: web.Request, _login: Login) -> web.StreamResponse:
        """Forget the table."""
        self._kept.pop(request.match_info["token"], None)
        raise web.HTTPSeeOther(f"{_HERE}?dropped=1")

    # ------------------------------------------------------------ private

    def _incoming(self, request: web.Request) -> Incoming:
        incoming = self._kept.get(request.match_info["token"])
        if incoming is None:
            raise web.HTTPSeeOther(_HERE)
        return incoming

    async def _outcome(self, incoming: Incoming) -> Outcome:
        """On the file as it is now; a page that waits for a trial asks for the same again and again."""
        present = await self._bench.present()
        if incoming.outcome is None or incoming.outcome.present != present:
            incoming.outcome = await self._told(incoming.table, present)
        return incoming.outcome

    async def _told(self, table: Table, present: bytes) -> Outcome:
        try:
            return await self._weighed(table)
        except TableFaults as faults:
            return Outcome(present, tuple(map(str, faults.faults)))
        except (FaqFaults, PublishRefused, OSError) as error:
            return Outcome(present, (said(error),))

    async def _weighed(self, table: Table) -> Outcome:
        """Raises TableFaults, FaqFaults, PublishRefused, OSError."""
        present = await self._bench.present()
        raw = await asyncio.to_thread(table.onto, present)
        candidate = await self._bench.candidate_of(raw)
        touched = (*candidate.changes.added, *candidate.changes.changed)
        found = await self._bench.law_of(table.entries[one] for one in touched)
        if found and found.faults:
            raise TableFaults(table.by_row(found.faults))
        doubts = tuple(map(str, table.by_row(found.warnings))) if found else (NO_LAW,)
        before = await asyncio.to_thread(read_faq, candidate.old)
        return Outcome(candidate.old, (), doubts, candidate, before.entries)

    async def _show(
        self, incoming: Incoming, login: Login, *, status: int = 200, trouble: str = ""
    ) -> web.Response:
        outcome = await self._outcome(incoming)
        candidate, trial = outcome.candidate, self._bench.trials.of(incoming.token)
        if trial and (candidate is None or not trial.covers(candidate)):
            trial = None
        return self._bench.parts.show(
            "workbench/imported.html",
            login,
            status=status,
            incoming=incoming,
            outcome=outcome,
            trial=trial,
            changes=trial_parts(trial, self._bench.entry_name),
            details=_details(incoming.table, outcome),
            trouble=trouble,
        )

    def _show_form(
        self,
        login: Login,
        *,
        status: int = 200,
        trouble: str = "",
        done: str = "",
        name: str = "",
        faults: list[RowFault] | None = None,
    ) -> web.Response:
        listed = faults or []
        return self._bench.parts.show(
            "workbench/import.html",
            login,
            status=status,
            trouble=trouble,
            done=done,
            name=name,
            faults=listed[:_MOST_FAULTS],
            count=len(listed),
            kept=list(self._kept.values()),
            limit=FILE_LIMIT_BYTES,
        )


def _details(table: Table, outcome: Outcome) -> list[dict[str, Any]]:
    """The entries that come, go and change, with what changes in them."""
    if outcome.candidate is None:
        return []
    changes, before = outcome.candidate.changes, {one.id: one for one in outcome.before}
    return [
        {"name": "新增", "kind": "added", "rows": [(table.entries[one], ()) for one in changes.added]},
        {"name": "删去", "kind": "removed", "rows": [(before[one], ()) for one in changes.removed]},
        {
            "name": "改动",
            "kind": "changed",
            "rows": [
                (
                    table.entries[one],
                    cell_changes(before[one], table.entries[one]) if n < _MOST_DETAILED else (),
                )
                for n, one in enumerate(changes.changed)
            ],
        },
    ]
