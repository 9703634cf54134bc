"""Duty shifts of stations."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import Role, StaffMember
from bot.referral.duty import Shift, on_duty
from bot.storage.tables import duty_shifts, staff


class SqlDuty:
    """Duty in a database; implements `desk.Duty`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shifts(self, station_id: str) -> list[Shift]:
        """The shifts of a station's active staff, in the order they were set."""
        query = (
            select(duty_shifts)
            .join(staff, staff.c.id == duty_shifts.c.staff_id)
            .where(duty_shifts.c.station_id == station_id, staff.c.is_active)
            .order_by(duty_shifts.c.id)
        )
        return [_shift(row) for row in (await self._connection.execute(query)).all()]

    async def add(self, station_id: str, shift: Shift) -> None:
        """One more shift."""
        row = {
            "station_id": station_id,
            "staff_id": shift.staff_id,
            "weekdays": "".join(str(day) for day in sorted(shift.weekdays)),
            "first_on": shift.first_on,
            "last_on": shift.last_on,
        }
        await self._connection.execute(insert(duty_shifts).values(**row))

    async def end(self, station_id: str, shift_id: int) -> Shift | None:
        """Take a shift away; None where this station has none of this id."""
        mine = (duty_shifts.c.station_id == station_id, duty_shifts.c.id == shift_id)
        row = (await self._connection.execute(select(duty_shifts).where(*mine))).first()
        await self._connection.execute(delete(duty_shifts).where(*mine))
        return None if row is None else _shift(row)

    async def on_duty(self, station_id: str, day: date) -> tuple[StaffMember, ...]:
        """Who is on duty at a station that day; empty where no duty is set."""
        ids = on_duty(await self.shifts(station_id), day)
        if not ids:
            return ()
        rows = (await self._connection.execute(select(staff).where(staff.c.id.in_(ids)))).all()
        by_id = {row.id: StaffMember(row.id, row.name, Role(row.role), row.station_id) for row in rows}
        return tuple(by_id[one] for one in ids if one in by_id)


def _shift(row: Row[tuple[object, ...]]) -> Shift:
    weekdays = frozenset(int(day) for day in row.weekdays)
    return Shift(row.staff_id, weekdays, row.first_on, row.last_on, row.id)
