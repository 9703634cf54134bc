"""What came in, kept as rows until it is answered: a crash loses no update and answers none twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import inbox
from bot.storage.upsert import insert_once


@dataclass(frozen=True)
class Arrival:
    """One thing that came in; arrivals of one lane are answered in order."""

    key: str
    lane: str
    payload: Any
    attempts: int


class SqlInbox:
    """The inbox in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def receive(self, key: str, lane: str, payload: Any, now: datetime) -> bool:
        """Keep an arrival; False where this key came in before."""
        row = {"key": key, "lane": lane, "payload": payload, "received_at": now, "attempts": 0}
        return await insert_once(self._connection, inbox, row, "key")

    async def open_arrivals(self, prefix: str, limit: int = 1000) -> list[Arrival]:
        """Arrivals not yet answered whose key starts with `prefix`, oldest first."""
        query = (
            select(inbox)
            .where(inbox.c.done_at.is_(None), inbox.c.key.startswith(prefix, autoescape=True))
            .order_by(inbox.c.received_at, inbox.c.key)
            .limit(limit)
        )
        rows = (await self._connection.execute(query)).all()
        return [Arrival(row.key, row.lane, row.payload, row.attempts) for row in rows]

    async def count_attempt(self, key: str) -> None:
        """One more try at an arrival begins."""
        await self._connection.execute(
            update(inbox).where(inbox.c.key == key).values(attempts=inbox.c.attempts + 1)
        )

    async def finish(self, key: str, now: datetime, reply: Any = None) -> bool:
        """The arrival is answered; its words are dropped, the reply is kept for a repeated request.
        False where it was finished before (or never came)."""
        done = update(inbox).where(inbox.c.key == key, inbox.c.done_at.is_(None))
        result = await self._connection.execute(done.values(done_at=now, payload={}, reply=reply))
        return bool(result.rowcount)

    async def reply_to(self, key: str) -> Any:
        """The kept reply of a finished arrival, else None."""
        return (await self._connection.execute(select(inbox.c.reply).where(inbox.c.key == key))).scalar()

    async def forget_before(self, moment: datetime) -> int:
        """Drop finished arrivals older than `moment`; returns how many."""
        old = delete(inbox).where(inbox.c.done_at.is_not(None), inbox.c.received_at < moment)
        return (await self._connection.execute(old)).rowcount

    async def forget_lane(self, lane: str) -> int:
        """Drop the finished arrivals of one lane with their kept replies; returns how many."""
        gone = delete(inbox).where(inbox.c.done_at.is_not(None), inbox.c.lane == lane)
        return (await self._connection.execute(gone)).rowcount
