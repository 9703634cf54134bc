"""A real Chromium; tests skip where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = Path("/usr/bin/chromium")
HAS_CHROMIUM = CHROMIUM.exists()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A status that the page itself asked for is no fault of the page.
HARMLESS = "Failed to load resource"
# Far longer than anything takes: a busy machine is no fault of the page's.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    if not HAS_CHROMIUM:
        pytest.skip(f"no browser: {CHROMIUM} is not there (apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """Open an address as somebody with cookies of their own; any complaint of the browser fails the test."""
    complaints: list[str] = []
    async with AsyncExitStack() as contexts:

        async def open_it(url: str, width: int = 1280, height: int = 800, *, clock: bool = False) -> Page:
            context = await chromium.new_context(viewport={"width": width, "height": height})
            contexts.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MILLISECONDS)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            if clock:
                await page.clock.install()
            await page.goto(url)
            return page

        yield open_it
    assert [one for one in complaints if HARMLESS not in one] == []
