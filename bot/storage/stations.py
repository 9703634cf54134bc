"""An imported directory of stations: kept as the rows of its table, so that reading it again checks it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.division import DivisionTree, Level
from bot.referral.station import Station
from bot.referral.station_rows import read_stations
from bot.storage.tables import marks, stations
from bot.storage.upsert import upsert

_COLUMNS = [
    "id",
    "name",
    "level",
    "division_code",
    "parent_id",
    "address",
    "lat",
    "lon",
    "phone",
    "duty_phone",
    "hours",
    "topics",
    "verified",
    "note",
]
_STAMP = "stations_imported_at"


class SqlStations:
    """The imported directory in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def import_all(
        self, listed: Sequence[Station], now: datetime, shut: Sequence[Station] = ()
    ) -> tuple[int, int, int]:
        """Take this list as the directory: (new, updated, closed). Vanished stations are closed, not deleted.
        `shut` are others that close with it: stations of the shipped list, which was never imported."""
        known = set(
            (
                await self._connection.execute(select(stations.c.id).where(stations.c.closed_at.is_(None)))
            ).scalars()
        )
        for position, station in enumerate(listed):
            values = {"position": position, "row": _row(station), "closed_at": None}
            await upsert(self._connection, stations, {"id": station.id}, values)
        for station in shut:
            values = {"position": 0, "row": _row(station), "closed_at": now}
            await upsert(self._connection, stations, {"id": station.id}, values)
        vanished = known - {station.id for station in listed}
        if vanished:
            closing = update(stations).where(stations.c.id.in_(vanished))
            await self._connection.execute(closing.values(closed_at=now))
        await upsert(self._connection, marks, {"name": _STAMP}, {"value": now.isoformat()})
        kept = len(known & {station.id for station in listed})
        return len(listed) - kept, kept, len(vanished)

    async def stamp(self) -> str:
        """Changes whenever a directory was imported."""
        query = select(marks.c.value).where(marks.c.name == _STAMP)
        return (await self._connection.execute(query)).scalar() or ""

    async def former(self) -> tuple[Station, ...]:
        """The closed stations, as far as their cases need them: name, level and place on the ladder."""
        query = select(stations.c.row).where(stations.c.closed_at.is_not(None)).order_by(stations.c.id)
        return tuple(
            Station(
                row["id"], row["name"], Level(row["level"]), row["division_code"], row["parent_id"] or None
            )
            for (row,) in (await self._connection.execute(query)).all()
        )

    async def load(self, tree: DivisionTree) -> tuple[Station, ...]:
        """The open stations, in the order of their list; empty where none was imported."""
        query = select(stations.c.row).where(stations.c.closed_at.is_(None)).order_by(stations.c.position)
        rows = [row for (row,) in (await self._connection.execute(query)).all()]
        if not rows:
            return ()
        table = [(n, [row.get(column, "") for column in _COLUMNS]) for n, row in enumerate(rows, 2)]
        return read_stations([(1, _COLUMNS), *table], tree)


def _row(station: Station) -> dict[str, Any]:
    return {
        "id": station.id,
        "name": station.name,
        "level": station.level.value,
        "division_code": station.division_code,
        "parent_id": station.parent_id or "",
        "address": station.address,
        "lat": "" if station.lat is None else str(station.lat),
        "lon": "" if station.lon is None else str(station.lon),
        "phone": station.phone,
        "duty_phone": station.duty_phone,
        "hours": station.hours.text if station.hours else "",
        "topics": ";".join(sorted(station.topics)),
        "verified": "true" if station.verified else "false",
        "note": station.note,
    }
