"""Messenger chats of a station: a one-time code that links a chat, and the way to unlink it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.desk import Invitation, Role
from bot.handlers.console.pagekit import Parts, read_fields
from bot.handlers.console.session import Login
from bot.handlers.console.stations import StationSearch, search_stations, typed_station
from bot.referral.station import Station


class Chats:
    """The page of a station's chats."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get("/console/chats", staff_only(self.page)),
            web.post("/console/chats/code", staff_only(self.make_code)),
            web.post("/console/chats/unlink", staff_only(self.unlink)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The chats of my station, or of the one searched for."""
        search = self._search(login, typed_station(request.query))
        return await self._show(login, search, trouble=search.trouble if search.typed else "")

    async def make_code(self, request: web.Request, login: Login) -> web.Response:
        """A code to type in the chat, shown once."""
        search = self._search(login, typed_station(await read_fields(request)))
        if search.one is None:
            return await self._show(login, search, status=409, trouble=search.trouble)
        invitation = Invitation("chat", search.one.name[:60], Role.STATION, search.one.id)
        async with self._parts.works.writing() as work:
            code = await work.staff.invite(invitation, datetime.now(UTC))
        return await self._show(login, search, code=code)

    async def unlink(self, request: web.Request, login: Login) -> web.StreamResponse:
        """This chat gets no more cases."""
        chat = (await read_fields(request)).get("chat", "")
        async with self._parts.works.writing() as work:
            station_id = await work.staff.station_of_chat(chat)
            if station_id is None or not _may_see(login, station_id):
                raise web.HTTPNotFound
            await work.staff.unlink_chat(chat)
        raise web.HTTPSeeOther(f"/console/chats?station={station_id}")

    def _search(self, login: Login, typed: str) -> StationSearch:
        # A linked chat reads what citizens write.
        if not login.reads_words:
            raise web.HTTPForbidden
        own = login.member.station_id
        if not login.member.sees_all:
            return search_stations(self._parts.stations(), own or "")
        return search_stations(self._parts.stations(), typed)

    async def _show(
        self, login: Login, search: StationSearch, *, status: int = 200, **values: Any
    ) -> web.Response:
        station: Station | None = search.one
        chats: tuple[str, ...] = ()
        if station is not None:
            async with self._parts.works.reading() as work:
                chats = await work.staff.chats_of(station.id)
        return self._parts.show(
            "chats.html",
            login,
            status=status,
            search=search,
            station=station,
            chats=chats,
            **{"trouble": "", "code": "", **values},
        )


def _may_see(login: Login, station_id: str) -> bool:
    return login.reads_words and (login.member.sees_all or login.member.station_id == station_id)
