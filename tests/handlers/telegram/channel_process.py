"""A whole channel as a process of its own, to be killed: `python -m … DATABASE_URL SERVER_URL`."""

from __future__ import annotations

import asyncio
import sys

from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.handlers.telegram.service import build_channel


async def main(database_url: str, server_url: str) -> None:
    async with (
        Database(database_url).running() as database,
        build_channel(SqlWorks(database), server_url).running(),
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
