"""The station's page, kept replies, the overview and the queue in a real browser: by keyboard, and at 360 px."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.desk import Role
from bot.handlers.console import news
from tests.handlers.pages.conftest import OpenPage
from tests.handlers.site import GUANSHANG, Site

NARROW = 360


async def log_in(
    site: Site, open_page: OpenPage, role: Role, station_id: str | None, width: int = 1280
) -> Page:
    page = await open_page(
        f"{site.url}/console/join/{await site.invitation('孙主任', role, station_id)}", width
    )
    await page.get_by_role("button", name="登录值班台").click()
    await page.wait_for_url("**/console")
    return page


async def is_narrow_enough(page: Page) -> bool:
    return int(await page.evaluate("document.documentElement.scrollWidth")) <= NARROW


async def picture(page: Page, name: str) -> None:
    """For people to look at, where a folder for it is named."""
    folder = os.environ.get("SHOTS_FOLDER")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def focus_on(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until this has the focus."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@pytest.mark.parametrize("width", [NARROW, 1280])
async def test_the_lead_corrects_the_station_and_sets_duty(
    site: Site, open_page: OpenPage, width: int
) -> None:
    await site.member("王调解", Role.STATION, site.station_id)
    page = await log_in(site, open_page, Role.LEAD, site.station_id, width)
    await page.goto(f"{site.url}/console/station")
    await page.get_by_text("修改站点信息").click()
    await page.get_by_label("开放时间").fill("有空就来")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator("ul.trouble")).to_contain_text("开放时间：看不懂")
    await expect(page.get_by_label("开放时间")).to_have_value("有空就来")
    await page.get_by_label("开放时间").fill("每天 0:00-24:00")
    await page.get_by_label("值班电话").fill("13888888888")
    await page.get_by_label("物业").check()
    await picture(page, f"station-edit-{width}")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".done")).to_contain_text("已保存")
    await page.get_by_text("排值班").click()
    await page.get_by_label("谁").select_option(label="王调解")
    for day in "一二三四五六日":
        await page.get_by_label(f"周{day}").check()
    await page.get_by_role("button", name="排上").click()
    await expect(page.locator("#duty + p")).to_have_text("今天值班：王调解")
    await expect(page.locator(".moves")).to_contain_text("孙主任　开放时间：（空） → 每天 0:00-24:00")
    await picture(page, f"station-{width}")
    assert width > NARROW or await is_narrow_enough(page)
    kiosk = await open_page(site.url, width)
    await kiosk.locator("#say, textarea, input[type=text]").first.fill("官渡区关上街道")
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("article.ours").last).to_contain_text("每天 0:00-24:00")


async def test_replies_are_kept_changed_inserted_and_dropped(site: Site, open_page: OpenPage) -> None:
    number = (await site.open_case()).number
    page = await log_in(site, open_page, Role.STATION, site.station_id, NARROW)
    await page.get_by_role("link", name="常用回复").click()
    await page.get_by_text("加一条").click()
    await page.get_by_label("名字").first.fill("周五调解")
    await page.get_by_label("内容").first.fill("您好，请周五来。")
    await page.get_by_role("button", name="加上").click()
    await expect(page.locator(".done")).to_have_text("已保存。")
    await page.locator("summary", has_text="周五调解").click()
    await page.get_by_label("内容").nth(1).fill("您好，请周六来。")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".done")).to_have_text("已保存。")
    await picture(page, "replies-360")
    assert await is_narrow_enough(page)

    await page.goto(f"{site.url}/console/cases/{number}")
    await page.locator("#text").fill("王女士：")
    await page.get_by_label("常用回复").select_option(label="周五调解")
    await expect(page.locator("#text")).to_have_value("王女士：您好，请周六来。")
    await picture(page, "case-left-360")
    assert await is_narrow_enough(page)

    await page.goto(f"{site.url}/console/replies")
    await page.locator("summary", has_text="周五调解").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="删除“周五调解”").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".done")).to_have_text("已删除。")
    await expect(page.locator("summary", has_text="周五调解")).to_have_count(0)


async def test_a_kept_reply_is_taken_by_keyboard(site: Site, open_page: OpenPage) -> None:
    number = (await site.open_case()).number
    page = await log_in(site, open_page, Role.STATION, site.station_id)
    await page.goto(f"{site.url}/console/cases/{number}")
    await page.get_by_label("常用回复").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    assert (await page.locator("#text").input_value()).startswith("您好")


async def test_the_queue_is_filtered_by_keyboard_alone(site: Site, open_page: OpenPage) -> None:
    elsewhere = next(one.id for one in site.directory.stations if one.name.startswith("五华区公共法律"))
    mine, other = (await site.open_case("狗咬人")).number, (await site.open_case("漏水", elsewhere)).number
    async with site.works.writing() as work:
        case = await work.cases.get(other)
        assert case is not None
        await work.cases.set_clock(
            case, type(case.clock)(case.clock.step, datetime.now(UTC) - timedelta(days=5))
        )
    page = await log_in(site, open_page, Role.CITY, None, NARROW)
    await expect(page.locator(".cases li")).to_have_count(2)
    await expect(page.locator(".left.late")).to_contain_text("已超时")
    await picture(page, "queue-360")
    await focus_on(page, "#q")
    await page.keyboard.type("wrong")
    await page.keyboard.press("Enter")
    await expect(page.locator(".cases li")).to_have_count(0)
    await focus_on(page, "#q")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(mine.lower())
    await page.keyboard.press("Enter")
    await expect(page.locator(".cases li")).to_have_count(1)
    await focus_on(page, f'a[href="/console/cases/{mine}"]')
    await page.goto(f"{site.url}/console")
    await focus_on(page, "#station")
    await page.keyboard.press("End")
    await focus_on(page, ".search button")
    await page.keyboard.press("Enter")
    await expect(page.locator(".cases li")).to_have_count(1)
    await focus_on(page, 'a[href*="group=done"]')
    await page.keyboard.press("Enter")
    await expect(page.locator(".empty")).to_be_visible()
    assert await is_narrow_enough(page)


@pytest.mark.parametrize("width", [NARROW, 1280])
async def test_the_overview_fits_and_leads_to_stations(site: Site, open_page: OpenPage, width: int) -> None:
    for _ in range(6):
        await site.open_case("物业费太贵")
    page = await log_in(site, open_page, Role.CITY, None, width)
    await page.get_by_role("link", name="全貌").click()
    await expect(page.locator(".figures")).to_contain_text("6")
    await expect(page.locator("table")).to_contain_text("6")
    await picture(page, f"overview-{width}")
    assert width > NARROW or await is_narrow_enough(page)
    await focus_on(page, ".chart")
    await page.get_by_role("link", name=GUANSHANG).focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text(GUANSHANG)


async def test_a_new_case_stands_in_the_open_queue_without_reloading(
    site: Site, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_LOOK_SECONDS", 0.1)
    page = await log_in(site, open_page, Role.STATION, site.station_id, NARROW)
    await page.evaluate("window.isTheSame = true")
    number = (await site.open_case("狗咬人")).number
    await expect(page.locator(".cases a")).to_contain_text(number)
    await expect(page.locator("#news")).to_contain_text("有新工单")
    await expect(page.locator(".cases .left")).to_contain_text("还剩")
    assert await page.evaluate("window.isTheSame")
