"""The queue: the cases of my stations, by what has to be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from aiohttp import web

from bot.handlers.console.masking import masked
from bot.handlers.console.pagekit import Parts
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.queue_sheet import sheet
from bot.handlers.console.rota import on_duty_today
from bot.handlers.console.search_words import search_words
from bot.handlers.console.session import Login
from bot.handlers.console.states import STAFF_STATE_NAMES
from bot.handlers.wording.clock import describe_left, is_late
from bot.referral.case import Case, CaseState
from bot.referral.directory import Directory

GROUPS: dict[str, tuple[str, tuple[CaseState, ...]]] = {
    "new": (
        "待接单",
        (CaseState.OPEN, CaseState.TRANSFERRED, CaseState.ESCALATED, CaseState.REOPENED),
    ),
    "working": ("办理中", (CaseState.CLAIMED,)),
    "waiting": ("等群众", (CaseState.WAITING_CITIZEN,)),
    "done": ("已办结", (CaseState.CLOSED, CaseState.WITHDRAWN)),
}
_DONE = {"transfer": "已转办。", "escalate": "已上报。"}
_EXCERPT = 80
_SEARCH_LIMIT = 60
_MOST_SHOWN = 200
_MOST_IN_A_SHEET = 5000


@dataclass(frozen=True)
class Wish:
    """Which cases are wanted; with `search` those of every state. `station_id` is empty for all of mine."""

    group: str
    search: str
    station_id: str

    @classmethod
    def read(cls, query: Mapping[str, str], login: Login) -> Wish:
        """What the address asks for; what it may not ask for is left out."""
        group, station_id = query.get("group", "new"), query.get("station", "")
        search = query.get("q", "").replace("\x00", "").strip()[:_SEARCH_LIMIT]
        is_mine = bool(station_id) and login.may_see(station_id)
        return cls(group if group in GROUPS else "new", search, station_id if is_mine else "")

    def stations(self, login: Login) -> tuple[str, ...] | None:
        """The stations to look at; None for all."""
        return (self.station_id,) if self.station_id else login.stations

    async def found(self, work: ConsoleWork, login: Login, directory: Directory, limit: int) -> list[Case]:
        """The cases, the last changed first. Who may not read words does not search in them either."""
        if not self.search:
            return await work.cases.of_stations(self.stations(login), GROUPS[self.group][1], limit)
        words = search_words(directory, self.search)
        return await work.search.find(self.stations(login), (), words, limit, in_words=login.reads_words)

    def address(self, **changed: str) -> str:
        """The query of an address that asks for this, with changes."""
        asked = {"group": self.group, "q": self.search, "station": self.station_id, **changed}
        return urlencode({name: value for name, value in asked.items() if value})


class Queue:
    """The first page of the console."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get("/console", staff_only(self.page)),
            web.get("/console/queue.csv", staff_only(self.export)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The cases of one group, or those that hold the searched words in any group."""
        wish, now = Wish.read(request.query, login), datetime.now(UTC)
        async with self._parts.works.reading() as work:
            found = await wish.found(work, login, self._parts.stations(), _MOST_SHOWN + 1)
            counts = await work.cases.counts(wish.stations(login))
            running = await work.figures.by_station(login.stations) if login.sees_many else {}
            names = await work.staff.names()
            on_duty = await on_duty_today(work, login, now)
        return self._parts.show(
            "queue.html",
            login,
            rows=[self._row(case, names, login, now) for case in found[:_MOST_SHOWN]],
            on_duty=on_duty,
            tabs=_tabs(wish, counts),
            stations=self._choices(running, wish),
            wish=wish,
            done=_DONE.get(request.query.get("done", ""), ""),
            is_cut=len(found) > _MOST_SHOWN,
            most=_MOST_SHOWN,
        )

    async def export(self, request: web.Request, login: Login) -> web.Response:
        """The same cases as a sheet that a spreadsheet program opens."""
        wish, now = Wish.read(request.query, login), datetime.now(UTC)
        async with self._parts.works.reading() as work:
            found = await wish.found(work, login, self._parts.stations(), _MOST_IN_A_SHEET + 1)
            names = await work.staff.names()
        return web.Response(
            body=sheet(
                found[:_MOST_IN_A_SHEET],
                names,
                lambda one: self._left(one, now),
                reads_words=login.reads_words,
                is_cut=len(found) > _MOST_IN_A_SHEET,
            ),
            content_type="text/csv",
            charset="utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="cases.csv"',
                "Cache-Control": "no-store",
            },
        )

    def _choices(self, running: Mapping[str, int], wish: Wish) -> list[tuple[str, str, int]]:
        """The stations that ever had a case, by name, with how many run there."""
        chosen = {wish.station_id: 0} if wish.station_id else {}
        rows = [(one, self._parts.station_name(one), count) for one, count in {**chosen, **running}.items()]
        return sorted(rows, key=lambda row: row[1])

    def _row(self, case: Case, names: Mapping[int, str], login: Login, now: datetime) -> dict[str, object]:
        return {
            "case": case,
            "state": STAFF_STATE_NAMES[case.state],
            "question": masked(case.question)[:_EXCERPT] if login.reads_words else "",
            "holder": names.get(case.claimed_by, "") if case.claimed_by else "",
            "left": self._left(case, now),
            "is_late": is_late(case.clock, now),
        }

    def _left(self, case: Case, now: datetime) -> str:
        return describe_left(case.clock, self._parts.desk.working_time(case.station_id), now)


def _tabs(wish: Wish, counts: Mapping[CaseState, int]) -> list[tuple[str, str, int, str]]:
    return [
        (key, name, sum(counts.get(state, 0) for state in states), wish.address(group=key, q=""))
        for key, (name, states) in GROUPS.items()
    ]
