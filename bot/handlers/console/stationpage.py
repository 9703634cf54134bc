"""A station's own page: what the directory says of it, who serves there, in which chats, and its figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.handlers.console.pagekit import ROLE_NAMES, Parts
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.handlers.console.stations import StationSearch, search_stations, typed_station
from bot.handlers.wording.clock import describe_moment
from bot.referral.opening import Opening, opening_of
from bot.referral.station import Station
from bot.referral.workdays import LOCAL_ZONE


class StationPage:
    """The page of my station, or of one that I look after."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its address."""
        return [web.get("/console/station", self._parts.staff_only(self.page))]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """As things are now; who looks after many stations searches one."""
        if login.stations == ():
            raise web.HTTPForbidden(text="您的角色不看站点。")
        typed = typed_station(request.query) or login.member.station_id or ""
        search = _within(search_stations(self._parts.stations(), typed), login)
        shown: dict[str, Any] = {"station": None}
        if search.one is not None:
            async with self._parts.works.reading() as work:
                shown = await self._read(work, search.one, datetime.now(UTC))
        trouble = search.trouble if typed else ""
        return self._parts.show("station.html", login, search=search, trouble=trouble, **shown)

    async def _read(self, work: ConsoleWork, station: Station, now: datetime) -> dict[str, Any]:
        only = (station.id,)
        month = now.astimezone(LOCAL_ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        serving = [one for one in await work.staff.everyone() if one.station_id == station.id]
        parent = self._parts.stations().parent(station)
        return {
            "station": station,
            "parent": parent.name if parent else "",
            "now_open": _now(opening_of(station.hours, now)),
            "people": [
                (one.name, ROLE_NAMES[one.role], await work.staff.telegram_of(one.id) is not None)
                for one in serving
            ],
            "chats": await work.staff.chats_of(station.id),
            "running": await work.figures.running(only),
            "overdue": await work.figures.overdue(only, now),
            "closed": await work.figures.closed_since(only, month.astimezone(UTC)),
            "silent_since": (await work.pulses.silent()).get(station.id),
        }


def _within(search: StationSearch, login: Login) -> StationSearch:
    mine = tuple(one for one in search.found if login.may_see(one.id))
    return StationSearch(search.typed, mine, search.more if login.stations is None else 0)


def _now(opening: Opening) -> str:
    match opening.state:
        case "open":
            return f"开门，到 {opening.until:%H:%M}" if opening.until else "开门"
        case "closed":
            return f"没开门，{describe_moment(opening.next_at)} 开门" if opening.next_at else "没开门"
        case "calendar_unknown":
            return f"{opening.year} 年的放假安排还没公布，说不准"
        case _:
            return "目录里没有登记开放时间"
