"""Broadcasts and the log of what was done with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.notices.notice import (
    Audience,
    Broadcast,
    BroadcastMove,
    BroadcastState,
    Content,
    Draft,
    Timing,
)
from bot.storage.codec import from_json, to_json
from bot.storage.tables import broadcast_moves, broadcasts
from bot.storage.upsert import insert_once


class SqlBroadcasts:
    """Broadcasts in a database; implements `broadcast.Broadcasts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, draft: Draft, author_id: int, now: datetime) -> Broadcast:
        """Keep a new draft."""
        row = {**_written(draft), "author_id": author_id, "created_at": now}
        row |= {"state": BroadcastState.DRAFT.value, "last_subscriber": 0, "is_enqueued": False, "why": ""}
        made = await self._connection.execute(insert(broadcasts).values(**row).returning(broadcasts.c.id))
        return await self.require(int(made.scalar_one()))

    async def add_occurrence(self, series: Broadcast, due_at: datetime, valid_until: datetime | None) -> None:
        """One time of a series, released as the series was; the same time again is the one that is there."""
        row = {
            **_written(series.draft),
            "key": f"series/{series.id}/{due_at.isoformat()}",
            "series_id": series.id,
            "text_hash": series.text_hash,
            "state": BroadcastState.RELEASED.value,
            "why": "",
            "author_id": series.author_id,
            "tested_hash": series.tested_hash,
            "released_by": series.released_by,
            "released_count": series.released_count,
            "due_at": due_at,
            "valid_until": valid_until,
            "last_subscriber": 0,
            "is_enqueued": False,
            "created_at": due_at,
        }
        await insert_once(self._connection, broadcasts, row, "key")

    async def get(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, locked against other writers until the transaction ends."""
        query = select(broadcasts).where(broadcasts.c.id == broadcast_id).with_for_update()
        row = (await self._connection.execute(query)).first()
        return None if row is None else _broadcast(row)

    async def require(self, broadcast_id: int) -> Broadcast:
        """The broadcast that must be there."""
        found = await self.get(broadcast_id)
        assert found is not None
        return found

    async def newest(self, limit: int = 100) -> list[Broadcast]:
        """The newest ones first."""
        query = select(broadcasts).order_by(broadcasts.c.id.desc()).limit(limit)
        return [_broadcast(row) for row in (await self._connection.execute(query)).all()]

    async def in_states(
        self, states: Iterable[BroadcastState], *, not_ended: bool = False
    ) -> list[Broadcast]:
        """Those in any of these states, oldest first; none is locked."""
        query = select(broadcasts).where(broadcasts.c.state.in_([state.value for state in states]))
        if not_ended:
            query = query.where(broadcasts.c.ended_at.is_(None))
        rows = (await self._connection.execute(query.order_by(broadcasts.c.id))).all()
        return [_broadcast(row) for row in rows]

    async def seen(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, to be looked at only."""
        row = (
            await self._connection.execute(select(broadcasts).where(broadcasts.c.id == broadcast_id))
        ).first()
        return None if row is None else _broadcast(row)

    async def rewrite(self, broadcast_id: int, draft: Draft) -> None:
        """Replace the words of a draft."""
        changed = update(broadcasts).where(broadcasts.c.id == broadcast_id)
        await self._connection.execute(changed.values(**_written(draft)))

    async def change(self, broadcast_id: int, **values: Any) -> None:
        """Set columns of a broadcast that the caller holds."""
        plain = {
            name: value.value if isinstance(value, BroadcastState) else value
            for name, value in values.items()
        }
        await self._connection.execute(
            update(broadcasts).where(broadcasts.c.id == broadcast_id).values(**plain)
        )

    async def log(self, broadcast_id: int, move: str, staff_id: int | None, said: str, now: datetime) -> None:
        """Write down who did what."""
        row = {
            "broadcast_id": broadcast_id,
            "move": move,
            "staff_id": staff_id,
            "said": said[:200],
            "at": now,
        }
        await self._connection.execute(insert(broadcast_moves).values(**row))

    async def moves(self, broadcast_id: int) -> list[BroadcastMove]:
        """The log, oldest first."""
        query = (
            select(broadcast_moves)
            .where(broadcast_moves.c.broadcast_id == broadcast_id)
            .order_by(broadcast_moves.c.id)
        )
        return [
            BroadcastMove(row.move, row.staff_id, row.said, row.at)
            for row in (await self._connection.execute(query)).all()
        ]


def _written(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name[:80],
        "content": to_json(draft.content),
        "audience": to_json(draft.audience),
        "timing": to_json(draft.timing),
        "text_hash": draft.text_hash,
        "due_at": draft.timing.due_at,
        "valid_until": draft.timing.valid_until,
    }


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        draft=Draft(
            row.name,
            from_json(Content, row.content),
            from_json(Audience, row.audience),
            from_json(Timing, row.timing),
        ),
        text_hash=row.text_hash,
        state=BroadcastState(row.state),
        why=row.why,
        author_id=row.author_id,
        tested_hash=row.tested_hash,
        released_by=row.released_by,
        released_count=row.released_count,
        due_at=row.due_at,
        valid_until=row.valid_until,
        is_enqueued=row.is_enqueued,
        series_id=row.series_id,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
