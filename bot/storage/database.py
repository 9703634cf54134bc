"""The engine and its transactions: all that differs between SQLite and PostgreSQL is here."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from bot.storage.migrate import migrate
from bot.storage.presence import Presence

_LET_GO_SECONDS = 2.0


class Database:
    """One engine. `writing()` opens a short write transaction; none stays open across the network."""

    def __init__(self, url: str) -> None:
        self._url = make_url(_async_url(url))
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._one_writer = asyncio.Lock()
        self._threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self.presence = Presence(self._file)
        self.engine = self._build_engine()

    @property
    def is_missing(self) -> bool:
        """Whether opening it would make an empty SQLite database."""
        return self.is_sqlite and not (self._url.database and Path(self._url.database).exists())

    @property
    def _file(self) -> Path | None:
        """Where SQLite keeps it; None for PostgreSQL and in memory."""
        is_kept = self.is_sqlite and self._url.database not in {None, "", ":memory:"}
        return Path(str(self._url.database)) if is_kept else None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Database]:
        """Migrate to the newest schema, serve, and close the pool at the end."""
        try:
            async with self.engine.begin() as connection:
                await connection.run_sync(migrate)
            async with self.presence.running():
                yield self
        finally:
            await self.engine.dispose()
            await self._let_go()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; SQLite's single writer is queued for here, not by busy waiting."""
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._one_writer)
            yield await stack.enter_async_context(self.engine.begin())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads: on SQLite it waits for no writer."""
        async with self.engine.connect() as connection:
            await connection.execution_options(legalbot_reads_only=True)
            async with connection.begin():
                yield connection

    async def _let_go(self) -> None:
        """A connection whose user was cancelled ends by itself, in its thread, which still has a word for our loop: the
        loop must be there to hear it."""
        for thread in tuple(self._threads):
            await asyncio.to_thread(thread.join, _LET_GO_SECONDS)

    def _build_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            named = {"server_settings": {"application_name": self.presence.connection_name}}
            return create_async_engine(
                self._url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args=named
            )
        if self._file is None:
            engine = create_async_engine(self._url, poolclass=StaticPool)
        else:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            engine = create_async_engine(self._url)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "connect", self._remember)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return engine

    def _remember(self, connection: Any, _record: Any) -> None:
        thread = getattr(connection.driver_connection, "_thread", None)
        if isinstance(thread, threading.Thread):
            self._threads.add(thread)


def _async_url(url: str) -> str:
    for plain, driver in (("sqlite://", "sqlite+aiosqlite://"), ("postgresql://", "postgresql+asyncpg://")):
        if url.startswith(plain):
            return driver + url.removeprefix(plain)
    return url


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # A deferred transaction that turns into a writer later fails at once with "database is locked".
    reads_only = connection.get_execution_options().get("legalbot_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
