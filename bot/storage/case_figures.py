"""Figures over cases: how many, where, about what; nobody's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.case import CaseState
from bot.storage.tables import cases

_OVER = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)


class SqlCaseFigures:
    """Counts of cases in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def by_station(self, station_ids: Sequence[str] | None) -> dict[str, int]:
        """How many running cases each of these stations (None: of all) has; those that never had one are absent."""
        running = func.count().filter(cases.c.state.not_in(_OVER))
        query = select(cases.c.station_id, running).where(_of(station_ids)).group_by(cases.c.station_id)
        return {row[0]: row[1] for row in (await self._connection.execute(query)).all()}

    async def overdue(self, station_ids: Sequence[str] | None, now: datetime) -> int:
        """How many running cases should have been worked by now; those that wait for the citizen are not counted."""
        return await self._count(
            _of(station_ids),
            cases.c.due_at <= now,
            cases.c.state.not_in((*_OVER, CaseState.WAITING_CITIZEN.value)),
        )

    async def running(self, station_ids: Sequence[str] | None) -> int:
        """How many cases are not over."""
        return await self._count(_of(station_ids), cases.c.state.not_in(_OVER))

    async def closed_since(self, station_ids: Sequence[str] | None, moment: datetime) -> int:
        """How many cases were closed at or after `moment` and are closed still."""
        is_closed = cases.c.state == CaseState.CLOSED.value
        return await self._count(_of(station_ids), is_closed, cases.c.closed_at >= moment)

    async def by_entry(
        self, station_ids: Sequence[str] | None, start: datetime, end: datetime
    ) -> dict[str | None, int]:
        """How many cases were opened from `start` until `end`, by the FAQ entry that the bot had given."""
        query = (
            select(cases.c.entry_id, func.count())
            .where(_of(station_ids), cases.c.opened_at >= start, cases.c.opened_at < end)
            .group_by(cases.c.entry_id)
        )
        return {row[0]: row[1] for row in (await self._connection.execute(query)).all()}

    async def _count(self, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(cases).where(*conditions)
        return int((await self._connection.execute(query)).scalar_one())


def _of(station_ids: Sequence[str] | None) -> ColumnElement[bool]:
    return true() if station_ids is None else cases.c.station_id.in_(station_ids)
