"""Two browsers and two Telegram clients press 接单 on one case at the same moment: one gets it, three are told."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.handlers.telegram import TelegramAccess, TelegramChannel
from bot.handlers.telegram.pace import Pace
from bot.handlers.wording import ChineseDesk
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.handlers.pages.conftest import OpenPage
from tests.handlers.pages.test_console_page import log_in
from tests.handlers.site import Site
from tests.handlers.telegram.service import FakeAssistant, chat_code

# 200 with LEGALTEST_ROUNDS=200; a few show the rule as well.
ROUNDS = int(os.environ.get("LEGALTEST_ROUNDS", "4"))
CHATS = (-100500, -100600)
PATIENCE_SECONDS = 60.0


@pytest.fixture
async def fake(site: Site) -> AsyncIterator[FakeTelegram]:
    """The site's Telegram, with two chats of its station."""
    async with FakeTelegram().running() as server:
        channel = TelegramChannel(
            TelegramAccess(TOKEN, server.url),
            site.works,
            FakeAssistant(),
            site.desk,
            ChineseDesk(),
            site.stations,
            is_only_sender=True,
            pace=Pace(100_000),
        )
        async with channel.running():
            for chat in CHATS:
                await server.people.say(
                    chat, f"/link {await chat_code(site.works, site.station_id)}", user=-chat
                )
                await server.people.wait_for(chat, "已绑定", PATIENCE_SECONDS)
            yield server


async def _pressed_in_browser(page: Page) -> str:
    await page.get_by_role("button", name="接单", exact=True).click()
    await expect(page.locator(".done, .trouble")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    return await page.locator(".done, .trouble").inner_text()


async def _pressed_in_chat(fake: FakeTelegram, chat: int, number: str) -> str:
    shown = await fake.people.wait_for(chat, number, PATIENCE_SECONDS)
    query = await fake.people.press_data(chat, shown, f"staff-claim:{number}", user=-chat)
    return str((await fake.people.wait_for_answer(query, PATIENCE_SECONDS))["text"])


async def test_of_two_browsers_and_two_chats_one_gets_the_case(
    site: Site, open_page: OpenPage, fake: FakeTelegram
) -> None:
    pages = [await log_in(site, open_page, name) for name in ("王调解", "李调解")]
    for _ in range(ROUNDS):
        number = (await site.open_case()).number
        for page in pages:
            await page.goto(f"{site.url}/console/cases/{number}")
        for chat in CHATS:
            await fake.people.wait_for(chat, number, PATIENCE_SECONDS)
        told = await asyncio.gather(
            *(_pressed_in_browser(page) for page in pages),
            *(_pressed_in_chat(fake, chat, number) for chat in CHATS),
        )
        won = [one for one in told if one == "已接单。" or one.startswith("您已接单")]
        lost = [one for one in told if one.startswith("没有接到：") or "接办了" in one]
        assert (len(won), len(lost)) == (1, 3), told
        async with site.works.reading() as work:
            case = await work.cases.get(number)
            assert case is not None
            assert [one.move.value for one in await work.cases.moves(case)] == ["open", "claim"]
