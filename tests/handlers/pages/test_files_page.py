"""Photos and files in a real browser: on the case page, and on the kiosk's, at the width of a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.referral.case import Attachment
from tests.handlers.pages.conftest import OpenPage
from tests.handlers.pages.test_console_page import log_in
from tests.handlers.pages.test_kiosk_page import ask, press
from tests.handlers.site import Site
from tests.pictures import SECRET, told_jpeg, told_png


async def _natural_width(page: Page, selector: str) -> int:
    """The width of a picture that was really decoded; 0 where it was not."""
    await page.locator(selector).first.scroll_into_view_if_needed()
    await expect(page.locator(selector).first).to_have_js_property("complete", True)
    return int(await page.locator(selector).first.evaluate("one => one.naturalWidth"))


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_mediator_without_telegram_sees_the_photo_and_why_another_is_lost(
    site: Site, open_page: OpenPage, width: int
) -> None:
    number = (await site.open_case("楼上漏水，天花板泡了")).number
    # Turned by its notes: shown upright, it is 427 wide and 640 high.
    site.messenger.files = {"p1": told_jpeg(6), "d1": b"%PDF-1.4"}
    album = (Attachment("photo", "p1"), Attachment("document", "d1", "装修合同.pdf"))
    await site.add(number, "客厅漏水处，还有合同", *album)
    await site.add(number, "", Attachment("photo", "gone"))
    page = await log_in(site, open_page, "王调解", width)
    await page.goto(f"{site.url}/console/cases/{number}")
    assert await _natural_width(page, ".photo img") == 427
    await expect(page.locator(".lost")).to_contain_text("取不到这个文件")
    await expect(page.locator(".lost")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    # A picture that says why it is lost is no news of the case.
    await expect(page.locator("#news")).to_be_hidden()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="下载文件：装修合同.pdf").click()
    assert (await download.value).suggested_filename == "装修合同.pdf"


async def test_files_go_from_the_console_to_a_kiosk_and_back(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    opened = await site.open_case()
    photo, paper = tmp_path / "现场 照片.png", tmp_path / "申请表.pdf"
    photo.write_bytes(told_png(side=300))
    paper.write_bytes(b"%PDF-1.4 form")
    console = await log_in(site, open_page, "王调解", 360)
    await console.goto(f"{site.url}/console/cases/{opened.number}")
    await console.get_by_text("发照片或文件给群众").focus()
    await console.keyboard.press("Enter")
    await console.locator("form[action$='/send'] textarea").fill("请填这张表")
    await console.locator("input[type=file]").set_input_files([photo, paper])
    await console.get_by_role("button", name="送给群众").click()
    await expect(console.locator(".done")).to_contain_text("已送出")
    assert await _natural_width(console, ".photo img") == 300
    assert [one.name for one in await site.files(opened.number)] == ["现场 照片.png", "申请表.pdf"]

    kiosk = await open_page(site.url, 360, 740)
    await kiosk.locator("#open-pickup").click()
    await kiosk.locator("#pickup-number").fill(opened.number)
    await kiosk.locator("#pickup-code").fill(opened.pickup_code or "")
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("#pickup-case .next").first).to_contain_text("下一步：办结，或告诉您下一步")
    await expect(kiosk.locator("#pickup-case")).to_contain_text("现在由谁办：关上街道公共法律服务站的经办人")
    await expect(kiosk.locator("#pickup-case")).to_contain_text("请填这张表")
    assert await _natural_width(kiosk, "#pickup-case img") == 300
    async with kiosk.expect_download() as download:
        await kiosk.get_by_role("button", name="打开文件 申请表.pdf").click()
    assert (await (await download.value).path()).read_bytes() == b"%PDF-1.4 form"
    assert (await download.value).suggested_filename == "申请表.pdf"

    await kiosk.locator("#pickup-text").fill("表填好了，拍给您")
    await kiosk.locator("#pickup-files").set_input_files(photo)
    await kiosk.get_by_role("button", name="提交补充").click()
    await expect(kiosk.locator("#pickup-case img")).to_have_count(2)
    assert await kiosk.evaluate("document.getElementById('pickup').scrollWidth") <= 360
    kept = (await site.files(opened.number))[-1]
    async with site.works.reading() as work:
        assert SECRET not in (await work.files.content(kept.kept) or b"")

    await console.reload()
    await console.locator("summary", has_text="办结").first.click()
    await console.locator("form[action$='/close'] textarea").fill("已调解好")
    await console.locator("form[action$='/close'] button").click()
    await expect(console.locator(".done")).to_contain_text("已办结")
    await kiosk.get_by_role("button", name="查询").click()
    await kiosk.get_by_role("button", name="4分").click()
    await expect(kiosk.locator("#pickup-case")).to_contain_text("您的评价：4 分")
    await kiosk.get_by_role("button", name="没解决，重开工单").click()
    await expect(kiosk.locator("#pickup-case .keep")).to_contain_text("已重开")


async def test_too_much_at_once_is_said_before_it_is_sent(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    opened = await site.open_case()
    big = tmp_path / "big.pdf"
    big.write_bytes(b"x" * (20 * 2**20 + 1))
    kiosk = await open_page(site.url, 360, 740)
    await kiosk.locator("#open-pickup").click()
    await kiosk.locator("#pickup-number").fill(opened.number)
    await kiosk.locator("#pickup-code").fill(opened.pickup_code or "")
    await kiosk.keyboard.press("Enter")
    await kiosk.locator("#pickup-files").set_input_files(big)
    await kiosk.get_by_role("button", name="提交补充").click()
    await expect(kiosk.locator("#pickup-trouble")).to_contain_text("超过 20 MB")
    console = await log_in(site, open_page, "王调解")
    await console.goto(f"{site.url}/console/cases/{opened.number}")
    await console.get_by_text("发照片或文件给群众").click()
    await console.locator("input[type=file]").set_input_files(big)
    message = await console.locator("input[type=file]").evaluate("one => one.validationMessage")
    assert "超过 20 MB" in message


async def test_a_photo_goes_along_with_words_once_a_case_runs_and_is_not_offered_before(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    photo = tmp_path / "墙.png"
    photo.write_bytes(told_png(side=200))
    kiosk = await open_page(site.url, 360, 740)
    await expect(kiosk.locator("#attach")).to_be_hidden()
    await ask(kiosk, "楼上漏水怎么赔")
    await press(kiosk, "没解决")
    await ask(kiosk, "官渡区关上街道")
    await press(kiosk, "提交工单")
    await press(kiosk, "同意，提交工单")
    await expect(kiosk.locator("#attach")).to_be_visible()
    await kiosk.locator("#files").set_input_files(photo)
    await kiosk.locator("#question").fill("卫生间那面墙")
    await kiosk.locator("#send").click()
    await expect(kiosk.locator("article.ours").last).to_contain_text("已补充到工单")
    await expect(kiosk.locator("#question")).to_have_value("")
    assert await kiosk.locator("#files").evaluate("one => one.files.length") == 0
    assert await kiosk.evaluate("document.documentElement.scrollWidth") <= 360
    # The conversation keeps room to be read above what is written.
    assert await kiosk.locator("#log").evaluate("one => one.clientHeight") >= 200
    await kiosk.reload()
    await expect(kiosk.locator("#resumed")).to_contain_text("会补充到工单 KM")
    await expect(kiosk.locator("#attach")).to_be_visible()
    await kiosk.locator("#restart").click()
    await kiosk.locator("#restart-yes").click()
    await expect(kiosk.locator("#attach")).to_be_hidden()
