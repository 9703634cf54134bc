"""The queue shows my stations' cases by what has to be done, and finds old ones."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk import Role
from bot.handlers.console import queue
from bot.handlers.console.queue_sheet import harmless
from tests.handlers.site import Site, Visitor


async def test_cases_stand_under_their_state_with_counts(site: Site, mediator: Visitor) -> None:
    new, taken = (await site.open_case()).number, (await site.open_case()).number
    await mediator.act(taken, "claim")
    _, page = await mediator.page("/console")
    assert new in page
    assert taken not in page
    assert "待接单 <b>1</b>" in page
    assert "办理中 <b>1</b>" in page
    assert taken in (await mediator.page("/console?group=working"))[1]


async def test_a_case_is_found_by_its_number_or_its_words_in_any_state(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case("邻居的狗咬人")).number
    await mediator.act(number, "claim")
    for query in (number.lower(), "狗咬"):
        assert number in (await mediator.page(f"/console?q={query}"))[1]
    assert number not in (await mediator.page("/console?q=%25"))[1]


async def test_a_case_is_found_by_its_place_and_not_by_what_is_masked(
    site: Site, mediator: Visitor, admin: Visitor
) -> None:
    number = (await site.open_case("邻居的狗咬人，电话13888888888")).number
    for query in ("官渡区", "关上街道", "关上 狗咬", "530111", site.station_id, "138******88"):
        assert number in (await admin.page(f"/console?q={query}"))[1], query
    for query in ("13888888888", "8888", "五华区", "五华区 狗咬", "530102"):
        assert number not in (await mediator.page(f"/console?q={query}"))[1].split("</form>", 2)[-1], query
        assert f"/console/cases/{number}" not in (await admin.page(f"/console?q={query}"))[1], query


async def test_how_much_working_time_is_left_is_said_in_words(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    for address in ("/console", f"/console/cases/{number}"):
        assert re.search(r'class="left">还剩 \d+ 个工作小时<', (await mediator.page(address))[1]), address
    async with site.works.writing() as work:
        case = await work.cases.get(number)
        assert case is not None
        late = replace(case.clock, due_at=datetime.now(UTC) - timedelta(days=6))
        await work.cases.set_clock(case, late)
    for address in ("/console", f"/console/cases/{number}", "/console/clocks"):
        assert re.search(r'class="left late">已超时 \d+ 个工作小时<', (await mediator.page(address))[1]), (
            address
        )
    assert "已超时" in (await mediator.page("/console/queue.csv"))[1]


async def test_nobody_sees_the_queue_without_a_login(citizen: Visitor) -> None:
    status, page = await citizen.page("/console")
    assert (status, "登录链接" in page) == (401, True)


async def test_district_staff_see_their_county_and_choose_a_station_of_it(site: Site) -> None:
    other = next(one for one in site.directory.stations if one.name.startswith("五华区公共法律"))
    county = next(one for one in site.directory.stations if one.name.startswith("官渡区公共法律"))
    mine, at_county = (await site.open_case()).number, (await site.open_case(station_id=county.id)).number
    elsewhere = (await site.open_case(station_id=other.id)).number
    async with site.browser() as district:
        await district.join(await site.invitation("区局", Role.DISTRICT, county.id))
        _, page = await district.page("/console")
        assert [number in page for number in (mine, at_county, elsewhere)] == [True, True, False]
        _, page = await district.page(f"/console?station={site.station_id}")
        assert [number in page for number in (mine, at_county)] == [True, False]
        assert elsewhere not in (await district.page(f"/console?station={other.id}"))[1]
        assert (await district.page(f"/console/cases/{elsewhere}"))[0] == 404
        assert (await district.act(mine, "claim"))[0] == 200
    assert await site.state(mine) == "claimed"


async def test_an_auditor_sees_moves_and_no_words(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case("邻居的狗咬人")).number
    await mediator.act(number, "reply", text="请带病历来")
    await mediator.act(number, "close", text="已经赔了")
    async with site.browser() as auditor:
        await auditor.join(await site.invitation("审计员", Role.AUDITOR))
        addresses = ("/console?group=done", f"/console/cases/{number}", "/console/queue.csv?group=done")
        shown = [await auditor.page(address) for address in addresses]
        assert all(status == 200 and number in page for status, page in shown)
        assert not [word for word in ("狗", "病历", "赔了") for _, page in shown if word in page]
        assert "王调解 接单" in shown[1][1]
        assert number not in (await auditor.page("/console?q=狗咬"))[1]
        for act in ("claim", "reply", "reveal"):
            status, _ = await auditor.submit("/console", f"/console/cases/{number}/{act}", text="x")
            assert status == 404, act


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\u3000＝1", "'\u3000＝1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("物业=坏", "物业=坏"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown


async def test_the_shown_cases_come_as_a_sheet_without_numbers_or_formulas(
    site: Site, mediator: Visitor, stranger: Visitor
) -> None:
    number = (await site.open_case('=HYPERLINK("http://x") 电话 13888888888')).number
    async with mediator.session.get("/console/queue.csv") as response:
        body = await response.read()
    assert body.startswith("\ufeff工单号".encode())
    (row,) = csv.DictReader(body.decode("utf-8-sig").splitlines())
    assert row["工单号"] == number
    assert row["问题（号码已遮盖）"].startswith("'=HYPERLINK")
    assert "13888888888" not in body.decode()
    assert number not in (await stranger.page("/console/queue.csv"))[1]


async def test_a_sheet_that_is_cut_says_so(
    site: Site, mediator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_MOST_IN_A_SHEET", 2)
    for shown, is_cut in ((2, False), (3, True)):
        while len(await _numbers(site)) < shown:
            await site.open_case()
        page = (await mediator.page("/console/queue.csv"))[1]
        assert page.count("KM") == 2
        assert ("没有列完" in page) is is_cut


async def _numbers(site: Site) -> list[str]:
    async with site.works.reading() as work:
        return [case.number for case in await work.cases.of_stations(None)]
