"""Lists of cases: those of a station, those that are due, those that somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.case import Case, CaseState
from bot.storage.case_rows import OVER, case_of_row
from bot.storage.tables import cases

_UNCLAIMED = tuple(state.value for state in CaseState if state.is_unclaimed)


class SqlCaseLists:
    """Lists in a database; nothing in them is locked."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def neighbours(self, case: Case, since: datetime, limit: int) -> list[Case]:
        """Running cases of the same station that came since, newest first, without this one."""
        query = select(cases).where(
            cases.c.station_id == case.station_id,
            cases.c.id != case.id,
            cases.c.opened_at >= since,
            cases.c.state.not_in(OVER),
        )
        rows = (await self._connection.execute(query.order_by(cases.c.id.desc()).limit(limit))).all()
        return [case_of_row(row) for row in rows]

    async def waiting_at(self, station_id: str) -> int:
        """How many unclaimed cases wait at a station."""
        query = select(func.count()).where(cases.c.station_id == station_id, cases.c.state.in_(_UNCLAIMED))
        return int((await self._connection.execute(query)).scalar_one())

    async def due(self, now: datetime, limit: int) -> list[str]:
        """The numbers of cases whose clock asks for a look, the longest waiting first."""
        query = select(cases.c.number).where(cases.c.look_at <= now).order_by(cases.c.look_at).limit(limit)
        return list((await self._connection.execute(query)).scalars())

    async def overdue(self, station_ids: Sequence[str] | None, now: datetime, limit: int = 200) -> list[Case]:
        """Cases of these stations (None: of all) whose step should have been done, the latest first."""
        query = select(cases).where(
            cases.c.due_at <= now, cases.c.state.not_in((*OVER, CaseState.WAITING_CITIZEN.value))
        )
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        rows = (await self._connection.execute(query.order_by(cases.c.due_at).limit(limit))).all()
        return [case_of_row(row) for row in rows]

    async def of_stations(
        self, station_ids: Sequence[str] | None, states: Sequence[CaseState] = (), limit: int = 200
    ) -> list[Case]:
        """Cases of these stations (None: of all), the last changed first."""
        query = select(cases).order_by(cases.c.changed_at.desc()).limit(limit)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        if states:
            query = query.where(cases.c.state.in_([state.value for state in states]))
        return [case_of_row(row) for row in (await self._connection.execute(query)).all()]

    async def counts(self, station_ids: Sequence[str] | None) -> dict[CaseState, int]:
        """How many cases of these stations (None: of all) are in each state."""
        query = select(cases.c.state, func.count()).group_by(cases.c.state)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        return {CaseState(state): count for state, count in (await self._connection.execute(query)).all()}

    async def held_by(self, staff_id: int) -> list[Case]:
        """The running cases that this member of staff has taken."""
        held = (CaseState.CLAIMED.value, CaseState.WAITING_CITIZEN.value)
        query = select(cases).where(cases.c.claimed_by == staff_id, cases.c.state.in_(held))
        return [case_of_row(row) for row in (await self._connection.execute(query)).all()]

    async def changed_since(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Cases changed at or after `moment`, newest first."""
        query = select(cases).where(cases.c.changed_at >= moment)
        newest = query.order_by(cases.c.changed_at.desc()).limit(limit)
        return [case_of_row(row) for row in (await self._connection.execute(newest)).all()]
