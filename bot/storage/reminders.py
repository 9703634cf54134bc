"""Reminders in a database: the wish in one row, each of its times in a row of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen
from bot.deadlines.arithmetic import Due
from bot.deadlines.reminder import Reminder, RingingReminder
from bot.deadlines.reminding import ReminderTime
from bot.storage.inquiries import short_code
from bot.storage.tables import reminder_times, reminders
from bot.storage.upsert import insert_once


class SqlReminders:
    """Implements `reminders.ReminderStore`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self,
        citizen: Citizen,
        due: Due,
        event_code: str,
        times: tuple[ReminderTime, ...],
        now: datetime,
    ) -> Reminder:
        """Keep a reminder; the same one again is the one that is there, running again if it was cancelled."""
        key = f"{citizen.channel.value}/{citizen.id}/{due.rule.id}/{event_code}"
        row = {
            "key": key,
            "code": short_code(8),
            "channel": citizen.channel.value,
            "citizen_id": citizen.id,
            "rule_id": due.rule.id,
            "what": due.rule.what,
            "event_code": event_code,
            "last_day": due.last_day,
            "created_at": now,
        }
        await insert_once(self._connection, reminders, row, "key")
        again = {"cancelled_at": None, "last_day": due.last_day, "what": due.rule.what}
        await self._connection.execute(update(reminders).where(reminders.c.key == key).values(**again))
        kept = (await self._connection.execute(select(reminders).where(reminders.c.key == key))).one()
        for time in times:
            await self._keep_time(kept.id, time)
        return await self._whole(kept, now)

    async def running(self, citizen: Citizen, now: datetime) -> tuple[Reminder, ...]:
        """The citizen's reminders that still have a time to come, the nearest first."""
        query = (
            select(reminders)
            .where(_theirs(citizen), reminders.c.cancelled_at.is_(None))
            .order_by(reminders.c.last_day, reminders.c.id)
        )
        rows = (await self._connection.execute(query)).all()
        whole = [await self._whole(row, now) for row in rows]
        return tuple(one for one in whole if one.times)

    async def cancel(self, citizen: Citizen, code: str, now: datetime) -> Reminder | None:
        """Cancel the citizen's own reminder; None where there is none of this code."""
        query = select(reminders).where(_theirs(citizen), reminders.c.code == code)
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        cancelled = update(reminders).where(reminders.c.id == row.id).values(cancelled_at=now)
        await self._connection.execute(cancelled)
        waiting = update(reminder_times).where(
            reminder_times.c.reminder_id == row.id, reminder_times.c.state == "waiting"
        )
        await self._connection.execute(waiting.values(state="cancelled", settled_at=now))
        return await self._whole(row, now)

    async def claim_due(self, now: datetime, limit: int) -> list[RingingReminder]:
        """Times that have come, locked until the transaction ends, earliest first."""
        query = (
            select(reminder_times)
            .where(reminder_times.c.state == "waiting", reminder_times.c.due_at <= now)
            .order_by(reminder_times.c.due_at, reminder_times.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        times = (await self._connection.execute(query)).all()
        if not times:
            return []
        ids = {time.reminder_id for time in times}
        rows = (await self._connection.execute(select(reminders).where(reminders.c.id.in_(ids)))).all()
        by_id = {row.id: _reminder(row, ()) for row in rows}
        return [RingingReminder(time.id, by_id[time.reminder_id]) for time in times]

    async def settle(self, time_id: int, state: str, now: datetime) -> None:
        """A claimed time was handed on (`sent`) or is of no use any more (`missed`)."""
        settled = update(reminder_times).where(reminder_times.c.id == time_id)
        await self._connection.execute(settled.values(state=state, settled_at=now))

    async def erase(self, citizen: Citizen) -> None:
        """Forget all of the citizen's reminders."""
        theirs = select(reminders.c.id).where(_theirs(citizen))
        await self._connection.execute(delete(reminder_times).where(reminder_times.c.reminder_id.in_(theirs)))
        await self._connection.execute(delete(reminders).where(_theirs(citizen)))

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All that is kept of the citizen's reminders."""
        rows = (await self._connection.execute(select(reminders).where(_theirs(citizen)))).all()
        return [
            {
                "what": row.what,
                "from": row.event_code,
                "last_day": row.last_day.isoformat(),
                "created_at": row.created_at.isoformat(),
                "cancelled_at": row.cancelled_at.isoformat() if row.cancelled_at else None,
            }
            for row in rows
        ]

    async def _keep_time(self, reminder_id: int, time: ReminderTime) -> None:
        key = f"{reminder_id}/{time.days_before}"
        row = {
            "key": key,
            "reminder_id": reminder_id,
            "days_before": time.days_before,
            "due_at": time.due_at,
            "state": "waiting",
        }
        await insert_once(self._connection, reminder_times, row, "key")
        # One that was cancelled waits again; one that went out has gone out.
        again = update(reminder_times).where(
            reminder_times.c.key == key, reminder_times.c.state.in_(("cancelled", "waiting"))
        )
        await self._connection.execute(again.values(state="waiting", due_at=time.due_at, settled_at=None))

    async def _whole(self, row: Row[Any], now: datetime) -> Reminder:
        query = (
            select(reminder_times)
            .where(
                reminder_times.c.reminder_id == row.id,
                reminder_times.c.state == "waiting",
                reminder_times.c.due_at > now,
            )
            .order_by(reminder_times.c.due_at)
        )
        times = (await self._connection.execute(query)).all()
        return _reminder(row, tuple(ReminderTime(time.days_before, time.due_at) for time in times))


def _theirs(citizen: Citizen) -> ColumnElement[bool]:
    return (reminders.c.channel == citizen.channel.value) & (reminders.c.citizen_id == citizen.id)


def _reminder(row: Row[Any], times: tuple[ReminderTime, ...]) -> Reminder:
    return Reminder(
        id=row.id,
        code=row.code,
        channel=row.channel,
        citizen_id=row.citizen_id,
        rule_id=row.rule_id,
        what=row.what,
        event_code=row.event_code,
        last_day=row.last_day,
        created_at=row.created_at,
        times=times,
    )
