"""Broadcasts against a server that allows 30 messages a second: rate, 429, lost, doubled, unknown, takeover, enqueue.

`python -m benchmarks.broadcast [--recipients 3000] [--processes 3] [--kills 10] [--enqueue 200000]`
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import resource
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from sqlalchemy import delete

from bot.broadcast_ticks import BroadcastTicks
from bot.notices.notice import RecipientState
from bot.storage.database import Database
from bot.storage.leader import Leadership
from bot.storage.tables import subscribers, subscriptions
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.handlers.telegram.notices_at_hand import (
    AUTHOR,
    BROADCASTING,
    FIRST_CHAT,
    counts,
    notice,
    received,
    release,
    sending_process,
    subscribe_many,
)
from tests.handlers.waiting import until
from tests.postgres import running_postgres

_OPEN = (RecipientState.QUEUED, RecipientState.SENDING)


async def main(url: str, arguments: argparse.Namespace) -> None:
    async with Database(url).running() as database:
        await _takeover(url)
        await _send(url, database, arguments)
        await _enqueue(database, arguments.enqueue)


async def _takeover(url: str) -> None:
    """One leader's connection is cut off as by a kill; how long until the other one leads?"""
    async with Database(url).running() as one, Database(url).running() as other:
        standing = Leadership(one)
        async with AsyncExitStack() as first:
            await first.enter_async_context(standing.running())
            await until(lambda: standing.is_leader, 20)
            async with Leadership(other).running() as second:
                await asyncio.sleep(2)
                assert not second.is_leader
                await first.aclose()
                started = time.monotonic()
                await until(lambda: second.is_leader, 20)
                print(f"takeover after the leader stopped: {time.monotonic() - started:.2f} s")


async def _send(url: str, database: Database, arguments: argparse.Namespace) -> None:
    works = SqlWorks(database)
    count = arguments.recipients
    async with FakeTelegram().running() as fake, AsyncExitStack() as stack:
        fake.limits.overall, fake.limits.per_chat = 30, 1
        fake.faults.slow_seconds = arguments.delay
        await subscribe_many(database, count)
        for chat in (1, *range(FIRST_CHAT, FIRST_CHAT + count)):
            fake.world.open_chat(chat)
        async with works.writing() as work:
            broadcast_id = await release(work, notice())
        services = [
            await stack.enter_async_context(_kept_alive(url, fake)) for _ in range(arguments.processes)
        ]
        kills, in_flight = await _kill_at_random(works, broadcast_id, services, arguments)
        await _until_done(works, broadcast_id)
        by_state = await counts(works, broadcast_id)
        got = received(fake)
        times = [at for at, method, _ in fake.calls if method == "sendMessage"][1:]
        seconds = times[-1] - times[0]
        print(f"processes {arguments.processes}, kill -9 {kills} times, server's delay {arguments.delay:g} s")
        print(f"messages/s sustained: {(len(times) - 1) / seconds:.2f} over {seconds:.0f} s")
        print(f"best second: {max(_window(times))} calls; 429: {fake.limits.refused}")
        lost = count - sum(by_state.values())
        missing = sum(n == 0 for n in got.values()) - by_state.get(RecipientState.UNKNOWN, 0)
        print(f"lost: {lost + max(missing, 0)}; doubled: {sum(n > 1 for n in got.values())}")
        print(f"unknown: {by_state.get(RecipientState.UNKNOWN, 0)}, in flight at the kills: {in_flight}")
        print("states: " + ", ".join(f"{state.value} {n}" for state, n in by_state.items()))


class _Service:
    """A process that is started anew when it was killed."""

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()


@contextlib.asynccontextmanager
async def _kept_alive(url: str, fake: FakeTelegram) -> AsyncIterator[_Service]:
    service = _Service()

    async def keep() -> None:
        while True:
            async with sending_process(url, fake) as service.process:
                await service.process.wait()

    keeping = asyncio.create_task(keep())
    try:
        yield service
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def _kill_at_random(
    works: SqlWorks, broadcast_id: int, services: list[_Service], arguments: argparse.Namespace
) -> tuple[int, int]:
    """Kills at random moments; returns how many, and how many messages were under way in all processes then."""
    kills = in_flight = 0
    pause = arguments.recipients / 28 / (arguments.kills + 1) if arguments.kills else 0
    for _ in range(arguments.kills):
        await asyncio.sleep(pause * random.uniform(0.5, 1.2))
        under_way = (await counts(works, broadcast_id)).get(RecipientState.SENDING, 0)
        if not under_way:
            continue
        random.choice(services).kill()
        in_flight += under_way
        kills += 1
    return kills, in_flight


async def _enqueue(database: Database, count: int) -> None:
    works = SqlWorks(database)
    print(f"writing {count} subscribers …", flush=True)
    await _subscribe_anew(database, count)
    async with works.writing() as work:
        broadcast_id = await release(work, notice("第二条通知。"))
    ticks = BroadcastTicks(BROADCASTING, works.writing, lambda: True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    await ticks.tick()
    seconds = time.monotonic() - started
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rows = sum((await counts(works, broadcast_id)).values())
    print(f"enqueue: {rows} recipients in {seconds:.2f} s, {more:.1f} MB more memory")
    started = time.monotonic()
    async with works.writing() as work:
        await BROADCASTING.cancel(work, AUTHOR, broadcast_id, datetime.now(UTC))
    print(f"cancel of all of them: {time.monotonic() - started:.2f} s")


async def _subscribe_anew(database: Database, count: int) -> None:
    async with database.writing() as connection:
        await connection.execute(delete(subscriptions))
        await connection.execute(delete(subscribers))
    await subscribe_many(database, count)


async def _until_done(works: SqlWorks, broadcast_id: int) -> None:
    while True:
        await asyncio.sleep(2)
        by_state = await counts(works, broadcast_id)
        print(f"  { ({state.value: n for state, n in by_state.items()}) }", end="\r", flush=True)
        if by_state and not any(by_state.get(state) for state in _OPEN):
            print()
            return


def _window(times: list[float]) -> list[int]:
    found, first = [], 0
    for position, at in enumerate(times):
        while times[first] <= at - 1.0:
            first += 1
        found.append(position - first + 1)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broadcast")
    parser.add_argument("--recipients", type=int, default=3000)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--enqueue", type=int, default=200_000)
    parser.add_argument("--database", help="URL; a PostgreSQL cluster of its own where none is given")
    given = parser.parse_args()
    if given.database:
        asyncio.run(main(given.database, given))
    else:
        with running_postgres() as own_url:
            asyncio.run(main(own_url, given))
