"""Published editions, newest first, and the way back to each."""

from __future__ import annotations

from aiohttp import web

from bot.faq.fault import FaqFaults
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import Bench
from bot.handlers.wording.workbench import describe_changes
from bot.publishing import PublishRefused

_MOST_SHOWN = 60


class HistoryPage:
    """The log of editions."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        only = self._bench.editors_only
        return [
            web.get("/console/faq/history", only(self.page)),
            web.post(r"/console/faq/history/{number:\d{1,9}}/rollback", only(self.roll_back)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """Who published what and when."""
        number = request.query.get("done", "")
        done = f"已发布第 {number} 版，两三秒后生效。" if number.isdecimal() else ""
        return await self._show(login, done=done)

    async def roll_back(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Put an edition in place again."""
        number = int(request.match_info["number"])
        async with self._bench.parts.works.reading() as work:
            raw = await work.editions.raw(number)
        if raw is None:
            raise web.HTTPNotFound
        try:
            candidate = await self._bench.candidate_of(raw)
            if candidate.is_same:
                return await self._show(login, status=409, trouble=f"第 {number} 版就是正在用的，没有变化。")
            note = await self._bench.put_live(candidate, login, f"回到第 {number} 版")
        except FaqFaults as faults:
            return await self._show(login, status=409, trouble=f"第 {number} 版过不了现在的检查：{faults}")
        except (PublishRefused, OSError) as refused:
            return await self._show(login, status=409, trouble=str(refused))
        raise web.HTTPSeeOther(f"/console/faq/history?done={note.number}")

    async def _show(
        self, login: Login, *, status: int = 200, done: str = "", trouble: str = ""
    ) -> web.Response:
        async with self._bench.parts.works.reading() as work:
            notes = await work.editions.history(_MOST_SHOWN)
        live_hash = self._bench.parts.knowledge.faq.file_hash
        return self._bench.parts.show(
            "workbench/history.html",
            login,
            status=status,
            done=done,
            trouble=trouble,
            live_hash=live_hash,
            # An edition that was brought back stands in the log twice, and only the later one is in use.
            live_number=max((one.number for one in notes if one.file_hash == live_hash), default=None),
            rows=[{"note": one, "changes": describe_changes(one.changes)} for one in notes],
        )
