"""Misses: what was asked in vain, alike ones together, each settled with one press."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.desk import NoSuchCase
from bot.faq.edit import CannotEdit
from bot.faq.fault import FaqFaults
from bot.handlers.console.pagekit import Fields, read_fields
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import Bench
from bot.handlers.console.workbench.entries import blank_cells
from bot.handlers.wording.workbench import FATE_NAMES, WHY_NAMES
from bot.misses import LEAST_SHOWN, Cluster, Fate, Why, cluster, find_misses, variant_trouble
from bot.publishing import PublishRefused
from bot.referral.masking import masked

_SPANS = {"7": "近 7 天", "30": "近 30 天", "90": "近 90 天"}
_MOST_CLUSTERS = 60
_MOST_TEXTS = 8
_OFFERED = 4


class MissPage:
    """The page of misses and what is done with them."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        only = self._bench.editors_only
        return [
            web.get("/console/faq/misses", only(self.page)),
            web.post("/console/faq/misses/variant", only(self.add_variant)),
            web.post("/console/faq/misses/draft", only(self.open_draft)),
            web.post("/console/faq/misses/{fate:not_ours|ignored}", only(self.settle)),
            web.post(
                "/console/cases/{number:[A-Za-z0-9-]{5,20}}/draft",
                self._bench.parts.staff_only(self.draft_of_case),
            ),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The open clusters of some days."""
        return await self._show(login, _days(request.query), done=request.query.get("done", ""))

    async def add_variant(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Write the sentence into the FAQ as one more way of asking."""
        fields = await read_fields(request)
        text, entry_id = " ".join(fields.get("text", "").split()), fields.get("entry", "")
        trouble = variant_trouble(text) or self._entry_trouble(entry_id)
        if not trouble:
            trouble = await self._written(text, entry_id, login)
        if trouble:
            return await self._show(login, _days(fields), status=409, trouble=trouble)
        return await self._settled(fields, Fate.VARIANT, login, entry_id)

    async def open_draft(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Begin a new entry from the cluster's sentences."""
        fields = await read_fields(request)
        cells = blank_cells(masked(fields.get("text", "")))
        cells["variants"] = masked(fields.get("texts", "")) or cells["variants"]
        now = datetime.now(UTC)
        async with self._bench.parts.works.writing() as work:
            number = await work.drafts.open(
                "", cells, base_hash=None, origin="来自未答问题", by=login.member.name, now=now
            )
            await work.misses.mark(_keys(fields), Fate.DRAFT, by=login.member.name, now=now)
        raise web.HTTPSeeOther(f"/console/faq/drafts/{number}")

    async def settle(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Not ours, or not worth it."""
        return await self._settled(await read_fields(request), Fate(request.match_info["fate"]), login)

    async def draft_of_case(self, request: web.Request, login: Login) -> web.StreamResponse:
        """What was asked and answered in a closed case becomes a draft, personal numbers covered."""
        parts = self._bench.parts
        try:
            async with parts.works.writing() as work:
                case = await parts.desk.seen_by(work, login.member, request.match_info["number"].upper())
                if not case.state.is_over:
                    raise web.HTTPConflict(text="办结的工单才能写成草稿。")
                said = [one.text for one in await work.cases.messages(case) if one.author == "staff"]
                cells = blank_cells(masked(case.question))
                cells["answer"] = masked("\n".join(said))
                await work.drafts.open(
                    "",
                    cells,
                    base_hash=None,
                    origin=f"来自工单 {case.number}",
                    by=login.member.name,
                    now=datetime.now(UTC),
                )
        except NoSuchCase:
            raise web.HTTPNotFound from None
        raise web.HTTPSeeOther(f"/console/cases/{case.number}?done=draft#done")

    # ------------------------------------------------------------ private

    async def _written(self, text: str, entry_id: str, login: Login) -> str:
        try:
            candidate = await self._bench.candidate(lambda source: source.with_variant(entry_id, text))
            await self._bench.put_live(candidate, login, f"未答问题加为 {entry_id} 的问法")
        except FaqFaults as faults:
            return f"没有写入。{faults}"
        except (CannotEdit, PublishRefused, OSError) as error:
            return f"没有写入。{error}"
        return ""

    async def _settled(
        self, fields: Fields, fate: Fate, login: Login, entry_id: str | None = None
    ) -> web.StreamResponse:
        async with self._bench.parts.works.writing() as work:
            await work.misses.mark(
                _keys(fields), fate, by=login.member.name, now=datetime.now(UTC), entry_id=entry_id
            )
        raise web.HTTPSeeOther(f"/console/faq/misses?days={_days(fields)}&done={fate.value}")

    def _entry_trouble(self, entry_id: str) -> str:
        known = entry_id in self._bench.parts.knowledge.faq.by_id
        return "" if known else "请先选一个条目，或写对条目编号。"

    async def _show(
        self, login: Login, days: str, *, status: int = 200, done: str = "", trouble: str = ""
    ) -> web.Response:
        since = datetime.now(UTC) - timedelta(days=int(days))
        async with self._bench.parts.works.reading() as work:
            asked, marks = await work.misses.asked_since(since), await work.misses.marks()
        # Thousands of texts are compared and matched: not on the loop that answers citizens.
        misses = await asyncio.to_thread(find_misses, asked)
        clusters = await asyncio.to_thread(cluster, misses, marks)
        rows = await asyncio.to_thread(lambda: [self._row(one) for one in clusters[:_MOST_CLUSTERS]])
        return self._bench.parts.show(
            "workbench/misses.html",
            login,
            status=status,
            days=days,
            spans=_SPANS,
            asked=len(asked),
            missed=len(misses),
            count=len(clusters),
            clusters=rows,
            done=f"已记下：{FATE_NAMES[Fate(done)]}。" if done in set(Fate) else "",
            trouble=trouble,
            least=LEAST_SHOWN,
        )

    def _row(self, one: Cluster) -> dict[str, Any]:
        shown = [masked(text) for text in one.texts[:_MOST_TEXTS]]
        return {
            "count": len(one.misses),
            "kinds": [(WHY_NAMES[why], one.count(why)) for why in Why if one.count(why)],
            "texts": shown,
            "more": len(one.texts) - len(shown),
            "members": ",".join(one.keys[:400]),
            "given": self._bench.entry_name(one.entry_id) if one.entry_id else "",
            "weeks": [(f"{day:%m月%d日}起", count) for day, count in one.by_week()],
            "districts": [(self._district(code), count) for code, count in one.by_district()],
            "offers": self._offers(one),
        }

    def _offers(self, one: Cluster) -> list[tuple[str, str]]:
        match = self._bench.parts.knowledge.matcher.match(one.texts[0], _OFFERED)
        return [
            (candidate.entry_id, self._bench.entry_name(candidate.entry_id)) for candidate in match.candidates
        ]

    def _district(self, code: str) -> str:
        division = self._bench.parts.stations().gazetteer.get(code) if code else None
        return division.name if division else (code or "没说地方")


def _days(fields: Any) -> str:
    days = str(fields.get("days", "30"))
    return days if days in _SPANS else "30"


def _keys(fields: Fields) -> list[str]:
    return [one for one in fields.get("keys", "").split(",") if len(one) == 16 and one.isalnum()]
