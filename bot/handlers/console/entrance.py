"""Coming in and going out: a one-time invitation makes a session of twelve hours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from bot.desk import Invitation
from bot.handlers.console.pagekit import ROLE_NAMES, Parts
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login, drop_login, keep_login

PURPOSE: Final = "console"
_CODE = "{code:[A-Za-z0-9_-]{20,64}}"


class Entrance:
    """Joining by invitation, and logging out."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        return [
            web.get(f"/console/join/{_CODE}", self.show),
            web.post(f"/console/join/{_CODE}", self.join),
            web.post("/console/logout", self._parts.staff_only(self.leave)),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Whom the link is for. Looking does not use it up: messengers look at links of their own accord."""
        async with self._parts.works.reading() as work:
            found = await work.staff.peek_invitation(_code(request), PURPOSE, datetime.now(UTC))
        if found is None:
            return self._used_up()
        return self._parts.pages.response(
            "console/join.html",
            name=found.name,
            role=ROLE_NAMES[found.role],
            station=self._parts.station_name(found.station_id) if found.station_id else "",
        )

    async def join(self, request: web.Request) -> web.StreamResponse:
        """Use the link up and begin a session."""
        now = datetime.now(UTC)
        async with self._parts.works.writing() as work:
            invitation = await work.staff.take_invitation(_code(request), PURPOSE, now)
            token = await _admitted(work, invitation, now) if invitation else None
        if token is None:
            return self._used_up()
        response = web.Response(status=303, headers={"Location": "/console"})
        keep_login(response, token, is_https=self._parts.is_https)
        return response

    async def leave(self, _request: web.Request, login: Login) -> web.StreamResponse:
        """End the session."""
        async with self._parts.works.writing() as work:
            await work.staff.log_out(login.token)
        response = self._parts.pages.response("console/login.html")
        drop_login(response)
        return response

    def _used_up(self) -> web.Response:
        sentence = "这个登录链接已经用过或过期了。请向管理员要一个新的。"
        return self._parts.pages.response("failure.html", status=410, sentence=sentence, home="/console")


async def _admitted(work: ConsoleWork, invitation: Invitation, now: datetime) -> str:
    known = await work.staff.named(invitation.name, invitation.role, invitation.station_id)
    member = known or await work.staff.admit(invitation.name, invitation.role, invitation.station_id, now)
    return await work.staff.log_in(member.id, now)


def _code(request: web.Request) -> str:
    return request.match_info["code"]
