"""One leader among the processes on a database: an advisory lock on PostgreSQL, a lease row on SQLite."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import structlog
from sqlalchemy import delete, select
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.tables import leases
from bot.storage.upsert import insert_once, upsert

log = structlog.get_logger()

LOOK_SECONDS = 1.5
LEASE = timedelta(seconds=6)
_LOCK = 530101
_NAME = "leader"
# A leader that stands still (or whose machine is gone) is dropped by the server after that time.
_SILENCE_MILLISECONDS = 7000


class Leadership:
    """Whether this process is the leader; hold `running()` open."""

    def __init__(self, database: Database, look_seconds: float = LOOK_SECONDS) -> None:
        self._database = database
        self._look_seconds = look_seconds
        self._me = secrets.token_hex(8)
        self._is_leader = False

    @property
    def is_leader(self) -> bool:
        """True in at most one process at a time."""
        return self._is_leader

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Leadership]:
        """Stand for leader until the block ends, then make room for another one at once."""
        standing = asyncio.create_task(self._stand(), name="leader")
        try:
            yield self
        finally:
            standing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await standing

    # ------------------------------------------------------------ private

    async def _stand(self) -> None:
        term = self._hold_lease if self._database.is_sqlite else self._hold_lock
        while True:
            try:
                await term()
            except Exception as error:
                log.warning("leadership lost or not to be had", error=type(error).__name__)
            finally:
                self._set(is_leader=False)
            await asyncio.sleep(self._look_seconds)

    async def _hold_lock(self) -> None:
        """On a connection of its own: a pool would keep the lock after its user is gone."""
        connection = await asyncpg.connect(self._dsn(), timeout=5)
        try:
            await connection.execute(f"SET idle_session_timeout = {_SILENCE_MILLISECONDS}")
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK, timeout=3):
                return
            self._set(is_leader=True)
            while True:
                await asyncio.sleep(self._look_seconds)
                await connection.fetchval("SELECT 1", timeout=3)
        finally:
            self._set(is_leader=False)
            connection.terminate()

    async def _hold_lease(self) -> None:
        try:
            while True:
                self._set(is_leader=await self._renew())
                await asyncio.sleep(self._look_seconds)
        finally:
            if self._is_leader:
                await asyncio.shield(self._give_up())

    async def _renew(self) -> bool:
        now = datetime.now(UTC)
        async with self._database.writing() as connection:
            row = {"name": _NAME, "holder": self._me, "until": now + LEASE}
            if await insert_once(connection, leases, row, "name"):
                return True
            held = (await connection.execute(select(leases).where(leases.c.name == _NAME))).one()
            # One that ends far in the future was written before the clock was set back.
            is_held = now < held.until <= now + 2 * LEASE
            if held.holder != self._me and is_held:
                return False
            await upsert(connection, leases, {"name": _NAME}, {"holder": self._me, "until": now + LEASE})
            return True

    async def _give_up(self) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                delete(leases).where(leases.c.name == _NAME, leases.c.holder == self._me)
            )

    def _set(self, *, is_leader: bool) -> None:
        if is_leader != self._is_leader:
            log.info("leader" if is_leader else "leader no more", holder=self._me)
        self._is_leader = is_leader

    def _dsn(self) -> str:
        url = make_url(self._database.engine.url).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)
