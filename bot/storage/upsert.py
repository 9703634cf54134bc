"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def upsert(
    connection: AsyncConnection, table: Table, key: dict[str, Any], values: dict[str, Any]
) -> None:
    """Insert the row, or replace `values` of the row that has this key."""
    statement = _insert(connection, table).values(**key, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


async def insert_once(connection: AsyncConnection, table: Table, row: dict[str, Any], unique: str) -> bool:
    """Insert the row unless one with the same `unique` column is there; says whether it was new."""
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing(index_elements=[unique])
    return bool((await connection.execute(statement)).rowcount)


def _insert(connection: AsyncConnection, table: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
