"""Staff correct their station: hours, phones, topics, point, and who is on duty; every change is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web

from bot.handlers.console.pagekit import Fields, Parts, read_fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.handlers.console.station_form import may_edit
from bot.handlers.console.stationpage import StationPage
from bot.referral.duty import Shift, ShiftRefused, read_shift
from bot.referral.station import DOMAINS, Station
from bot.referral.station_edit import (
    FIELD_NAMES,
    EditRefused,
    StationChange,
    applied,
    read_values,
    value_of,
)
from bot.referral.workdays import LOCAL_ZONE

_ID = r"{station:[\w.:-]{1,32}}"


class StationEditing:
    """The forms of a station's page."""

    def __init__(self, parts: Parts, page: StationPage) -> None:
        self._parts = parts
        self._page = page

    def routes(self) -> list[web.RouteDef]:
        """Their addresses."""
        staff_only = self._parts.staff_only
        return [
            web.post(f"/console/station/{_ID}/edit", staff_only(self.edit)),
            web.post(f"/console/station/{_ID}/duty", staff_only(self.add_duty)),
            web.post(rf"/console/station/{_ID}/duty/{{shift:\d{{1,12}}}}/end", staff_only(self.end_duty)),
        ]

    async def edit(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Set what was changed in the form; a value that a colleague changed meanwhile is not lost."""
        station, fields, now = self._mine(request, login), await read_fields(request), datetime.now(UTC)
        try:
            typed = read_values(_typed(fields), self._parts.knowledge.faq.by_id)
            async with self._parts.works.writing() as work:
                present = applied(station, await work.station_edits.of(station.id))
                changed = _changed(present, typed, fields)
                before = {field: value_of(present, field) for field in changed}
                await work.station_edits.put(station.id, before, changed, login.member.id, now)
        except EditRefused as refused:
            return await self._page.show(login, station, status=409, faults=refused.faults, tried=fields)
        self._parts.stations.take(applied(present, changed))
        raise web.HTTPSeeOther(f"/console/station?station={station.id}&done={'edit' if changed else 'same'}")

    async def add_duty(self, request: web.Request, login: Login) -> web.StreamResponse:
        """One more shift of somebody who serves there."""
        station, fields, now = self._mine(request, login), await read_fields(request), datetime.now(UTC)
        try:
            async with self._parts.works.writing() as work:
                await self._add(work, station, fields, login, now)
        except ShiftRefused as refused:
            return await self._page.show(login, station, status=409, faults=(str(refused),), tried=fields)
        raise web.HTTPSeeOther(f"/console/station?station={station.id}&done=duty")

    async def end_duty(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Take a shift away."""
        station, now = self._mine(request, login), datetime.now(UTC)
        async with self._parts.works.writing() as work:
            shift = await work.duty.end(station.id, int(request.match_info["shift"]))
            if shift is not None:
                names = await work.staff.names()
                said = f"{names.get(shift.staff_id, '')} {shift.describe()}"
                change = StationChange("duty", said, "", login.member.actor, now)
                await work.station_edits.note(station.id, change)
        raise web.HTTPSeeOther(f"/console/station?station={station.id}&done=ended")

    # ------------------------------------------------------------ private

    def _mine(self, request: web.Request, login: Login) -> Station:
        station = self._parts.stations().get(request.match_info["station"])
        if station is None or not login.may_see(station.id):
            raise web.HTTPNotFound
        if not may_edit(login, station.id):
            raise web.HTTPForbidden(text="站点信息由站点负责人、区县和市级修改。")
        return station

    async def _add(
        self, work: ConsoleWork, station: Station, fields: Fields, login: Login, now: datetime
    ) -> None:
        number = fields.get("staff", "")
        member = await work.staff.get(int(number)) if number.isdigit() else None
        if member is None or member.station_id != station.id:
            raise ShiftRefused("值班：请选一位本站的人。建议：先请管理员发登录链接，或请他在工作群里办一次单")
        shift = read_shift(member.id, fields, now.astimezone(LOCAL_ZONE).date())
        if any(_is_same(shift, one) for one in await work.duty.shifts(station.id)):
            return
        await work.duty.add(station.id, shift)
        change = StationChange("duty", "", f"{member.name} {shift.describe()}", login.member.actor, now)
        await work.station_edits.note(station.id, change)


def _typed(fields: Fields) -> dict[str, str]:
    domains = [one for one in sorted(DOMAINS) if fields.get(f"domain_{one}")]
    plain = {name: fields.get(name, "") for name in ("hours", "phone", "duty_phone", "lat", "lon")}
    return {**plain, "topics": ";".join([*domains, fields.get("topics", "")])}


def _changed(present: Station, typed: Mapping[str, str], fields: Fields) -> dict[str, str]:
    """The fields that this form changed. Raises EditRefused where a colleague changed the same one since."""
    changed = {
        field: value
        for field, value in typed.items()
        if value != fields.get(f"was_{field}", value_of(present, field))
    }
    faults = [
        f"{FIELD_NAMES[field]}：同事刚改成“{value_of(present, field) or '（空）'}”，没有保存。建议：刷新后再改"
        for field, value in changed.items()
        if value_of(present, field) not in {fields.get(f"was_{field}", value_of(present, field)), value}
    ]
    if faults:
        raise EditRefused(faults)
    return {field: value for field, value in changed.items() if value != value_of(present, field)}


def _is_same(one: Shift, other: Shift) -> bool:
    return (one.staff_id, one.weekdays, one.first_on, one.last_on) == (
        other.staff_id,
        other.weekdays,
        other.first_on,
        other.last_on,
    )
