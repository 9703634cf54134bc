"""Replies that staff keep for frequent use: their station's, and those for all stations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import KeptReply
from bot.storage.tables import reply_templates
from bot.storage.upsert import upsert


class SqlReplyTemplates:
    """Kept replies in a database. The empty station stands for all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, station_ids: Sequence[str]) -> list[KeptReply]:
        """The replies of these stations, by name."""
        query = select(reply_templates).where(reply_templates.c.station_id.in_(station_ids))
        rows = (await self._connection.execute(query.order_by(reply_templates.c.name))).all()
        return [_kept(row) for row in rows]

    async def get(self, reply_id: int) -> KeptReply | None:
        """One reply."""
        query = select(reply_templates).where(reply_templates.c.id == reply_id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _kept(row)

    async def put(self, station_id: str, name: str, text: str, staff_id: int, now: datetime) -> None:
        """Keep a reply; one of the same name at this station is replaced."""
        key = {"station_id": station_id, "name": name}
        values = {"text": text, "changed_by": staff_id, "changed_at": now}
        await upsert(self._connection, reply_templates, key, values)

    async def drop(self, reply_id: int) -> None:
        """Forget it."""
        await self._connection.execute(delete(reply_templates).where(reply_templates.c.id == reply_id))


def _kept(row: Row[tuple[object, ...]]) -> KeptReply:
    return KeptReply(row.id, row.station_id, row.name, row.text)
