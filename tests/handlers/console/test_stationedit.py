"""A station's page is corrected by those who may; citizens read the new facts at once; every change is kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import Refer
from bot.desk import Role
from bot.handlers.wording.place import describe_refer
from bot.referral.directory import Serving
from bot.referral.opening import opening_of
from bot.referral.station_edit import edited
from tests.handlers.site import GUANSHANG, Site, Visitor

ALWAYS = "每天 0:00-24:00"


@pytest.fixture
async def lead(any_site: Site) -> AsyncIterator[Visitor]:
    async with any_site.browser() as visitor:
        await visitor.join(await any_site.invitation("孙主任", Role.LEAD, any_site.station_id))
        yield visitor


def shown_before(html: str) -> dict[str, str]:
    """The hidden fields that say what the form showed."""
    return dict(re.findall(r'name="(was_\w+)" value="([^"]*)"', html))


async def edit(visitor: Visitor, station_id: str, **fields: str) -> tuple[int, str]:
    """Fill in the form as it is shown, with changes, and send it."""
    page = f"/console/station?station={station_id}"
    _, html = await visitor.page(page)
    was = shown_before(html)
    lat, _, lon = was.get("was_point", "").partition(",")
    plain = {name: was.get(f"was_{name}", "") for name in ("hours", "phone", "duty_phone", "topics")}
    return await visitor.submit(
        page, f"/console/station/{station_id}/edit", **{**was, **plain, "lat": lat, "lon": lon, **fields}
    )


def card(site: Site) -> str:
    """The citizen's card of the station as the service has it now."""
    station = site.stations().get(site.station_id)
    assert station is not None
    opening = opening_of(station.hours, datetime.now(UTC))
    return describe_refer(Refer(Serving(station, None, "", opening=opening), "station")).text


async def test_the_lead_corrects_the_station_and_the_citizen_reads_it_at_once(
    any_site: Site, lead: Visitor
) -> None:
    status, html = await edit(
        lead,
        any_site.station_id,
        hours=ALWAYS,
        phone="0871-67173319",
        duty_phone="13888888888",
        domain_property="1",
        lat="25.0123",
        lon="102.7456",
    )
    assert (status, "已保存" in html) == (200, True)
    told = card(any_site)
    for words in ("电话：0871-67173319", "值班电话：13888888888", f"时间：{ALWAYS}", "现在开门"):
        assert words in told, words
    station = any_site.stations().get(any_site.station_id)
    assert station is not None
    assert (station.lat, station.lon, station.topics) == (25.0123, 102.7456, frozenset({"property"}))
    assert not station.takes("safety-injury-basic")
    _, html = await lead.page("/console/station")
    assert f"孙主任　开放时间：（空） → {ALWAYS}" in html
    assert "孙主任　坐标：（空） → 25.0123,102.7456" in html


async def test_another_process_takes_it_up_by_the_stamp(any_site: Site, lead: Visitor) -> None:
    async with any_site.works.reading() as work:
        stamp = await work.station_edits.stamp()
    await edit(lead, any_site.station_id, hours=ALWAYS)
    async with any_site.works.reading() as work:
        assert await work.station_edits.stamp() != stamp
        found = edited(any_site.directory.stations, await work.station_edits.values())
    theirs = next(one for one in found if one.id == any_site.station_id)
    assert theirs.hours is not None
    assert theirs.hours.text == ALWAYS


async def test_faults_are_said_and_what_was_typed_stays(any_site: Site, lead: Visitor) -> None:
    status, html = await edit(lead, any_site.station_id, hours="有空就来", phone="老王", lat="25")
    assert status == 409
    for words in (
        "开放时间：看不懂",
        "“老王”不像电话号码",
        "坐标只写了一半",
        'value="有空就来"',
        'value="老王"',
    ):
        assert words in html, words
    async with any_site.works.reading() as work:
        assert await work.station_edits.all() == []


async def test_a_field_can_be_cleared_and_an_unchanged_form_changes_nothing(
    any_site: Site, lead: Visitor
) -> None:
    await edit(lead, any_site.station_id, phone="12348")
    assert "没有改动" in (await edit(lead, any_site.station_id))[1]
    await edit(lead, any_site.station_id, phone="")
    async with any_site.works.reading() as work:
        history = await work.station_edits.history(any_site.station_id)
    assert [(one.before, one.after) for one in history] == [("12348", ""), ("", "12348")]
    assert "电话：" not in card(any_site)


async def test_two_who_edit_at_once_do_not_undo_each_other(any_site: Site, lead: Visitor) -> None:
    _, html = await lead.page("/console/station")
    stale = shown_before(html)
    await edit(lead, any_site.station_id, phone="12348")
    page, action = "/console/station", f"/console/station/{any_site.station_id}/edit"
    other = {"phone": "", "duty_phone": "", "topics": "", "lat": "", "lon": "", **stale}
    status, _ = await lead.submit(page, action, **{**other, "hours": ALWAYS})
    assert status == 200
    station = any_site.stations().get(any_site.station_id)
    assert station is not None
    assert (station.phone, station.hours and station.hours.text) == ("12348", ALWAYS)
    status, html = await lead.submit(page, action, **{**other, "hours": "", "phone": "110"})
    assert (status, "同事刚改成“12348”" in html) == (409, True)


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        (Role.STATION, GUANSHANG, 403),
        (Role.LEAD, GUANSHANG, 200),
        (Role.LEAD, "太和街道公共法律服务站", 404),
        (Role.LEAD, "官渡区公共法律服务中心", 404),
        (Role.DISTRICT, "官渡区公共法律服务中心", 200),
        (Role.DISTRICT, "五华区公共法律服务中心", 404),
        (Role.CITY, "", 200),
        (Role.ADMIN, "", 200),
        (Role.AUDITOR, "", 403),
        (Role.EDITOR, "", 404),
    ],
)
async def test_who_may(site: Site, role: Role, at: str, status: int) -> None:
    home = next((one.id for one in site.directory.stations if one.name == at), None)
    async with site.browser() as visitor:
        await visitor.join(await site.invitation("某人", role, home))
        for form in ({"hours": ALWAYS}, {"staff": "999", "weekday_0": "1"}):
            act = "edit" if "hours" in form else "duty"
            found, _ = await visitor.submit(
                "/console/faq", f"/console/station/{site.station_id}/{act}", **form
            )
            # Nobody of this number serves there: who may is told so.
            assert found == (status if act == "edit" or status != 200 else 409), act
        station = site.stations().get(site.station_id)
        assert station is not None
        assert (station.hours is not None) == (status == 200)


async def test_duty_is_set_shown_on_the_queue_and_the_case_and_taken_back(
    any_site: Site, lead: Visitor
) -> None:
    member = await any_site.member("王调解", Role.STATION, any_site.station_id)
    elsewhere = await any_site.member("外站的", Role.STATION, "S530102")
    today = datetime.now(UTC) + timedelta(hours=8)
    page, action = "/console/station", f"/console/station/{any_site.station_id}/duty"
    status, html = await lead.submit(page, action, staff=str(elsewhere.id), weekday_0="1")
    assert (status, "请选一位本站的人" in html) == (409, True)
    status, html = await lead.submit(page, action, staff=str(member.id))
    assert (status, "没有选星期几" in html) == (409, True)
    for _ in range(2):
        status, html = await lead.submit(page, action, staff=str(member.id), first_on=f"{today:%Y-%m-%d}")
        assert (status, f"{today:%Y-%m-%d} 当天" in html) == (200, True)
    assert "今天值班：王调解" in html
    assert html.count('的值班">取消') == 1
    assert "今天值班：王调解" in (await lead.page("/console"))[1]
    number = (await any_site.open_case()).number
    assert "<dt>今天值班</dt><dd>王调解</dd>" in (await lead.page(f"/console/cases/{number}"))[1]
    ending = re.search(rf"{action}/\d+/end", html)
    assert ending
    status, html = await lead.submit(page, ending[0])
    assert (status, "今天值班：没有排" in html) == (200, True)
    assert "孙主任　值班：（空） → 王调解" in html
    assert "当天 → （空）" in html
