"""Time acts too: overdue cases are called for and then go up the ladder, silent stations are listed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.desk.ports import DeskWork
from bot.desk.staff_acts import StaffActs
from bot.referral.case import Case, Move, Step
from bot.referral.clocks import Overdue, nudged, on_time_up

log = structlog.get_logger()
BATCH = 200
_LATE = {
    Step.ACCEPT: "超过时限没有接单",
    Step.REPLY: "超过时限没有答复",
    Step.FINISH: "超过时限没有办结或说明下一步",
}


class TimeActs(StaffActs):
    """What the clock does; each case is one short transaction of the caller's."""

    async def on_time_up(self, work: DeskWork, number: str, now: datetime) -> Overdue | None:
        """Look at a case whose moment came; None where it is settled meanwhile."""
        case = await work.cases.get(number)
        if case is None or case.clock.look_at is None or case.clock.look_at > now:
            return None
        working = self.working_time(case.station_id)
        what = on_time_up(case.clock, now, working, self._parent(case.station_id) is not None)
        match what:
            case Overdue.LATER:
                later = max(working.next_working(now), now + timedelta(minutes=1))
                await work.cases.set_clock(case, replace(case.clock, look_at=later))
            case Overdue.REMIND:
                await self._remind(work, case, now)
            case Overdue.ESCALATE:
                await self._escalate(work, case, now)
            case Overdue.REMIND_CITIZEN:
                await self._count_nudge(work, case, now)
                await self._tell_citizen(
                    work, case, self._wording.citizen_reminded(case), _key(case, now), now
                )
            case Overdue.STOP_WAITING:
                case = await self._move(
                    work, case, Move.STOP_WAITING, actor="system", reason="群众未补充", now=now
                )
                await self._tell_duty(work, case, self._wording.waiting_stopped(case), _key(case, now), now)
            case Overdue.FOLLOW_UP:
                await work.cases.set_clock(case, replace(case.clock, look_at=None))
                await self._tell_citizen(work, case, self._wording.really_solved(case), _key(case, now), now)
        return what

    async def silent_now(self, work: DeskWork, now: datetime) -> list[str]:
        """Stations where cases waited too long without a sign of life, and that are not listed yet."""
        return [
            station_id
            for station_id, since in await work.pulses.waiting()
            if self.working_time(station_id).after_days(since, self.limits(station_id).silent_days) <= now
        ]

    async def list_silent(self, work: DeskWork, station_id: str, now: datetime) -> bool:
        """List a station as silent; it and those above are told. False where it answered meanwhile."""
        if not await work.pulses.fell_silent(station_id, now):
            return False
        await self._tell_of_silence(work, station_id, self.limits(station_id).silent_days, now)
        return True

    # ------------------------------------------------------------ private

    async def _remind(self, work: DeskWork, case: Case, now: datetime) -> None:
        await self._count_nudge(work, case, now)
        key = _key(case, now)
        await self._tell_duty(work, case, self._wording.station_reminded(case), key, now)
        for one in (case, *await work.cases.joined_to(case)):
            told = self._wording.citizen_told_of_delay(one)
            await self._tell_citizen(work, one, told, _key(one, now), now)

    async def _escalate(self, work: DeskWork, case: Case, now: datetime) -> None:
        above = await self._awake_parent(work, case.station_id)
        assert above is not None
        reason = _LATE.get(case.clock.step, "超过时限")
        old = case.station_id
        await self._give(work, case, Move.ESCALATE, "system", above.id, above.name, reason, now)
        # It left without anybody there having done anything.
        await work.pulses.case_came(old, now)

    async def _count_nudge(self, work: DeskWork, case: Case, now: datetime) -> None:
        working, limits = self.working_time(case.station_id), self.limits(case.station_id)
        await work.cases.set_clock(case, nudged(case.clock, now, working, limits))

    async def _tell_of_silence(self, work: DeskWork, station_id: str, days: int, now: datetime) -> None:
        station, parent = self._station(station_id), self._parent(station_id)
        message: Message = self._wording.station_fell_silent(station.name if station else station_id, days)
        for told in (station_id, parent.id if parent else None, self._top(station_id)):
            for chat in await work.staff.chats_of(told) if told else ():
                key = f"{chat}/silent/{station_id}/{now.isoformat()}"
                await work.outbox.put(Recipient(Channel.TELEGRAM, chat), message, key=key, now=now)

    def _top(self, station_id: str) -> str | None:
        parent = self._parent(station_id)
        while parent is not None:
            above = self._parent(parent.id)
            if above is None:
                return parent.id
            parent = above
        return None


class OverdueTicks:
    """Looks for cases and stations whose time is up; several processes may, each case is looked at once."""

    every = timedelta(seconds=20)

    def __init__(
        self,
        desk: TimeActs,
        writing: Callable[[], AbstractAsyncContextManager[DeskWork]],
        reading: Callable[[], AbstractAsyncContextManager[DeskWork]],
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._desk = desk
        self._writing = writing
        self._reading = reading
        self._wake = wake
        self._clock = clock

    async def tick(self) -> None:
        """Look at all that is due now."""
        settled = 0
        while True:
            now = self._clock()
            async with self._reading() as work:
                numbers = await work.cases.due(now, BATCH)
            done = [await self._look(number, now) for number in numbers]
            settled += sum(done)
            # A batch in which nothing could be done would come again and again.
            if len(numbers) < BATCH or not any(done):
                break
        silent = await self._list_silent()
        if settled or silent:
            log.info("clocks looked at", cases=settled, silent=silent)
            self._wake()

    async def _list_silent(self) -> int:
        """Each station in a transaction of its own: who holds one of them may be waiting for another."""
        now = self._clock()
        async with self._reading() as work:
            fell = await self._desk.silent_now(work, now)
        listed = 0
        for station_id in fell:
            async with self._writing() as work:
                listed += await self._desk.list_silent(work, station_id, now)
        return listed

    async def _look(self, number: str, now: datetime) -> bool:
        try:
            async with self._writing() as work:
                return await self._desk.on_time_up(work, number, now) is not None
        except Exception as error:
            # One case that cannot be looked at must not stop the others.
            log.error("clock failed", case=number, error=type(error).__name__)
            return False


def _key(case: Case, now: datetime) -> str:
    return f"{case.number}/late/{now.isoformat()}"
