"""Staff: invite, list, dismiss; and a link for one's own next login."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.desk import Invitation, Role, StaffMember
from bot.handlers.console.entrance import PURPOSE
from bot.handlers.console.pagekit import ROLE_NAMES, Fields, Parts, read_fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.handlers.console.stations import StationSearch, search_stations, typed_station
from bot.referral.division import Level

_OFFERED = (
    Role.STATION,
    Role.LEAD,
    Role.DISTRICT,
    Role.CITY,
    Role.EDITOR,
    Role.AUDITOR,
    Role.ADMIN,
)
_AT_A_STATION = {Role.STATION, Role.LEAD, Role.DISTRICT}
_NAME_LIMIT = 30


class People:
    """The staff page."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get("/console/staff", staff_only(self.page)),
            web.post("/console/staff/invite", staff_only(self.invite)),
            web.post(r"/console/staff/{id:\d{1,12}}/link", staff_only(self.link)),
            web.post(r"/console/staff/{id:\d{1,12}}/dismiss", staff_only(self.dismiss)),
            web.post("/console/me/link", staff_only(self.own_link)),
        ]

    async def page(self, _request: web.Request, login: Login) -> web.Response:
        """Who is admitted."""
        _require_manager(login)
        return await self._show(login)

    async def invite(self, request: web.Request, login: Login) -> web.Response:
        """A link for somebody new, shown once."""
        _require_manager(login)
        fields = await read_fields(request)
        invitation, search, trouble = self._read(fields, login)
        if invitation is None:
            return await self._show(login, status=409, trouble=trouble, fields=fields, search=search)
        async with self._parts.works.writing() as work:
            known = await work.staff.named(invitation.name, invitation.role, invitation.station_id)
            code = "" if known else await work.staff.invite(invitation, datetime.now(UTC))
        if known:
            trouble = "已经有这个人了。要给他新的登录链接，请在下面列表里点“发登录链接”。"
            return await self._show(login, status=409, trouble=trouble, fields=fields)
        return self._invited(login, invitation, code)

    async def link(self, request: web.Request, login: Login) -> web.Response:
        """A new login link for a member."""
        _require_manager(login)
        async with self._parts.works.writing() as work:
            member = await _member(work, request)
            _require_over(login, member)
            invitation, code = await _login_link(work, member)
        return self._invited(login, invitation, code)

    async def own_link(self, _request: web.Request, login: Login) -> web.Response:
        """A link for one's own next login."""
        async with self._parts.works.writing() as work:
            invitation, code = await _login_link(work, login.member)
        return self._invited(login, invitation, code)

    async def dismiss(self, request: web.Request, login: Login) -> web.StreamResponse:
        """End a member's access; the cases they held go back to their stations."""
        _require_manager(login)
        now = datetime.now(UTC)
        async with self._parts.works.writing() as work:
            member = await _member(work, request)
            _require_over(login, member)
            if member.id != login.member.id:
                held = await work.cases.held_by(member.id)
                leads = {case.id for case in held}
                # Those that are worked under one of them go along with it.
                for case in (one for one in held if one.lead_id not in leads):
                    await self._parts.desk.hand_back(work, login.member, case.number, "经办人离岗", now=now)
                    await self._parts.desk.tell_who_has_it(work, login.member, case.number, now=now)
                await work.staff.dismiss(member.id)
        if member.id == login.member.id:
            return await self._show(login, status=409, trouble="不能停用自己。请让另一位管理员来做。")
        self._parts.wake()
        raise web.HTTPSeeOther("/console/staff")

    def _read(self, fields: Fields, login: Login) -> tuple[Invitation | None, StationSearch, str]:
        name, typed = fields.get("name", ""), typed_station(fields)
        search = search_stations(self._parts.stations(), typed)
        if not name or len(name) > _NAME_LIMIT:
            return None, search, f"请写姓名（最多 {_NAME_LIMIT} 字）。"
        role = next((one for one in _roles(login) if one.value == fields.get("role")), None)
        if role is None:
            return None, search, "请选角色。"
        if role not in _AT_A_STATION:
            return Invitation(PURPOSE, name, role, None), search, ""
        if search.one is None:
            return None, search, search.trouble
        if role is Role.DISTRICT and search.one.level is not Level.COUNTY:
            return None, search, "区县人员的站点请填县（市、区）的公共法律服务中心。"
        return Invitation(PURPOSE, name, role, search.one.id), search, ""

    def _invited(self, login: Login, invitation: Invitation, code: str) -> web.Response:
        return self._parts.show(
            "invited.html",
            login,
            name=invitation.name,
            link=f"{self._parts.settings.address}/console/join/{code}",
        )

    async def _show(self, login: Login, *, status: int = 200, **values: Any) -> web.Response:
        async with self._parts.works.reading() as work:
            everyone = await work.staff.everyone()
        return self._parts.show(
            "staff.html",
            login,
            status=status,
            people=[
                (one, ROLE_NAMES[one.role], self._parts.station_name(one.station_id)) for one in everyone
            ],
            roles=[(role.value, ROLE_NAMES[role]) for role in _roles(login)],
            **{"trouble": "", "fields": {}, "search": StationSearch(), **values},
        )


def _require_manager(login: Login) -> None:
    if not login.may_manage:
        raise web.HTTPForbidden


def _require_over(login: Login, member: StaffMember) -> None:
    if member.role is Role.ADMIN and login.member.role is not Role.ADMIN:
        raise web.HTTPForbidden(text="只有管理员能改动管理员。")


def _roles(login: Login) -> tuple[Role, ...]:
    return tuple(role for role in _OFFERED if role is not Role.ADMIN or login.member.role is Role.ADMIN)


async def _member(work: ConsoleWork, request: web.Request) -> StaffMember:
    member = await work.staff.get(int(request.match_info["id"]))
    if member is None:
        raise web.HTTPNotFound
    return member


async def _login_link(work: ConsoleWork, member: StaffMember) -> tuple[Invitation, str]:
    invitation = Invitation(PURPOSE, member.name, member.role, member.station_id)
    return invitation, await work.staff.invite(invitation, datetime.now(UTC))
