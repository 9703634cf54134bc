"""A fake server and an empty SQLite file."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as running:
        yield running


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[SqlWorks]:
    async with Database(database_url).running() as database:
        yield SqlWorks(database)


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
