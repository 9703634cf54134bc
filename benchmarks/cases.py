"""A simulated month of cases on a fake clock, and the throughput of case moves.

    python -m benchmarks.cases month [--cases 20000] [--days 31] [--database URL]
    python -m benchmarks.cases moves [--moves 2000] [--workers 8] [--database URL]

The month runs over the shipped directory with its holidays and lunch breaks; one station in twelve never answers.
At its end every case is looked at: none lost, none doubled, none without a next step, the chain of moves whole.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select

from bot.app import shipped_directory
from bot.conversation import Channel, Citizen
from bot.desk import Desk, NoSuchCase, OverdueTicks, Role, StaffMember
from bot.handlers.wording import ChineseDesk
from bot.referral.case import Case, CaseMessage, CaseState, Move, MoveRefused
from bot.referral.directory import Directory
from bot.settings import Settings
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.tables import case_moves, cases
from bot.storage.work import SqlWorks

# From the eve of the National Day holidays of 2026, with its working weekends.
START = datetime(2026, 9, 20, 16, 0, tzinfo=UTC)
TICK = timedelta(minutes=30)
SILENT_ONE_IN = 12
QUESTIONS = (
    "物业把我家门锁了不让进，要先交物业费",
    "楼上漏水把我家天花板泡坏了不肯赔",
    "小区电梯坏了半个月没人修，老人下不了楼",
    "开发商一直不给办房产证，已经拖了两年",
    "工地夜里施工吵得睡不着，电话13888880000",
)


@dataclass
class Simulation:
    """Staff and citizens as chance would have them, acting through the desk at their moments."""

    desk: Desk
    works: SqlWorks
    directory: Directory
    chance: random.Random
    members: dict[str, StaffMember] = field(default_factory=dict)
    agenda: list[tuple[datetime, int, Callable[[datetime], Coroutine[Any, Any, None]]]] = field(
        default_factory=list
    )
    tally: Counter[str] = field(default_factory=Counter)
    opened: list[str] = field(default_factory=list)
    _order: itertools.count[int] = field(default_factory=itertools.count)

    def plan(self, at: datetime, act: Callable[[datetime], Coroutine[Any, Any, None]]) -> None:
        """Something happens at this moment."""
        heapq.heappush(self.agenda, (at, next(self._order), act))

    def is_mute(self, station_id: str) -> bool:
        """Stations that never answer; the city and the counties do."""
        station = self.directory.get(station_id)
        is_low = station is not None and station.level.rank <= 1
        return is_low and hash_of(station_id) % SILENT_ONE_IN == 0

    async def open(self, serial: int, now: datetime) -> None:
        """A citizen hands over a question; one in twenty is sent twice."""
        station = self.chance.choice(self.directory.stations)
        citizen = Citizen(Channel.TELEGRAM, f"c{serial}")
        question = self.chance.choice(QUESTIONS)
        for _ in range(2 if serial % 20 == 0 else 1):
            async with self.works.writing() as work:
                opened = await self.desk.open(
                    work,
                    citizen,
                    origin=f"sim:{serial}",
                    station_id=station.id,
                    station_name=station.name,
                    question=question,
                    said=(CaseMessage("citizen", question, now),),
                    entry_id=None,
                    consent_text="同意",
                    now=now,
                )
        self.opened.append(opened.number)
        self.plan(self._later(station.id, now, 10, 600), lambda at: self.look(opened.number, citizen, at))

    async def look(self, number: str, citizen: Citizen, now: datetime) -> None:
        """Whoever has the case now does what is next, sometimes; asks, gives away, closes, or forgets it."""
        async with self.works.writing() as work:
            case = await work.cases.get(number)
        if case is None:
            self.tally["LOST"] += 1
            return
        try:
            await self._act(case, citizen, now)
        except (MoveRefused, NoSuchCase):
            self.tally["refused"] += 1
        async with self.works.reading() as work:
            after = await work.cases.get(number)
        if after is not None and not after.state.is_over:
            again = self._later(after.station_id, now, 20, 1200)
            self.plan(again, lambda at: self.look(number, citizen, at))

    async def _act(self, case: Case, citizen: Citizen, now: datetime) -> None:
        dice, number = self.chance.random(), case.number
        if dice < 0.03:
            return await self._citizens_own(case, citizen, now)
        if case.state is CaseState.WAITING_CITIZEN:
            if dice < 0.6:
                await self._once("added", lambda work: self.desk.citizen_adds(
                    work, citizen, number, "补充：合同在这里", key=f"{number}/{now}", now=now))  # fmt: skip
            return None
        if self.is_mute(case.station_id) or dice < 0.15:
            self.tally["nobody acts"] += 1
            return None
        member = await self._member(case.station_id, now, case)
        if case.state.is_unclaimed:
            return await self._once("claimed", lambda work: self.desk.claim(work, member, number, now=now))
        return await self._work_on(case, member, dice, now)

    async def _work_on(self, case: Case, member: StaffMember, dice: float, now: datetime) -> None:
        desk, number, key = self.desk, case.number, f"{case.number}/{now.isoformat()}"
        if dice < 0.35:
            return await self._once(
                "replied", lambda w: desk.reply(w, member, number, "请带合同来", key=key, now=now)
            )
        if dice < 0.5:
            return await self._once(
                "asked", lambda w: desk.ask_citizen(w, member, number, "哪一栋", key=key, now=now)
            )
        if dice < 0.55:
            other = self.chance.choice(self.directory.stations)
            return await self._once("transferred", lambda w: desk.transfer(
                w, member, number, station_id=other.id, station_name=other.name, reason="属地", now=now))  # fmt: skip
        if dice < 0.6:
            return await self._once(
                "escalated", lambda w: desk.escalate(w, member, number, "办不了", now=now)
            )
        if dice < 0.64:
            return await self._once(
                "handed back", lambda w: desk.hand_back(w, member, number, "休假", now=now)
            )
        if dice < 0.7:
            return await self._join(case, member, now)
        await self._once("closed", lambda w: desk.close(w, member, number, "已调解", now=now))
        if self.chance.random() < 0.15:
            citizen = Citizen(Channel(case.channel), case.citizen_id)
            self.plan(
                now + timedelta(days=self.chance.uniform(0.1, 9)),
                lambda at: self._reopen(number, citizen, at),
            )
        return None

    async def _reopen(self, number: str, citizen: Citizen, now: datetime) -> None:
        try:
            await self._once("reopened", lambda w: self.desk.reopen(w, citizen, number, "没解决", now=now))
        except (MoveRefused, NoSuchCase):
            self.tally["refused"] += 1
            return
        self.plan(now + timedelta(hours=2), lambda at: self.look(number, citizen, at))

    async def _join(self, case: Case, member: StaffMember, now: datetime) -> None:
        async with self.works.writing() as work:
            likely = await self.desk.likely_same(work, case)
            if likely:
                await self.desk.join(work, member, case.number, likely[0].number, now=now)
                self.tally["joined"] += 1

    async def _citizens_own(self, case: Case, citizen: Citizen, now: datetime) -> None:
        await self._once("withdrawn", lambda w: self.desk.withdraw(w, citizen, case.number, now=now))

    async def _once(self, name: str, act: Callable[[Any], Coroutine[Any, Any, Any]]) -> None:
        async with self.works.writing() as work:
            await act(work)
        self.tally[name] += 1

    async def _member(self, station_id: str, now: datetime, case: Case) -> StaffMember:
        if case.claimed_by is not None and case.barred_closer is None:
            async with self.works.reading() as work:
                holder = await work.staff.get(case.claimed_by)
            if holder is not None:
                return holder
        name = f"{station_id}/{self.chance.randrange(2)}"
        if name not in self.members:
            async with self.works.writing() as work:
                self.members[name] = await work.staff.admit(name, Role.STATION, station_id, now)
        return self.members[name]

    def _later(self, station_id: str, now: datetime, least: int, most: int) -> datetime:
        return self.desk.working_time(station_id).after(now, self.chance.uniform(least, most))


def hash_of(text: str) -> int:
    """The same on every run."""
    return sum(ord(one) * (n + 7) for n, one in enumerate(text))


async def month(works: SqlWorks, count: int, days: int) -> int:
    """Simulate; print what happened; the number of faults found."""
    directory = shipped_directory(Settings())
    desk = Desk(ChineseDesk(), lambda: directory)
    world = Simulation(desk, works, directory, random.Random(5301))
    moments = sorted(START + timedelta(seconds=world.chance.uniform(0, days * 86400)) for _ in range(count))
    for serial, at in enumerate(moments):
        world.plan(at, lambda now, serial=serial: world.open(serial, now))  # type: ignore[misc]
    clock = [START]
    ticks = OverdueTicks(desk, works.writing, works.reading, clock=lambda: clock[0])
    began, end, tick_at = time.monotonic(), START + timedelta(days=days), START
    while tick_at < end:
        while world.agenda and world.agenda[0][0] <= tick_at:
            at, _, act = heapq.heappop(world.agenda)
            await act(at)
        clock[0] = tick_at
        await ticks.tick()
        tick_at += TICK
        if tick_at.hour == 16 and tick_at.minute == 0:
            print(
                f"{tick_at + timedelta(hours=8):%m-%d}  {len(world.opened)} cases, {time.monotonic() - began:.0f} s",
                flush=True,
            )
    faults = await _faults(works, world, clock[0])
    print(dict(world.tally))
    print(
        f"{len(world.opened)} cases, {len(directory)} stations, {days} days in {time.monotonic() - began:.0f} s"
    )
    for name, number in faults.items():
        print(f"{name}: {number}")
    return sum(number for name, number in faults.items() if name.startswith("FAULT"))


async def _faults(works: SqlWorks, world: Simulation, now: datetime) -> dict[str, int]:
    async with works.reading() as work:
        rows = (await work.connection.execute(select(cases))).all()
        moved = (
            await work.connection.execute(
                select(case_moves.c.move, case_moves.c.actor, func.count()).group_by(
                    case_moves.c.move, case_moves.c.actor
                )
            )
        ).all()
        broken = await audit.find_break(work.connection)
        silent = await work.pulses.silent()
    running = [row for row in rows if not CaseState(row.state).is_over]
    by_id = {row.id: row for row in rows}
    leads = [by_id.get(row.lead_id) for row in running if row.lead_id is not None]
    late = now - timedelta(minutes=1)
    known = Counter(row.origin for row in rows)
    overdue = [row for row in running if row.look_at is not None and row.look_at < late - TICK]
    awake = [sid for sid in silent if not world.is_mute(sid)]
    return {
        "running at the end": len(running),
        "closed or withdrawn": len(rows) - len(running),
        "moves": sum(row[2] for row in moved),
        "escalated by the clock": sum(
            row[2] for row in moved if (row.move, row.actor) == (Move.ESCALATE.value, "system")
        ),
        "silent stations listed": len(silent),
        "of them not mute by design (they had cases and did nothing for 2 days)": len(awake),
        "FAULT lost": len(set(world.opened) - {row.number for row in rows}) + world.tally["LOST"],
        "FAULT doubled": sum(number - 1 for number in known.values()) + len(rows) - len(set(world.opened)),
        "FAULT without next step": sum(row.look_at is None and row.lead_id is None for row in running),
        "FAULT joined to an ended or joined lead": sum(
            one is None or CaseState(one.state).is_over or one.lead_id is not None for one in leads
        ),
        "FAULT overdue and not looked at": len(overdue),
        "FAULT held by nobody": sum(
            (CaseState(row.state) in {CaseState.CLAIMED, CaseState.WAITING_CITIZEN})
            != (row.claimed_by is not None)
            for row in running
        ),
        "FAULT chain of moves broken": int(broken is not None),
    }


async def moves(works: SqlWorks, count: int, workers: int) -> int:
    """Claim, reply and close as fast as the database lets us, by several workers at once."""
    directory = shipped_directory(Settings())
    desk = Desk(ChineseDesk(), lambda: directory)
    now, station = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), directory.stations[0]
    numbers: list[str] = []
    async with works.writing() as work:
        member = await work.staff.admit("甲", Role.STATION, station.id, now)
        for serial in range(count // 3):
            opened = await desk.open(
                work, Citizen(Channel.TELEGRAM, str(serial)), origin=f"m:{serial}", station_id=station.id,
                station_name=station.name, question="物业锁门", said=(), entry_id=None, consent_text="同意", now=now,
            )  # fmt: skip
            numbers.append(opened.number)
    took: list[float] = []

    async def one(act: Callable[[Any], Coroutine[Any, Any, Case]]) -> None:
        began = time.monotonic()
        async with works.writing() as work:
            await act(work)
        took.append(time.monotonic() - began)

    async def worker(mine: list[str]) -> None:
        for number in mine:
            await one(lambda w, n=number: desk.claim(w, member, n, now=now))  # type: ignore[misc]
            await one(lambda w, n=number: desk.reply(w, member, n, "请来", key=n, now=now))  # type: ignore[misc]
            await one(lambda w, n=number: desk.close(w, member, n, "好了", now=now))  # type: ignore[misc]

    began = time.monotonic()
    await asyncio.gather(*(worker(numbers[n::workers]) for n in range(workers)))
    seconds = time.monotonic() - began
    took.sort()
    async with works.reading() as work:
        broken = await audit.find_break(work.connection)
    print(
        f"{len(took)} moves by {workers} at once in {seconds:.1f} s: {len(took) / seconds:.0f} a second; "
        f"median {took[len(took) // 2] * 1000:.1f} ms, 99 % {took[int(len(took) * 0.99)] * 1000:.1f} ms; "
        f"chain {'broken: ' + broken if broken else 'whole'}"
    )
    return int(broken is not None)


async def _run(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = args.database or f"sqlite:///{Path(folder) / 'cases.db'}"
        async with Database(url).running() as database:
            print(database.engine.dialect.name)
            works = SqlWorks(database)
            if args.what == "month":
                return await month(works, args.cases, args.days)
            return await moves(works, args.moves, args.workers)


def main() -> int:
    """Exit code 1 where a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("month", "moves"))
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--moves", type=int, default=2_000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--database", help="an empty database; an SQLite file of its own where not given")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    return 1 if asyncio.run(_run(parser.parse_args())) else 0


if __name__ == "__main__":
    sys.exit(main())
