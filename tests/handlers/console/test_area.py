"""District staff see, search, export and notify their own county only, whatever address they type."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Role
from bot.handlers.console import news
from tests.handlers.console.test_news import next_event
from tests.handlers.site import Site, Visitor

FORM = {"text": "请检查燃气软管", "topic_safety": "1", "when": "立即"}


def county(site: Site, name: str) -> str:
    return next(one.id for one in site.directory.stations if one.name.startswith(f"{name}公共法律"))


@pytest.fixture
async def district(any_site: Site) -> AsyncIterator[Visitor]:
    """The office of 官渡区."""
    async with any_site.browser() as visitor:
        await visitor.join(await any_site.invitation("官渡局", Role.DISTRICT, county(any_site, "官渡区")))
        yield visitor


@pytest.fixture
async def city(any_site: Site) -> AsyncIterator[Visitor]:
    async with any_site.browser() as visitor:
        await visitor.join(await any_site.invitation("市局", Role.CITY))
        yield visitor


async def test_cases_lists_sheet_clocks_and_overview(any_site: Site, district: Visitor) -> None:
    elsewhere = county(any_site, "五华区")
    mine = (await any_site.open_case("狗咬人")).number
    theirs = (await any_site.open_case("狗咬人", elsewhere)).number
    async with any_site.works.writing() as work:
        for number in (mine, theirs):
            case = await work.cases.get(number)
            assert case is not None
            await work.cases.set_clock(
                case, type(case.clock)(case.clock.step, datetime(2026, 1, 5, tzinfo=UTC))
            )
    for address in (
        "/console",
        f"/console?station={elsewhere}",
        f"/console?q={theirs}",
        "/console?q=狗咬",
        "/console?q=五华区",
        "/console/queue.csv",
        f"/console/queue.csv?station={elsewhere}&q=狗",
        "/console/clocks",
    ):
        status, page = await district.page(address)
        assert (status, f"/{theirs}" in page or f"\n{theirs}," in page) == (200, False), address
    assert mine in (await district.page("/console/queue.csv"))[1]
    assert mine in (await district.page("/console?q=官渡区"))[1]
    assert "<dt>在办</dt><dd>1</dd>" in (await district.page("/console/overview"))[1]
    assert "<dt>超时</dt><dd>1</dd>" in (await district.page("/console/overview"))[1]
    assert (await district.page(f"/console/cases/{theirs}"))[0] == 404
    for act in ("claim", "reply", "close", "transfer", "escalate", "substitute", "join", "reveal", "draft"):
        status, _ = await district.submit("/console", f"/console/cases/{theirs}/{act}", text=mine)
        assert status == 404, act
    assert await any_site.state(theirs) == "open"
    # One's own case is not joined to one of elsewhere either.
    assert (await district.act(mine, "join", text=theirs))[0] == 404
    assert (
        "五华区公共法律服务中心</h1>" not in (await district.page(f"/console/station?station={elsewhere}"))[1]
    )


async def test_news_of_elsewhere_is_not_told(
    any_site: Site, district: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_LOOK_SECONDS", 0.05)
    async with district.session.get("/console/events") as stream:
        await asyncio.sleep(0.2)
        await any_site.open_case("狗咬人", county(any_site, "五华区"))
        with pytest.raises(TimeoutError):
            await next_event(stream, 0.5)
        await any_site.open_case("狗咬人")
        assert await next_event(stream) == "new"


@pytest.mark.parametrize("where", ["", "五华区", "官渡区、五华区", "昆明市"])
async def test_a_notice_beyond_ones_area_is_refused(district: Visitor, where: str) -> None:
    more = {"everyone": "1"} if not where else {}
    status, html = await district.submit(
        "/console/notices", "/console/notices", districts=where, **FORM, **more
    )
    assert (status, "只能发给、只能处理自己区县" in html) == (409, True)


async def test_ones_own_area_stands_in_the_form(district: Visitor, city: Visitor) -> None:
    assert 'name="districts" value="官渡区"' in (await district.page("/console/notices"))[1]
    assert 'name="districts" value=""' in (await city.page("/console/notices"))[1]


@pytest.mark.parametrize("where", ["官渡区", "官渡区 关上街道"])
async def test_a_notice_within_ones_area_is_drafted(district: Visitor, where: str) -> None:
    status, html = await district.submit("/console/notices", "/console/notices", districts=where, **FORM)
    assert (status, "草稿已保存" in html) == (200, True)


async def test_others_notices_are_not_seen_and_wider_ones_are_only_read(
    any_site: Site, district: Visitor, city: Visitor
) -> None:
    async with any_site.works.writing() as work:
        now = datetime.now(UTC)
        await work.subscribers.opt_in(Citizen(Channel.TELEGRAM, "100"), "safety", "530102", "同意", now)
    pages = {}
    for where in ("五华区", "昆明市", "官渡区"):
        _, html = await city.submit(
            "/console/notices", "/console/notices", name=f"给{where}", districts=where, **FORM
        )
        found = re.search(r'action="(/console/notices/\d+)/test"', html)
        assert found
        pages[where] = found[1]
    _, listed = await district.page("/console/notices")
    assert [f"给{where}" in listed for where in pages] == [False, True, True]
    assert [(await district.page(page))[0] for page in pages.values()] == [404, 200, 200]
    assert [(await district.page(f"{page}.csv"))[0] for page in pages.values()] == [404, 403, 200]
    _, wide = await district.page(pages["昆明市"])
    assert "只能看" in wide
    assert "现在" not in wide.split("</dl>")[0].split("<dt>发给</dt>")[1]
    for where, status in (("五华区", 404), ("昆明市", 409)):
        for act in ("test", "release", "pause", "resume", "cancel", "correct", "rewrite"):
            fields = {**FORM, "districts": "官渡区", "address": "9", "hash": "x", "count": "1"}
            found_status, _ = await district.submit("/console/notices", f"{pages[where]}/{act}", **fields)
            assert found_status == status, (where, act)
    async with any_site.works.reading() as work:
        states = {one.draft.name: one.state.value for one in await work.broadcasts.newest()}
    assert states == {"给五华区": "draft", "给昆明市": "draft", "给官渡区": "draft"}
    status, html = await district.submit(pages["官渡区"], f"{pages['官渡区']}/cancel")
    assert (status, "已取消" in html) == (200, True)


async def test_a_lead_notifies_their_own_street_only(any_site: Site) -> None:
    async with any_site.browser() as lead:
        await lead.join(await any_site.invitation("孙主任", Role.LEAD, any_site.station_id))
        for where, status in (("官渡区", 409), ("官渡区 关上街道", 200)):
            found, _ = await lead.submit("/console/notices", "/console/notices", districts=where, **FORM)
            assert found == status, where
