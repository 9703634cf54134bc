"""Fixtures that many tests share: a real SQLite file and a real PostgreSQL database."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.postgres import NoPostgresError, running_postgres

# What a developer has in the environment must not leak into tests.
for name in [name for name in os.environ if name.startswith(("LEGALBOT_", "TELEGRAM_"))]:
    del os.environ[name]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A cluster of its own; skips where none can be had."""
    try:
        with running_postgres() as url:
            yield url
    except NoPostgresError as reason:
        pytest.skip(f"no PostgreSQL: {reason}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty migrated database."""
    if database_url.startswith("postgresql"):
        engine = create_async_engine(database_url.replace("postgresql", "postgresql+asyncpg", 1))
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
        await engine.dispose()
    async with Database(database_url).running() as running:
        yield running


@pytest.fixture
def works(database: Database) -> SqlWorks:
    """Units of work on the empty database."""
    return SqlWorks(database)
