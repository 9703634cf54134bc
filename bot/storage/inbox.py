"""What came in, kept as rows until it is answered: a crash loses no update and answers none twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import inbox
from bot.storage.upsert import insert_once


@dataclass(frozen=True)
class Arrival:
    """One thing that came in; arrivals of one lane are answered in the order of their numbers."""

    key: str
    lane: str
    payload: Any
    attempts: int
    number: int | None
    received_at: datetime


class SqlInbox:
    """The inbox in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def receive(
        self, key: str, lane: str, payload: Any, now: datetime, number: int | None = None
    ) -> bool:
        """Keep an arrival; False where this key came in before. `number` is the sender's own count."""
        row = {
            "key": key,
            "lane": lane,
            "payload": payload,
            "received_at": now,
            "attempts": 0,
            "number": number,
        }
        return await insert_once(self._connection, inbox, row, "key")

    async def open_arrivals(self, prefix: str, limit: int = 1000) -> list[Arrival]:
        """Arrivals not yet answered whose key starts with `prefix`, oldest first."""
        query = (
            select(inbox)
            .where(inbox.c.done_at.is_(None), inbox.c.key.startswith(prefix, autoescape=True))
            .order_by(inbox.c.received_at, inbox.c.key)
            .limit(limit)
        )
        return [_arrival(row) for row in (await self._connection.execute(query)).all()]

    async def open_lanes(self, prefix: str, before: datetime, limit: int) -> list[str]:
        """Lanes with arrivals that came before this moment and are not answered, the longest waiting first."""
        query = (
            select(inbox.c.lane)
            .where(
                inbox.c.done_at.is_(None),
                inbox.c.received_at <= before,
                inbox.c.key.startswith(prefix, autoescape=True),
            )
            .group_by(inbox.c.lane)
            .order_by(func.min(inbox.c.received_at))
            .limit(limit)
        )
        return list((await self._connection.execute(query)).scalars())

    async def next_open(self, lane: str) -> Arrival | None:
        """The first arrival of a lane that is not answered, locked: whoever holds it has the lane to himself until
        his transaction ends, in whatever process he is."""
        is_open = (inbox.c.lane == lane, inbox.c.done_at.is_(None))
        first = _in_order(select(inbox).where(*is_open)).limit(1).with_for_update()
        left = select(inbox.c.key).where(*is_open).limit(1)
        while True:
            row = (await self._connection.execute(first)).first()
            if row is not None:
                return _arrival(row)
            # PostgreSQL gives nothing where the row it waited for was answered meanwhile: there may be a next one.
            if (await self._connection.execute(left)).first() is None:
                return None

    async def number_before(self, prefix: str, number: int) -> int | None:
        """The number of the arrival next before this one; None where none is known."""
        query = select(inbox.c.number).where(
            inbox.c.number < number, inbox.c.key.startswith(prefix, autoescape=True)
        )
        newest = query.order_by(inbox.c.number.desc()).limit(1)
        return (await self._connection.execute(newest)).scalar()

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


def _in_order(query: Select[Any]) -> Select[Any]:
    return query.order_by(inbox.c.number.nulls_first(), inbox.c.received_at, inbox.c.key)


def _arrival(row: Any) -> Arrival:
    return Arrival(row.key, row.lane, row.payload, row.attempts, row.number, row.received_at)
