"""The kiosk page in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from bot.faq.knowledge import KnowledgeBase
from bot.referral.directory import Directory
from tests.handlers.pages.conftest import OpenPage
from tests.handlers.site import CLOSE, UNCLEAR, Site, served

IDLE_SECONDS = 180
WARN_SECONDS = 20


async def ask(page: Page, text: str) -> None:
    """Type a question, press Enter, wait for the reply."""
    before = await page.locator("article.ours").count()
    await page.locator("#question").fill(text)
    await page.locator("#question").press("Enter")
    await expect(page.locator("article.ours")).to_have_count(before + 1)


async def press(page: Page, label: str) -> None:
    """Press the newest button of this name, wait for the reply."""
    before = await page.locator("article.ours").count()
    await page.get_by_role("button", name=label, exact=True).last.click()
    await expect(page.locator("article.ours")).to_have_count(before + 1)


async def test_a_question_gets_an_answer_whose_law_can_be_opened(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    await ask(page, "楼上漏水怎么赔")
    laws = page.locator("details.laws")
    await expect(laws.locator("li").first).to_be_hidden()
    await laws.locator("summary").first.click()
    await expect(laws.locator("li").first).to_contain_text("《")
    await expect(page.locator("#question")).to_have_value("")


async def test_only_the_keyboard_asks_is_asked_back_and_answers_by_number(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(site.url)
    await expect(page.locator("#question")).to_be_focused()
    await page.keyboard.type("物业的钱")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.press("Backspace")
    await page.keyboard.type(UNCLEAR.removeprefix("物业的钱"))
    await page.keyboard.press("Enter")
    label = site.knowledge.faq.by_id[CLOSE[1]].label
    await expect(page.get_by_role("button", name=f"2. {label}")).to_be_visible()
    await page.keyboard.type("2")
    await page.keyboard.press("Enter")
    await expect(page.locator("article.ours").last).to_contain_text(
        site.knowledge.faq.by_id[CLOSE[1]].question
    )
    await page.keyboard.press("Shift+Tab")
    await expect(page.locator("article.ours").last.get_by_role("button").last).to_be_focused()


async def test_an_example_is_one_press(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    assert await page.locator(".examples button").count() == 6
    await page.locator(".examples button").nth(1).click()
    await expect(page.locator("article.ours")).to_contain_text("漏水")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1080, 1920), (1280, 720)])
async def test_nothing_is_wider_than_the_screen_and_all_is_large(
    site: Site, open_page: OpenPage, width: int, height: int
) -> None:
    page = await open_page(site.url, width, height)
    await ask(page, UNCLEAR)
    await press(page, "转人工")
    for _ in range(3):
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.evaluate("document.getElementById('log').scrollWidth") <= width
        await page.locator("#bigger").click()
    sizes = await page.evaluate(
        "[...document.querySelectorAll('p, button, textarea, li, label, summary')]"
        ".filter(one => one.offsetParent).map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 20
    heights = await page.evaluate(
        "[...document.querySelectorAll('button')].filter(one => one.offsetParent).map(one => one.offsetHeight)"
    )
    assert min(heights) >= 48


async def test_contrast_is_at_least_seven_to_one(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    await ask(page, "楼上漏水怎么赔")
    assert await page.evaluate(LOWEST_CONTRAST) >= 7


async def test_a_lost_line_keeps_the_words_and_the_retry_asks_once(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    ids: list[str] = []

    async def lose_the_answer(route: Route) -> None:
        body = route.request.post_data_json
        assert body is not None
        ids.append(body["id"])
        if len(ids) == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/api/kiosk/say", lose_the_answer)
    await page.locator("#question").fill("楼上漏水怎么赔")
    await page.locator("#send").click()
    await expect(page.locator("#trouble")).to_contain_text("网络不通")
    await expect(page.locator("#question")).to_have_value("楼上漏水怎么赔")
    await page.locator("#retry").click()
    await expect(page.locator("article.ours")).to_have_count(1)
    await expect(page.locator("#trouble")).to_be_hidden()
    await expect(page.locator("#question")).to_have_value("")
    assert len(ids) == 2
    assert ids[0] == ids[1]


async def test_an_empty_box_is_told_kindly(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    await page.locator("#send").click()
    await expect(page.locator("#told")).to_contain_text("请先在框里写上您的问题")
    await page.keyboard.type("楼")
    await expect(page.locator("#told")).to_be_hidden()


async def test_after_a_while_it_warns_and_then_forgets(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url, clock=True)
    await ask(page, "楼上漏水怎么赔")
    before = await page.context.cookies()
    await page.clock.run_for((IDLE_SECONDS - 5) * 1000)
    await expect(page.locator("#idle")).to_be_hidden()
    await page.clock.run_for(6_000)
    await expect(page.locator("#idle")).to_be_visible()
    await expect(page.locator("article.ours")).to_have_count(1)
    async with page.expect_response("**/api/kiosk/reset"):
        await page.clock.run_for((WARN_SECONDS + 1) * 1000)
    await expect(page.locator("#idle")).to_be_hidden()
    await expect(page.locator("article.ours")).to_have_count(0)
    assert await page.context.cookies() != before
    await page.clock.run_for((IDLE_SECONDS + WARN_SECONDS + 5) * 1000)
    await expect(page.locator("#idle")).to_be_hidden()


async def test_a_reloaded_page_says_that_the_talk_goes_on_and_forgets_it_at_rest(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(site.url, clock=True)
    await expect(page.locator("#resumed")).to_have_count(0)
    await ask(page, "楼上漏水怎么赔")
    await page.reload()
    await expect(page.locator("#resumed")).to_contain_text("接着说就行")
    async with page.expect_response("**/api/kiosk/reset"):
        await page.clock.run_for((IDLE_SECONDS + WARN_SECONDS + 2) * 1000)
    await expect(page.locator("#resumed")).to_have_count(0)
    await page.reload()
    await expect(page.locator("#welcome")).to_be_visible()
    await expect(page.locator("#resumed")).to_have_count(0)


async def test_an_answer_is_read_from_its_beginning(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url, 360, 640)
    await page.emulate_media(reduced_motion="reduce")
    await ask(page, "楼上漏水怎么赔")
    card = await page.locator("article.ours").last.bounding_box()
    log = await page.locator("#log").bounding_box()
    assert card is not None
    assert log is not None
    assert log["y"] <= card["y"] <= log["y"] + 60


async def test_it_never_warns_while_somebody_types(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url, clock=True)
    await ask(page, "楼上漏水怎么赔")
    for letter in "慢慢地写一句话":
        await page.clock.run_for((IDLE_SECONDS - 10) * 1000)
        await page.keyboard.insert_text(letter)
        await expect(page.locator("#idle")).to_be_hidden()
    await expect(page.locator("#question")).to_have_value("慢慢地写一句话")


async def test_a_key_at_the_warning_goes_on_and_is_not_lost(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url, clock=True)
    await page.locator("#question").fill("写到一半")
    await page.clock.run_for((IDLE_SECONDS + 5) * 1000)
    await expect(page.locator("#idle")).to_be_visible()
    await page.keyboard.press("a")
    await expect(page.locator("#idle")).to_be_hidden()
    await expect(page.locator("#question")).to_have_value("写到一半a")
    await page.clock.run_for((WARN_SECONDS + 5) * 1000)
    await expect(page.locator("#question")).to_have_value("写到一半a")


async def test_it_does_not_warn_while_a_request_is_running(
    tmp_path: Path, small_knowledge: KnowledgeBase, directory: Directory, open_page: OpenPage
) -> None:
    async with served(tmp_path, small_knowledge, directory, LEGALBOT_KIOSK_IDLE_SECONDS=10) as site:
        page = await open_page(site.url, clock=True)
        held: list[Route] = []
        await page.route("**/api/kiosk/say", lambda route: held.append(route))
        await page.locator("#question").fill("楼上漏水怎么赔")
        async with page.expect_request("**/api/kiosk/say"):
            await page.locator("#send").click()
        for _ in range(2):
            await page.clock.run_for(12_000)
            await expect(page.locator("#idle")).to_be_hidden()
        await held[0].continue_()
        await expect(page.locator("article.ours")).to_have_count(1)
        await page.clock.run_for(12_000)
        await expect(page.locator("#idle")).to_be_visible()


async def test_starting_afresh_is_asked_about_first(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    await ask(page, UNCLEAR)
    await page.locator("#restart").click()
    await page.locator("#restart-no").click()
    await expect(page.locator("article.ours")).to_have_count(1)
    await page.locator("#restart").click()
    async with page.expect_response("**/api/kiosk/reset"):
        await page.locator("#restart-yes").click()
    await expect(page.locator("article.ours")).to_have_count(0)
    await expect(page.locator("#welcome")).to_be_visible()


async def test_what_is_said_is_shown_as_text(site: Site, open_page: OpenPage) -> None:
    page = await open_page(site.url)
    await ask(page, "<img src=x onerror=alert(1)>")
    await expect(page.locator("article.mine")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await page.locator("#log img").count() == 0


async def test_nothing_comes_from_another_host(site: Site, open_page: OpenPage) -> None:
    page = await open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(site.url)
    await ask(page, "楼上漏水怎么赔")
    assert asked
    assert all(re.match(re.escape(site.url), url) for url in asked)


# The lowest contrast of any text that is seen, as WCAG reckons it.
LOWEST_CONTRAST = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).slice(0, 3).map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      const parts = numbers(color);
      if (parts.length === 3 || parts[3] === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [...document.querySelectorAll("body *")].filter((one) => one.offsetParent
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return Math.min(...texts.map((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
}"""
