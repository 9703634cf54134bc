"""Overdue cases, and stations that do not answer: what the city and the stations look at every morning."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from bot.handlers.console.masking import masked
from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login
from bot.handlers.console.states import STAFF_STATE_NAMES
from bot.handlers.wording.clock import describe_left, describe_staff_due

_EXCERPT = 60


class ClockPage:
    """One page: overdue cases of my stations; for those who look after many, the silent ones as well."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        return [web.get("/console/clocks", self._parts.staff_only(self.page))]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """As things are now."""
        now = datetime.now(UTC)
        async with self._parts.works.reading() as work:
            overdue = await work.cases.overdue(login.stations, now)
            silent = await work.pulses.silent() if login.sees_many else {}
        rows = [
            (
                case,
                STAFF_STATE_NAMES[case.state],
                describe_staff_due(case.clock),
                describe_left(case.clock, self._parts.desk.working_time(case.station_id), now),
                masked(case.question)[:_EXCERPT] if login.reads_words else "",
            )
            for case in overdue
        ]
        stations = [
            (self._parts.station_name(one), since)
            for one, since in sorted(silent.items())
            if login.may_see(one)
        ]
        return self._parts.show("clocks.html", login, rows=rows, silent=stations)
