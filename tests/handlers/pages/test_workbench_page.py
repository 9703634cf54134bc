"""The workbench in a real browser: the preview is drawn by the kiosk's own code, and all fits a phone."""

from __future__ import annotations

from playwright.async_api import Page, expect

from bot.desk import Role
from tests.handlers.pages.conftest import OpenPage
from tests.handlers.site import Site


async def as_editor(site: Site, open_page: OpenPage, width: int = 1280) -> Page:
    code = await site.invitation("陈编辑", Role.EDITOR)
    page = await open_page(f"{site.url}/console/join/{code}", width)
    await page.get_by_role("button", name="登录值班台").click()
    await page.wait_for_url("**/console")
    return page


async def test_the_preview_is_drawn_as_the_kiosk_draws_it(site: Site, open_page: OpenPage) -> None:
    page = await as_editor(site, open_page)
    await page.goto(f"{site.url}/console/faq/entries?q=楼上漏水")
    await page.get_by_role("button", name="修改").first.click()
    await page.get_by_role("link", name="看群众看到的样子").click()
    card = page.locator("#kiosk article.ours")
    await expect(card.locator(".subject")).to_contain_text("楼上漏水")
    await expect(card.locator("p.step").first).to_be_visible()
    await expect(card.get_by_role("button", name="没解决")).to_be_visible()
    await expect(page.locator(".telegram").first).to_contain_text("法律依据")
    await expect(page.locator(".keyboard").last).to_contain_text("转人工")


async def test_every_page_fits_a_phone(site: Site, open_page: OpenPage) -> None:
    page = await as_editor(site, open_page, 360)
    for path in ("faq", "faq/entries", "faq/misses", "faq/history", "faq/coverage"):
        await page.goto(f"{site.url}/console/{path}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
    await page.goto(f"{site.url}/console/faq/entries")
    await page.get_by_role("button", name="修改").first.click()
    await page.locator("textarea[name=variants]").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
