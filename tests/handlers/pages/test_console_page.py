"""The console in a real browser, together with the kiosk."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.desk import Role
from bot.handlers.console import news
from tests.handlers.pages.conftest import PATIENCE_MILLISECONDS, OpenPage
from tests.handlers.pages.test_kiosk_page import ask, press
from tests.handlers.site import GUANSHANG, Site


async def log_in(site: Site, open_page: OpenPage, name: str, width: int = 1280) -> Page:
    """Follow an invitation and press its button."""
    code = await site.invitation(name, Role.STATION, site.station_id)
    page = await open_page(f"{site.url}/console/join/{code}", width)
    await page.get_by_role("button", name="登录值班台").click()
    await page.wait_for_url("**/console")
    return page


async def test_from_the_citizens_question_to_the_stations_reply(
    site: Site, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_LOOK_SECONDS", 0.1)
    console = await log_in(site, open_page, "王调解")
    await expect(console.locator(".empty")).to_be_visible()

    kiosk = await open_page(site.url)
    await ask(kiosk, "楼上漏水怎么赔")
    await press(kiosk, "没解决")
    await ask(kiosk, "官渡区关上街道")
    await expect(kiosk.locator(".place")).to_contain_text(GUANSHANG)
    await press(kiosk, "提交工单")
    await press(kiosk, "同意，提交工单")
    told = await kiosk.locator("article.ours").last.inner_text()
    number, code = re.search(r"KM\d{6}-\w{5}", told), re.search(r"取件码：(\d{8})", told)
    assert number
    assert code

    await expect(console.locator("#news")).to_contain_text("有新工单")
    await console.locator(".cases a").click()
    await console.get_by_role("button", name="接单", exact=True).click()
    await console.locator("#text").fill("您好，请带照片到站里来")
    await console.get_by_role("button", name="回复群众").click()
    await expect(console.locator(".done")).to_contain_text("回复已送出")

    later = await open_page(site.url, 360, 640)
    await later.locator("#open-pickup").click()
    await later.locator("#pickup-number").fill(number[0])
    await later.locator("#pickup-code").fill(code[1])
    await later.keyboard.press("Enter")
    await expect(later.locator("#pickup-case .staff")).to_contain_text("您好，请带照片到站里来")
    assert await later.evaluate("document.getElementById('pickup').scrollWidth") <= 360
    await later.locator("#pickup-text").fill("好的，我明天来")
    await later.get_by_role("button", name="提交补充").click()
    await expect(later.locator("#pickup-case")).to_contain_text("好的，我明天来")
    await expect(console.locator("#talk")).to_contain_text("好的，我明天来")
    await later.locator("#pickup-close").click()
    await later.locator("#open-pickup").click()
    await expect(later.locator("#pickup-number")).to_have_value("")
    await expect(later.locator("#pickup-case")).to_be_hidden()


async def test_of_two_browsers_that_press_at_once_one_gets_the_case(site: Site, open_page: OpenPage) -> None:
    number = (await site.open_case()).number
    pages = [await log_in(site, open_page, name) for name in ("王调解", "李调解")]
    for page in pages:
        await page.goto(f"{site.url}/console/cases/{number}")
    buttons = [page.get_by_role("button", name="接单", exact=True) for page in pages]
    await asyncio.gather(*(button.click() for button in buttons))
    for page in pages:
        await expect(page.locator(".done, .trouble")).to_be_visible()
    told = sorted([await page.locator(".done, .trouble").inner_text() for page in pages])
    assert told[0] == "已接单。"
    assert re.fullmatch("没有接到：(王|李)调解已经接了这个工单。", told[1])


async def test_a_mediator_works_a_case_on_a_phone_by_keyboard(site: Site, open_page: OpenPage) -> None:
    number = (await site.open_case("长" * 300)).number
    page = await log_in(site, open_page, "王调解", 360)
    await page.locator(".cases a").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/cases/{number}")
    await page.locator("#text").focus()
    await page.keyboard.type("yes")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".done")).to_contain_text("回复已送出")
    assert ("staff", "yes") in await site.messages(number)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_what_is_being_written_stays_while_the_conversation_grows(
    site: Site, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_LOOK_SECONDS", 0.1)
    opened = await site.open_case()
    page = await log_in(site, open_page, "王调解")
    await page.goto(f"{site.url}/console/cases/{opened.number}")
    await page.locator("#text").fill("写到一半")
    async with site.browser() as citizen:
        body = {
            "number": opened.number,
            "code": opened.pickup_code,
            "act": "add",
            "text": "还有一件事",
            "id": "0" * 10,
        }
        assert (await citizen.post("/api/kiosk/pickup/act", body))[0] == 200
    await expect(page.locator("#talk")).to_contain_text("还有一件事")
    await expect(page.locator("#text")).to_have_value("写到一半")
    await expect(page.locator("#text")).to_be_focused()
    async with site.browser() as colleague:
        await colleague.join(await site.invitation("李调解", Role.STATION, site.station_id))
        await colleague.act(opened.number, "claim")
    await expect(page.locator("#head")).to_contain_text("李调解")
    await expect(page.locator("#text")).to_have_value("写到一半")


@pytest.mark.parametrize("has_script", [True, False])
async def test_after_an_act_the_focus_is_where_the_person_worked(
    site: Site, chromium: Browser, has_script: bool
) -> None:
    number = (await site.open_case()).number
    context = await chromium.new_context(java_script_enabled=has_script)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    code = await site.invitation("王调解", Role.STATION, site.station_id)
    await page.goto(f"{site.url}/console/join/{code}")
    await page.get_by_role("button", name="登录值班台").click()
    await page.goto(f"{site.url}/console/cases/{number}")
    await page.get_by_role("button", name="接单", exact=True).press("Enter")
    done = page.get_by_role("status").filter(has_text="已接单。")
    await expect(done).to_be_focused()
    await expect(done).to_be_in_viewport()
    await _tab_to(page, "#text", most=4)
    await page.keyboard.type("您好")
    await page.get_by_role("button", name="回复群众").press("Enter")
    await expect(page.locator("#done")).to_have_text("回复已送出。")
    await expect(page.locator("#done")).to_be_focused()
    await expect(page.locator("#done")).to_be_in_viewport()
    # Refused: in the form that was refused, with why above it.
    await page.get_by_text("办结", exact=True).first.press("Enter")
    result = page.locator("form[action$='/close'] textarea")
    await result.fill("　")
    await page.get_by_role("button", name="办结", exact=True).press("Enter")
    await expect(page.locator("#refused")).to_have_text("请写明办理结果，群众会看到。")
    await expect(result).to_be_focused()
    await expect(page.locator("#refused")).to_be_in_viewport()
    await context.close()


async def _tab_to(page: Page, selector: str, most: int) -> None:
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await page.locator(selector).evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"more than {most} steps to {selector}")
