"""One leader at a time; another one takes over within seconds, also when it was killed."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from bot.storage.database import Database
from bot.storage.leader import Leadership
from tests.handlers.waiting import until

ROOT = Path(__file__).resolve().parents[2]
_LEADER = """
import asyncio, sys
from bot.storage.database import Database
from bot.storage.leader import Leadership
async def main():
    async with Database(sys.argv[1]).running() as database, Leadership(database).running() as me:
        while not me.is_leader:
            await asyncio.sleep(0.02)
        sys.stderr.write("LEADS\\n")
        sys.stderr.flush()
        await asyncio.Event().wait()
asyncio.run(main())
"""


async def _until_leader(*standing: Leadership, seconds: float = 30.0) -> None:
    await until(lambda: any(one.is_leader for one in standing), seconds)


async def test_one_leads_and_the_other_follows_when_it_goes(database: Database, database_url: str) -> None:
    async with Database(database_url).running() as other:
        first, second = Leadership(database, 0.1), Leadership(other, 0.1)
        async with second.running():
            async with first.running():
                await _until_leader(first, second)
                await asyncio.sleep(0.5)
                assert [first.is_leader, second.is_leader].count(True) == 1
            await _until_leader(second)


async def test_a_killed_leader_is_replaced_within_ten_seconds(database: Database, database_url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LEADER, database_url, cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        async with asyncio.timeout(30):
            while b"LEADS" not in await process.stderr.readline():
                pass
        heir = Leadership(database)
        async with heir.running():
            await asyncio.sleep(0.5)
            assert not heir.is_leader
            process.kill()
            killed_at = time.monotonic()
            await _until_leader(heir)
            assert time.monotonic() - killed_at < 10
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
