"""The queue: the cases of my stations, by what has to be done with them."""

from __future__ import annotations

from aiohttp import web

from bot.handlers.console.masking import masked
from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login
from bot.referral.case import CaseState

GROUPS: dict[str, tuple[str, tuple[CaseState, ...]]] = {
    "new": (
        "待接单",
        (CaseState.OPEN, CaseState.TRANSFERRED, CaseState.ESCALATED, CaseState.REOPENED),
    ),
    "working": ("办理中", (CaseState.CLAIMED,)),
    "waiting": ("等群众", (CaseState.WAITING_CITIZEN,)),
    "done": ("已办结", (CaseState.CLOSED, CaseState.WITHDRAWN)),
}
STAFF_STATE_NAMES = {
    CaseState.OPEN: "待接单",
    CaseState.CLAIMED: "办理中",
    CaseState.WAITING_CITIZEN: "等群众补充",
    CaseState.TRANSFERRED: "转办来，待接单",
    CaseState.ESCALATED: "上报来，待接单",
    CaseState.CLOSED: "已办结",
    CaseState.REOPENED: "群众重开，待接单",
    CaseState.WITHDRAWN: "群众已撤回",
}
_DONE = {"transfer": "已转办。", "escalate": "已上报。"}
_EXCERPT = 80
_SEARCH_LIMIT = 60
_MOST_SHOWN = 200


class Queue:
    """The first page of the console."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        return [web.get("/console", self._parts.staff_only(self.page))]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The cases of one group, or those that hold the searched words in any group."""
        group = request.query.get("group", "new")
        group = group if group in GROUPS else "new"
        search = request.query.get("q", "").replace("\x00", "").strip()[:_SEARCH_LIMIT]
        states = () if search else GROUPS[group][1]
        async with self._parts.works.reading() as work:
            found = await work.cases.of_stations(login.stations, states, search, _MOST_SHOWN + 1)
            counts = await work.cases.counts(login.stations)
            names = await work.staff.names()
        rows = [
            {
                "case": case,
                "state": STAFF_STATE_NAMES[case.state],
                "question": masked(case.question)[:_EXCERPT],
                "holder": names.get(case.claimed_by, "") if case.claimed_by else "",
            }
            for case in found[:_MOST_SHOWN]
        ]
        tabs = [
            (key, name, sum(counts.get(state, 0) for state in states_))
            for key, (name, states_) in GROUPS.items()
        ]
        return self._parts.show(
            "queue.html",
            login,
            rows=rows,
            tabs=tabs,
            group=group,
            search=search,
            done=_DONE.get(request.query.get("done", ""), ""),
            is_cut=len(found) > _MOST_SHOWN,
            most=_MOST_SHOWN,
        )
