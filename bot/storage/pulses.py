"""Whether a station answers: since when cases wait there unanswered, and whether it counts as silent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import station_pulses
from bot.storage.upsert import insert_once, upsert


class SqlPulses:
    """Signs of life of stations; implements `desk.Pulses`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def case_came(self, station_id: str, now: datetime) -> None:
        """A case waits at this station; the first that does so starts its clock."""
        row = {"station_id": station_id, "waiting_since": now}
        if await insert_once(self._connection, station_pulses, row, "station_id"):
            return
        waits = update(station_pulses).where(
            station_pulses.c.station_id == station_id, station_pulses.c.waiting_since.is_(None)
        )
        await self._connection.execute(waits.values(waiting_since=now))

    async def acted(self, station_id: str, now: datetime) -> None:
        """Somebody at this station did something: it is not silent."""
        values = {"waiting_since": None, "silent_since": None, "acted_at": now}
        await upsert(self._connection, station_pulses, {"station_id": station_id}, values)

    async def is_silent(self, station_id: str) -> bool:
        """Whether it is listed as silent."""
        query = select(station_pulses.c.silent_since).where(station_pulses.c.station_id == station_id)
        return (await self._connection.execute(query)).scalar() is not None

    async def waiting(self) -> list[tuple[str, datetime]]:
        """Stations where cases wait unanswered and that are not listed yet, with since when."""
        query = select(station_pulses).where(
            station_pulses.c.waiting_since.is_not(None), station_pulses.c.silent_since.is_(None)
        )
        return [(row.station_id, row.waiting_since) for row in (await self._connection.execute(query)).all()]

    async def fell_silent(self, station_id: str, now: datetime) -> bool:
        """List it as silent; False where it is listed or has answered meanwhile."""
        listing = update(station_pulses).where(
            station_pulses.c.station_id == station_id,
            station_pulses.c.waiting_since.is_not(None),
            station_pulses.c.silent_since.is_(None),
        )
        return bool((await self._connection.execute(listing.values(silent_since=now))).rowcount)

    async def silent(self) -> dict[str, datetime]:
        """All silent stations, with since when they are listed."""
        query = select(station_pulses).where(station_pulses.c.silent_since.is_not(None))
        return {row.station_id: row.silent_since for row in (await self._connection.execute(query)).all()}
