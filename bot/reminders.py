"""Reminders of last days: kept as rows, handed to the outbox once, in waking hours, cancelled at any time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.conversation import Channel, Citizen
from bot.deadlines.arithmetic import Due
from bot.deadlines.reminder import Reminder, RingingReminder
from bot.deadlines.reminding import ReminderTime, is_waking, local_day, reminder_times
from bot.delivery import Message, Outbox, Recipient

log = structlog.get_logger()
BATCH = 200
MOST_RUNNING = 20
# Channels where a citizen can be written to unasked; a kiosk is left behind.
WRITABLE = frozenset({Channel.TELEGRAM, Channel.WECHAT})


class ReminderStore(Protocol):
    """Reminders and their times."""

    async def keep(
        self,
        citizen: Citizen,
        due: Due,
        event_code: str,
        times: tuple[ReminderTime, ...],
        now: datetime,
    ) -> Reminder:
        """Keep a reminder; the same one again is the one that is there, running again if it was cancelled."""

    async def running(self, citizen: Citizen, now: datetime) -> tuple[Reminder, ...]:
        """The citizen's reminders that still have a time to come, the nearest first."""

    async def cancel(self, citizen: Citizen, code: str, now: datetime) -> Reminder | None:
        """Cancel the citizen's own reminder; None where there is none of this code."""

    async def claim_due(self, now: datetime, limit: int) -> list[RingingReminder]:
        """Times that have come, locked until the transaction ends, earliest first."""

    async def settle(self, time_id: int, state: str, now: datetime) -> None:
        """A claimed time was handed on (`sent`) or is of no use any more (`missed`)."""

    async def erase(self, citizen: Citizen) -> None:
        """Forget all of the citizen's reminders."""

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All that is kept of the citizen's reminders."""


class ReminderWork(Protocol):
    """The stores that reminders touch."""

    @property
    def reminders(self) -> ReminderStore:
        """Reminders."""

    @property
    def outbox(self) -> Outbox:
        """Messages to be sent."""


class ReminderWording(Protocol):
    """What a reminder says."""

    def __call__(self, reminder: Reminder, days_left: int) -> Message:
        """The message; `days_left` is 0 on the last day itself."""


def can_remind(citizen: Citizen, due: Due, now: datetime) -> bool:
    """Whether a reminder of this day can still reach this citizen in time."""
    return citizen.channel in WRITABLE and bool(reminder_times(due.last_day, now))


class Reminders:
    """Sets reminders and sends those whose time has come."""

    def __init__(self, wording: ReminderWording) -> None:
        self._wording = wording

    async def set(
        self, work: ReminderWork, citizen: Citizen, due: Due, event_code: str, now: datetime
    ) -> Reminder | None:
        """Keep a reminder; None where none can come in time, or too many are running."""
        if not can_remind(citizen, due, now):
            return None
        if len(await work.reminders.running(citizen, now)) >= MOST_RUNNING:
            return None
        return await work.reminders.keep(citizen, due, event_code, reminder_times(due.last_day, now), now)

    async def send_due(self, work: ReminderWork, now: datetime) -> int:
        """Hand what is due to the outbox, in the caller's transaction; returns how many times were settled.

        Of several times of one reminder that came while nobody was there, only the last one goes out;
        after the last day none does.
        """
        if not is_waking(now):
            return 0
        ringing = await work.reminders.claim_due(now, BATCH)
        newest = {one.reminder.id: one.time_id for one in ringing}
        for one in ringing:
            days_left = (one.reminder.last_day - local_day(now)).days
            if days_left < 0 or newest[one.reminder.id] != one.time_id:
                await work.reminders.settle(one.time_id, "missed", now)
                continue
            await work.outbox.put(
                Recipient(Channel(one.reminder.channel), one.reminder.citizen_id),
                self._wording(one.reminder, days_left),
                key=f"reminder/{one.time_id}",
                now=now,
            )
            await work.reminders.settle(one.time_id, "sent", now)
        return len(ringing)


def _now() -> datetime:
    return datetime.now(UTC)


class ReminderTicks:
    """Looks for due reminders again and again; several processes may, rows are locked while handed on."""

    every = timedelta(seconds=15)

    def __init__(
        self,
        reminders: Reminders,
        writing: Callable[[], AbstractAsyncContextManager[ReminderWork]],
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._reminders = reminders
        self._writing = writing
        self._wake = wake
        self._clock = clock

    async def tick(self) -> None:
        """Hand on all that is due now."""
        settled = BATCH
        while settled == BATCH:
            async with self._writing() as work:
                settled = await self._reminders.send_due(work, self._clock())
            if settled:
                log.info("reminders handed on", count=settled)
                self._wake()
