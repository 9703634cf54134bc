"""Administrators invite and dismiss; nobody else does."""

import re

import pytest

from bot.desk import Role
from tests.handlers.site import Site, Visitor


async def test_an_invitation_is_shown_once_and_lets_its_person_in(site: Site, admin: Visitor) -> None:
    status, page = await admin.submit(
        "/console/staff", "/console/staff/invite", name="孙调解", role="station", station="关上街道"
    )
    assert status == 200
    code = re.search(r"/console/join/([\w-]+)", page)
    assert code
    async with site.browser() as newcomer:
        await newcomer.join(code[1])
        assert "孙调解（站点工作人员 · 关上街道公共法律服务站）" in (await newcomer.page("/console"))[1]
    assert "孙调解" in (await admin.page("/console/staff"))[1]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "", "role": "city"}, "请写姓名"),
        ({"name": "孙", "role": "king"}, "请选角色"),
        ({"name": "孙", "role": "station", "station": "街道"}, "请选一个"),
        ({"name": "孙", "role": "station"}, "请写站点"),
        ({"name": "管理员", "role": "admin"}, "已经有这个人了"),
    ],
)
async def test_a_faulty_invitation_is_said(admin: Visitor, fields: dict[str, str], why: str) -> None:
    status, page = await admin.submit("/console/staff", "/console/staff/invite", **fields)
    assert (status, why in page) == (409, True)


async def test_station_staff_manage_nobody(site: Site, mediator: Visitor) -> None:
    member = await site.member("别人", Role.STATION, site.station_id)
    assert (await mediator.page("/console/staff"))[0] == 403
    for action in ("invite", f"{member.id}/dismiss", f"{member.id}/link"):
        status, _ = await mediator.submit("/console", f"/console/staff/{action}", name="x", role="admin")
        assert status == 403


async def test_city_staff_make_no_administrator(site: Site, admin: Visitor) -> None:
    async with site.works.reading() as work:
        administrator = (await work.staff.everyone())[0]
    async with site.browser() as city:
        await city.join(await site.invitation("市局", Role.CITY))
        invited = await city.submit("/console/staff", "/console/staff/invite", name="x", role="admin")
        assert invited[0] == 409
        for act in ("link", "dismiss"):
            assert (await city.submit("/console/staff", f"/console/staff/{administrator.id}/{act}"))[0] == 403


async def test_who_is_dismissed_is_out_at_once_and_their_cases_go_back(
    site: Site, admin: Visitor, mediator: Visitor
) -> None:
    number = (await site.open_case()).number
    await mediator.act(number, "claim")
    unused = await site.invitation("王调解", Role.STATION, site.station_id)
    async with site.works.reading() as work:
        member = next(one for one in await work.staff.everyone() if one.name == "王调解")
    await admin.submit("/console/staff", f"/console/staff/{member.id}/dismiss")
    assert (await mediator.page("/console"))[0] == 401
    assert await site.state(number) == "open"
    assert (await mediator.page(f"/console/join/{unused}"))[0] == 410


async def test_nobody_dismisses_themselves(site: Site, admin: Visitor) -> None:
    async with site.works.reading() as work:
        administrator = (await work.staff.everyone())[0]
    status, page = await admin.submit("/console/staff", f"/console/staff/{administrator.id}/dismiss")
    assert (status, "不能停用自己" in page) == (409, True)


async def test_everybody_makes_a_link_for_their_own_next_login(site: Site, mediator: Visitor) -> None:
    _, page = await mediator.submit("/console", "/console/me/link")
    code = re.search(r"/console/join/([\w-]+)", page)
    assert code
    async with site.browser() as phone:
        await phone.join(code[1])
        assert "王调解" in (await phone.page("/console"))[1]


async def test_district_staff_are_of_a_county(site: Site, admin: Visitor) -> None:
    fields = {"name": "区局", "role": "district"}
    refused = await admin.submit(
        "/console/staff", "/console/staff/invite", **fields, station="关上街道公共法律服务站"
    )
    assert (refused[0], "区县人员的站点请填" in refused[1]) == (409, True)
    status, _ = await admin.submit(
        "/console/staff", "/console/staff/invite", **fields, station="官渡区公共法律服务中心"
    )
    assert status == 200
