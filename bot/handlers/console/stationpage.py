"""A station's own page: what is known of it, who serves there and is on duty, its chats, figures and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.handlers.console.pagekit import ROLE_NAMES, Parts
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.rota import on_duty_today
from bot.handlers.console.session import Login
from bot.handlers.console.station_form import DOMAIN_NAMES, form_of, may_edit
from bot.handlers.console.stations import StationSearch, search_stations, typed_station
from bot.handlers.wording.clock import describe_moment
from bot.referral.opening import Opening, opening_of
from bot.referral.station import Station
from bot.referral.station_edit import FIELD_NAMES, StationChange
from bot.referral.workdays import LOCAL_ZONE

_DONE = {
    "edit": "已保存，群众现在看到的就是新的。",
    "same": "没有改动。",
    "duty": "值班已排好。",
    "ended": "这条值班已取消。",
}


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
        if search.one is None:
            trouble = search.trouble if typed else ""
            return self._parts.show("station.html", login, search=search, trouble=trouble, station=None)
        return await self.show(login, search.one, done=_DONE.get(request.query.get("done", ""), ""))

    async def show(
        self,
        login: Login,
        station: Station,
        *,
        status: int = 200,
        done: str = "",
        faults: tuple[str, ...] = (),
        tried: Mapping[str, str] | None = None,
    ) -> web.Response:
        """The page of one station; with `faults` what was tried stands in the form again."""
        station = self._parts.stations().get(station.id) or station
        async with self._parts.works.reading() as work:
            shown = await self._read(work, station, login, datetime.now(UTC))
        return self._parts.show(
            "station.html",
            login,
            status=status,
            search=StationSearch(station.name, (station,)),
            trouble="",
            done=done,
            faults=faults,
            tried=tried or {},
            form=form_of(station, tried or {}),
            may_edit=may_edit(login, station.id),
            weekdays=list(enumerate("一二三四五六日")),
            **shown,
        )

    async def _read(self, work: ConsoleWork, station: Station, login: Login, now: datetime) -> dict[str, Any]:
        only, today = (station.id,), now.astimezone(LOCAL_ZONE).date()
        month = now.astimezone(LOCAL_ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        serving = [one for one in await work.staff.everyone() if one.station_id == station.id]
        names = await work.staff.names()
        parent = self._parts.stations().parent(station)
        return {
            "station": station,
            "parent": parent.name if parent else "",
            "now_open": _now(opening_of(station.hours, now)),
            "takes": self._takes(station),
            "people": [
                (one, ROLE_NAMES[one.role], await work.staff.telegram_of(one.id) is not None)
                for one in serving
            ],
            "on_duty": await on_duty_today(work, login, now, station.id),
            "shifts": [
                (one.id, names.get(one.staff_id, ""), one.describe())
                for one in await work.duty.shifts(station.id)
                if not one.is_past(today)
            ],
            "history": [_line(one, names) for one in await work.station_edits.history(station.id)],
            "chats": await work.staff.chats_of(station.id),
            "running": await work.figures.running(only),
            "overdue": await work.figures.overdue(only, now),
            "closed": await work.figures.closed_since(only, month.astimezone(UTC)),
            "silent_since": (await work.pulses.silent()).get(station.id),
        }

    def _takes(self, station: Station) -> str:
        known = self._parts.knowledge.faq.by_id
        names = [
            DOMAIN_NAMES.get(one) or (known[one].question if one in known else one)
            for one in sorted(station.topics)
        ]
        return "；".join(names) or "都受理"


def _line(change: StationChange, names: Mapping[int, str]) -> dict[str, Any]:
    kind, _, staff_id = change.actor.partition(":")
    who = names.get(int(staff_id), "工作人员") if kind == "staff" and staff_id.isdigit() else "导入名录"
    field = FIELD_NAMES.get(change.field, "值班")
    before, after = (
        _topics_named(text) if change.field == "topics" else text for text in (change.before, change.after)
    )
    return {"at": change.at, "who": who, "field": field, "before": before, "after": after}


def _topics_named(text: str) -> str:
    return "；".join(DOMAIN_NAMES.get(one, one) for one in text.split(";"))


def _within(search: StationSearch, login: Login) -> StationSearch:
    mine = tuple(one for one in search.found if login.may_see(one.id))
    return replace(search, found=mine, more=search.more if login.stations is None else 0)


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
