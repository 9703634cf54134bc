"""The calendar file can be downloaded from its address."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.deadlines.loader import load_rules
from bot.handlers.web.deadline_file import deadline_routes
from tests.deadlines.conftest import DATA

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(deadline_routes(load_rules(DATA / "deadlines.yaml")))
    async with TestClient(TestServer(app)) as running:
        yield running


async def test_a_file_for_the_calendar_comes_as_a_download(client: Client) -> None:
    response = await client.get("/deadlines/reconsideration@20260802.ics")
    assert response.status == 200
    assert response.content_type == "text/calendar"
    assert "reconsideration-20261008.ics" in response.headers["Content-Disposition"]
    assert "DTSTART;VALUE=DATE:20261008" in await response.text()


@pytest.mark.parametrize(
    "path",
    ["nothing@20260802", "reconsideration@20260230", "reconsideration@18000101", "reconsideration@", "x"],
)
async def test_another_address_is_not_found(client: Client, path: str) -> None:
    assert (await client.get(f"/deadlines/{path}.ics")).status == 404
