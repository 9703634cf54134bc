"""How much hangs on each station's id, over all tables that name one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Table, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.cut_off import Ties
from bot.storage.case_rows import OVER
from bot.storage.tables import (
    cases,
    duty_shifts,
    invitations,
    reply_templates,
    staff,
    staff_chats,
    station_edits,
)


class SqlStationTies:
    """Counts in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self, now: datetime) -> dict[str, Ties]:
        """What hangs on each station; those that nothing hangs on are absent."""
        is_open = invitations.c.used_at.is_(None) & (invitations.c.expires_at > now)
        counts = {
            "staff": await self._count(staff, staff.c.is_active),
            "codes": await self._count(invitations, is_open),
            "chats": await self._count(staff_chats),
            "shifts": await self._count(duty_shifts),
            "replies": await self._count(reply_templates),
            "edits": await self._count(station_edits),
            "cases": await self._count(cases, cases.c.state.not_in(OVER)),
        }
        every = sorted({station for counted in counts.values() for station in counted})
        return {one: Ties(**{kind: counted[one] for kind, counted in counts.items()}) for one in every}

    async def _count(self, table: Table, condition: ColumnElement[bool] | None = None) -> Counter[str]:
        # No station, or an empty one, stands for all of them.
        station = table.c.station_id
        counting = select(station, func.count()).where(station.is_not(None), station != "").group_by(station)
        rows = await self._connection.execute(counting.where(true() if condition is None else condition))
        return Counter({row[0]: row[1] for row in rows.all()})
