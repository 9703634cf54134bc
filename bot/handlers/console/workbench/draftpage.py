"""One draft: edit in a form, check, see it as a citizen does, try it, put it live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from bot.drafts import Draft
from bot.faq.cells import COLUMNS, CellFaults, read_cells
from bot.faq.edit import CannotEdit
from bot.faq.entry import ANSWER_LIMIT, LABEL_LIMIT, LEAST_VARIANTS, Entry
from bot.faq.fault import FaqFaults
from bot.handlers.console.pagekit import read_fields
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import NO_LAW, Bench, said
from bot.handlers.console.workbench.preview import preview_of
from bot.handlers.console.workbench.trials import trial_parts
from bot.publishing import Candidate, PublishRefused

CHOICES = {
    "domain": (("property", "物业邻里"), ("safety", "安全生产、工伤"), ("service", "公共法律服务")),
    "station_level": (
        ("village", "村（社区）"),
        ("township", "乡镇（街道）"),
        ("county", "县区"),
        ("city", "市"),
    ),
    "urgency": (("normal", "一般"), ("time_limited", "有期限"), ("emergency", "紧急")),
}
_MOST_READY = 8
_NUMBER = r"{draft:\d{1,9}}"


@dataclass(frozen=True)
class Checked:
    """What a check of a draft found. `candidate` is there where the draft may go live."""

    entry: Entry | None = None
    troubles: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    candidate: Candidate | None = None


class DraftPage:
    """The page of a draft and its forms."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._ready: dict[int, tuple[tuple[Entry, bytes], Candidate]] = {}

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        only, here = self._bench.editors_only, f"/console/faq/drafts/{_NUMBER}"
        return [
            web.get(here, only(self.page)),
            web.get(f"{here}/preview", only(self.preview)),
            web.post(f"{here}/save", only(self.save)),
            web.post(f"{here}/try", only(self.begin_trial)),
            web.post(f"{here}/publish", only(self.put_live)),
            web.post(f"{here}/drop", only(self.drop)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The draft with what the check and the trial found."""
        return await self._show(await self._draft(request), login)

    async def preview(self, request: web.Request, login: Login) -> web.Response:
        """The answer as the kiosk and Telegram show it."""
        draft = await self._draft(request)
        try:
            entry = read_cells(draft.cells)
        except CellFaults:
            raise web.HTTPSeeOther(f"/console/faq/drafts/{draft.id}") from None
        return self._bench.parts.show("workbench/preview.html", login, draft=draft, **preview_of(entry))

    async def save(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Keep what was written, whole or not."""
        draft, fields = await self._draft(request), await read_fields(request)
        cells = {key: fields.get(key, "") for key in COLUMNS}
        if draft.base_hash is not None:
            cells["id"] = draft.entry_id
        async with self._bench.parts.works.writing() as work:
            await work.drafts.save(draft.id, cells, by=login.member.name, now=datetime.now(UTC))
        raise web.HTTPSeeOther(f"/console/faq/drafts/{draft.id}#checked")

    async def begin_trial(self, request: web.Request, _login: Login) -> web.StreamResponse:
        """Compare the file with and without this draft."""
        draft = await self._draft(request)
        checked = await self._check(draft)
        if checked.candidate is not None:
            self._bench.trials.begin(draft.id, checked.candidate)
        raise web.HTTPSeeOther(f"/console/faq/drafts/{draft.id}#trial")

    async def put_live(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Publish, if a trial of just this was looked at."""
        draft = await self._draft(request)
        checked, trial = await self._check(draft), self._bench.trials.of(draft.id)
        if (
            checked.candidate is None
            or trial is None
            or trial.is_running
            or not trial.covers(checked.candidate)
        ):
            sentence = "草稿或问答文件在比对之后又变了，请重新比对，看过结果再发布。"
            return await self._show(draft, login, status=409, trouble=sentence)
        try:
            note = await self._bench.put_live(checked.candidate, login, draft.cause)
        except (PublishRefused, OSError) as refused:
            return await self._show(draft, login, status=409, trouble=said(refused))
        async with self._bench.parts.works.writing() as work:
            await work.drafts.drop(draft.id)
        raise web.HTTPSeeOther(f"/console/faq/history?done={note.number}")

    async def drop(self, request: web.Request, _login: Login) -> web.StreamResponse:
        """Throw the draft away."""
        draft = await self._draft(request)
        async with self._bench.parts.works.writing() as work:
            await work.drafts.drop(draft.id)
        raise web.HTTPSeeOther("/console/faq/entries?dropped=1")

    # ------------------------------------------------------------ private

    async def _draft(self, request: web.Request) -> Draft:
        async with self._bench.parts.works.reading() as work:
            draft = await work.drafts.get(int(request.match_info["draft"]))
        if draft is None:
            raise web.HTTPNotFound
        return draft

    async def _check(self, draft: Draft) -> Checked:
        try:
            entry = read_cells(draft.cells)
        except CellFaults as faults:
            return Checked(troubles=tuple(map(str, faults.faults)))
        troubles, doubts = await self._law(entry)
        present = self._bench.parts.knowledge.faq.by_id.get(entry.id)
        if conflict := draft.conflict(entry.id, present):
            troubles += (conflict,)
        if troubles:
            return Checked(entry, troubles, doubts)
        try:
            return Checked(entry, (), doubts, await self._candidate(draft, entry))
        except FaqFaults as faults:
            return Checked(entry, tuple(map(str, faults.faults)), doubts)
        except (CannotEdit, PublishRefused, OSError) as error:
            return Checked(entry, (said(error),), doubts)

    async def _candidate(self, draft: Draft, entry: Entry) -> Candidate:
        """The file with this entry in it; a page that waits for a trial asks for the same again and again."""
        known = self._ready.get(draft.id)
        present = await self._bench.present()
        if known is not None and known[0] == (entry, present):
            return known[1]
        candidate = await self._bench.candidate(lambda source: source.with_entry(entry))
        self._ready[draft.id] = ((entry, candidate.old), candidate)
        while len(self._ready) > _MOST_READY:
            self._ready.pop(next(iter(self._ready)))
        return candidate

    async def _law(self, entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = await self._bench.law_of((entry,))
        if found is None:
            return (), (NO_LAW,)
        return (
            tuple(f"{one.message}。建议：{one.cure}" for one in found.faults),
            tuple(f"{one.message}。建议：{one.cure}" for one in found.warnings),
        )

    async def _show(
        self, draft: Draft, login: Login, *, status: int = 200, trouble: str = ""
    ) -> web.Response:
        checked = await self._check(draft)
        trial = self._bench.trials.of(draft.id)
        if trial and (checked.candidate is None or not trial.covers(checked.candidate)):
            trial = None
        return self._bench.parts.show(
            "workbench/draft.html",
            login,
            status=status,
            draft=draft,
            cells={key: draft.cells.get(key, "") for key in COLUMNS},
            columns=COLUMNS,
            choices=CHOICES,
            limits={"answer": ANSWER_LIMIT, "label": LABEL_LIMIT, "variants": LEAST_VARIANTS},
            checked=checked,
            trial=trial,
            changes=trial_parts(trial, self._bench.entry_name),
            trouble=trouble,
        )
