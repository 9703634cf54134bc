"""What staff set at stations, and the history of it: who, when, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.station_edit import StationChange, StationEdit
from bot.storage.tables import station_changes, station_edits
from bot.storage.upsert import upsert


class SqlStationEdits:
    """Edits of stations in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[StationEdit]:
        """Every edit in force, by station."""
        query = select(station_edits).order_by(station_edits.c.station_id, station_edits.c.field)
        return [
            StationEdit(row.station_id, row.field, row.value, row.staff_id, row.at)
            for row in (await self._connection.execute(query)).all()
        ]

    async def values(self) -> dict[str, dict[str, str]]:
        """The values in force, by station and field."""
        found: dict[str, dict[str, str]] = {}
        for edit in await self.all():
            found.setdefault(edit.station_id, {})[edit.field] = edit.value
        return found

    async def of(self, station_id: str) -> dict[str, str]:
        """The values in force at one station, by field; locked against other writers."""
        query = select(station_edits).where(station_edits.c.station_id == station_id).with_for_update()
        return {row.field: row.value for row in (await self._connection.execute(query)).all()}

    async def put(
        self,
        station_id: str,
        before: Mapping[str, str],
        after: Mapping[str, str],
        staff_id: int,
        now: datetime,
    ) -> None:
        """Set the fields of `after`; `before` is what each was, for the history."""
        for field, value in after.items():
            key = {"station_id": station_id, "field": field}
            values = {"value": value, "staff_id": staff_id, "at": now}
            await upsert(self._connection, station_edits, key, values)
            change = StationChange(field, before[field], value, f"staff:{staff_id}", now)
            await self.note(station_id, change)

    async def drop(self, edit: StationEdit, after: str, now: datetime) -> None:
        """An imported list takes its place."""
        await self._connection.execute(
            delete(station_edits).where(
                station_edits.c.station_id == edit.station_id, station_edits.c.field == edit.field
            )
        )
        await self.note(edit.station_id, StationChange(edit.field, edit.value, after, "import", now))

    async def note(self, station_id: str, change: StationChange) -> None:
        """One more line of a station's history."""
        row = {
            "station_id": station_id,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "actor": change.actor,
            "at": change.at,
        }
        await self._connection.execute(insert(station_changes).values(**row))

    async def history(self, station_id: str, limit: int = 30) -> list[StationChange]:
        """A station's history, newest first."""
        query = select(station_changes).where(station_changes.c.station_id == station_id)
        rows = (
            await self._connection.execute(query.order_by(station_changes.c.id.desc()).limit(limit))
        ).all()
        return [StationChange(row.field, row.before, row.after, row.actor, row.at) for row in rows]

    async def stamp(self) -> str:
        """Changes whenever anything was set."""
        return str((await self._connection.execute(select(func.max(station_changes.c.id)))).scalar() or 0)
