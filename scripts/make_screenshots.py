"""Take the pictures of the staff guide: make_screenshots.py [WORK_FOLDER]; the service runs on a copy of the data."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from playwright.async_api import Page, async_playwright

from bot.app import serve
from bot.conversation import Channel, Citizen
from bot.desk import Invitation, Role
from bot.inquiry_record import InquiryRecord
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ENTRY = "property-leak-upstairs"
NEW_VARIANT = "楼上地漏堵了，水顺着灯孔滴到我家饭桌上"
ASKED = (
    (ENTRY, "楼上漏水泡了我家怎么办"),
    ("property-fee-increase", "物业要涨价没跟我们商量"),
    ("safety-injury-commute", "下班路上被车撞了算工伤吗"),
    ("safety-injury-basic", "干活时手被压了"),
    ("service-12348", "12348能问什么"),
)
MISSED = (
    ("楼上在阳台抽烟，烟灰老掉我家晾的被子上", "530102"),
    ("楼上邻居阳台抽烟烟灰掉下来咋个办", "530102"),
    ("邻居天天在阳台抽烟，烟灰掉到我家", "530111"),
    ("小区里放孔明灯有没有人管", "530111"),
    ("物业能不能帮我收快递并送上楼", "530103"),
)


async def main(folder: Path) -> None:
    """Start the service, fill it with a few weeks of inquiries, and walk through the guide."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data, dirs_exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        (folder / "legalbot.db").unlink()
    values = {"LEGALBOT_DATA": data, "LEGALBOT_VAR": folder, "LEGALBOT_PORT": _free_port()}
    settings = Settings.model_validate(values)
    service = asyncio.create_task(serve(settings))
    try:
        await _until_healthy(settings.address, service)
        async with Database(settings.database).running() as database:
            code = await _seed(SqlWorks(database))
        await _walk(settings.address, code)
    finally:
        service.cancel()
        await asyncio.gather(service, return_exceptions=True)


async def _seed(works: SqlWorks) -> str:
    now = datetime.now(UTC)
    async with works.writing() as work:
        for week in range(8):
            for n in range(30 + (8 - week) * 4):
                await _ask_some(work, n, now - timedelta(days=7 * week, hours=n))
        for n, (text, division) in enumerate(MISSED * 3):
            await work.inquiries.record(
                _record(text, "refer", None, now - timedelta(hours=n + 1), division, f"m{n}")
            )
        return await work.staff.invite(Invitation("console", "陈编辑", Role.ADMIN, None), now)


async def _ask_some(work: SqlWork, n: int, at: datetime) -> None:
    entry, text = ASKED[n * n % len(ASKED)]
    if n % 9 == 0:
        await work.inquiries.record(_record("转人工", "refer", "service-human-agent", at, "530102", f"h{n}"))
        return
    kind = "clarify" if n % 7 == 0 else "answer"
    record = _record(text, kind, entry if kind == "answer" else None, at, "530102", f"{at:%m%d}{n}")
    code = await work.inquiries.record(record)
    if n % 4 == 0:
        await work.inquiries.give_feedback(record.citizen, code, "unsolved" if n % 16 == 0 else "useful")


def _record(
    text: str, kind: str, entry: str | None, at: datetime, division: str, who: str = ""
) -> InquiryRecord:
    citizen = Citizen(Channel.KIOSK, who or text)
    return InquiryRecord(citizen, text, kind, entry, None, 0.9, (), division, at)


async def _walk(address: str, code: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(viewport={"width": 960, "height": 720})
        await page.goto(f"{address}/console/join/{code}")
        await page.get_by_role("button", name="登录值班台").click()
        await _edit(page, address)
        await page.goto(f"{address}/console/faq/misses?days=7")
        await _shoot(page, "misses")
        await page.goto(f"{address}/console/faq/coverage")
        await _shoot(page, "coverage")
        await browser.close()


async def _edit(page: Page, address: str) -> None:
    await page.goto(f"{address}/console/faq/entries?q=楼上漏水")
    await _shoot(page, "entries")
    await page.get_by_role("button", name="修改").first.click()
    variants = page.locator("textarea[name=variants]")
    await variants.scroll_into_view_if_needed()
    text = await variants.input_value()
    await variants.fill(f"{NEW_VARIANT}\n{text}")
    await page.locator("h2", has_text="内容").scroll_into_view_if_needed()
    await _shoot(page, "edit")
    citations = page.locator("textarea[name=citations]")
    right = await citations.input_value()
    await citations.fill("民法典|第二九六条")
    await page.get_by_role("button", name="保存并检查").click()
    await _shoot(page, "faults")
    await page.locator("textarea[name=citations]").fill(right)
    await page.get_by_role("button", name="保存并检查").click()
    await page.get_by_text("检查通过").wait_for()
    await page.get_by_role("link", name="看群众看到的样子").click()
    await page.locator("#kiosk article").wait_for()
    await _shoot(page, "preview")
    await page.go_back()
    await page.get_by_role("button", name="开始比对").click()
    await page.get_by_role("button", name="发布", exact=True).wait_for(timeout=600_000)
    await page.locator("#trial").scroll_into_view_if_needed()
    await _shoot(page, "trial")
    await page.get_by_role("button", name="发布", exact=True).click()
    await page.get_by_text("已发布第").wait_for()
    newest = page.locator("ul.people > li").first
    while not await newest.get_by_text("正在用", exact=True).count():
        await asyncio.sleep(1)
        await page.reload()
    await _shoot(page, "history")


async def _shoot(page: Page, name: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=IMAGES / f"staff-{name}.png")
    print(f"docs/images/staff-{name}.png")


async def _until_healthy(address: str, service: asyncio.Task[None]) -> None:
    async with aiohttp.ClientSession() as client:
        while not service.done():
            with contextlib.suppress(aiohttp.ClientError):
                async with client.get(f"{address}/healthz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.3)
    await service


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(main(Path(sys.argv[1])))
    else:
        with tempfile.TemporaryDirectory() as name:
            asyncio.run(main(Path(name)))
