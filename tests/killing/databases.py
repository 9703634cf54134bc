"""Fresh databases of both kinds."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Database


async def new_sqlite(folder: Path) -> str:
    """A new file."""
    return await _migrated(f"sqlite:///{folder / f'{uuid4().hex}.db'}")


async def new_postgres(cluster_url: str) -> str:
    """A new database beside the one of this URL."""
    name = f"legalbot_{uuid4().hex}"
    engine = create_async_engine(
        cluster_url.replace("postgresql", "postgresql+asyncpg", 1), isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return await _migrated(cluster_url.rpartition("/")[0] + f"/{name}")


async def _migrated(url: str) -> str:
    async with Database(url).running():
        return url
