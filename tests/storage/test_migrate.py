"""Migrations and table definitions say the same, and a second start has nothing to do."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.storage.migrate import NEWEST, migrate
from bot.storage.tables import metadata


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_migrated_database_has_exactly_the_defined_tables(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_newest_names_the_last_migration(database: Database) -> None:
    async with database.engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    assert found == NEWEST


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
