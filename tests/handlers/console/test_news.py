"""Open pages hear of new cases of their stations, and of no others."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from aiohttp import ClientResponse

from bot.faq.knowledge import KnowledgeBase
from bot.handlers.console import news
from bot.referral.directory import Directory
from tests.handlers.site import Site, Visitor, served


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_LOOK_SECONDS", 0.05)


async def next_event(stream: ClientResponse, seconds: float = 30.0) -> str:
    async def read() -> str:
        async for line in stream.content:
            if line.startswith(b"data: "):
                return line.decode().removeprefix("data: ").strip()
        return "the end"

    return await asyncio.wait_for(read(), seconds)


async def test_a_new_case_and_its_moves_are_told(site: Site, mediator: Visitor) -> None:
    async with mediator.session.get("/console/events") as stream:
        assert stream.content_type == "text/event-stream"
        await asyncio.sleep(0.2)
        number = (await site.open_case("13800001111")).number
        assert await next_event(stream) == "new"
        await mediator.act(number, "claim")
        assert await next_event(stream) == "changed"


async def test_another_stations_case_is_not_told(site: Site, stranger: Visitor) -> None:
    async with stranger.session.get("/console/events") as stream:
        await asyncio.sleep(0.2)
        await site.open_case()
        with pytest.raises(TimeoutError):
            await next_event(stream, 0.5)


async def test_an_open_page_does_not_hold_up_the_end_of_the_service(
    tmp_path: Path, small_knowledge: KnowledgeBase, directory: Directory
) -> None:
    async with contextlib.AsyncExitStack() as visitors:
        async with served(tmp_path, small_knowledge, directory) as site:
            visitor = await visitors.enter_async_context(site.browser())
            await visitor.join(await site.invitation())
            stream = await visitors.enter_async_context(visitor.session.get("/console/events"))
            started = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - started < 10
        assert await next_event(stream) == "the end"


async def test_nothing_is_told_without_a_login(citizen: Visitor) -> None:
    assert (await citizen.page("/console/events"))[0] == 401
