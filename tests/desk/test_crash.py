"""A process that is killed at any moment leaves whole cases: each move with its row, its message and its clock."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.referral.case import CaseState
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.work import SqlWorks

_WORKER = """
import asyncio, itertools, sys
from datetime import datetime, UTC
from bot.conversation import Channel, Citizen
from bot.desk import Desk, Role
from bot.handlers.wording import ChineseDesk
from bot.storage.database import Database
from bot.storage.work import SqlWorks

async def main():
    now, desk = datetime.now(UTC), Desk(ChineseDesk())
    async with Database(sys.argv[1]).running() as database:
        works = SqlWorks(database)
        async with works.writing() as work:
            member = await work.staff.admit("甲", Role.STATION, "S1", now)
        print("ready", flush=True)
        for n in itertools.count():
            citizen = Citizen(Channel.TELEGRAM, str(n))
            async with works.writing() as work:
                opened = await desk.open(work, citizen, origin=f"{sys.argv[2]}:{n}", station_id="S1",
                    station_name="站", question="物业锁门", said=(), entry_id=None, consent_text="同意", now=now)
            for act in (
                lambda w: desk.claim(w, member, opened.number, now=now),
                lambda w: desk.ask_citizen(w, member, opened.number, "哪栋", key=f"a{opened.number}", now=now),
                lambda w: desk.citizen_adds(w, citizen, opened.number, "二栋", key=f"c{opened.number}", now=now),
                lambda w: desk.close(w, member, opened.number, "好了", now=now),
                lambda w: desk.reopen(w, citizen, opened.number, "没解决", now=now),
            ):
                async with works.writing() as work:
                    await act(work)
asyncio.run(main())
"""


@pytest.mark.parametrize("after_seconds", [0.05, 0.13, 0.31])
async def test_killed_while_moving_cases(tmp_path: Path, after_seconds: float) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    command = [sys.executable, "-c", _WORKER, url, str(after_seconds)]
    worker = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert await asyncio.to_thread(worker.stdout.readline) == b"ready\n"
    await asyncio.sleep(after_seconds)
    os.kill(worker.pid, signal.SIGKILL)
    await asyncio.to_thread(worker.wait)
    worker.stdout.close()
    async with Database(url).running() as database, SqlWorks(database).reading() as work:
        assert await audit.find_break(work.connection) is None
        for case in await work.cases.of_stations(None):
            moves = await work.cases.moves(case)
            assert case.state is (moves[-1].after if moves else CaseState.OPEN)
            assert case.clock.look_at is not None
            assert case.clock.look_at > datetime(2026, 1, 1, tzinfo=UTC)
            held = case.state in {CaseState.CLAIMED, CaseState.WAITING_CITIZEN}
            assert (case.claimed_by is not None) == (held or case.state is CaseState.CLOSED)
