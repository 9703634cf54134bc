"""A sending service as a process of its own, to be killed: `python -m … DATABASE_URL SERVER_URL`.

It stands for leader, ticks, answers and sends notices: the whole service without its web pages.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import cast

from bot import broadcast
from bot.broadcast import Broadcasting
from bot.broadcast_ticks import BroadcastTicks
from bot.desk import Desk
from bot.handlers.cron import next_cron
from bot.handlers.schedule import ticking
from bot.handlers.telegram import Broadcasting as TelegramBroadcasting
from bot.handlers.telegram import TelegramAccess, TelegramChannel
from bot.handlers.telegram.shared_pace import SharedPace
from bot.handlers.wording import ChineseDesk, describe_notice
from bot.referral.directory import Directory
from bot.storage.database import Database
from bot.storage.leader import Leadership
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN
from tests.handlers.telegram.service import FakeAssistant, FakeDirectory

# What a killed one had under way is doubted a minute later; a test need not wait so long.
broadcast.DOUBT_AFTER = timedelta(seconds=10)


async def main(database_url: str, server_url: str) -> None:
    async with Database(database_url).running() as database, Leadership(database).running() as leader:
        works = SqlWorks(database)
        channel = TelegramChannel(
            TelegramAccess(TOKEN, server_url),
            works,
            FakeAssistant(),
            Desk(ChineseDesk()),
            ChineseDesk(),
            lambda: cast("Directory", FakeDirectory()),
            is_only_sender=database.is_sqlite,
            pace=SharedPace(works),
            broadcasting=TelegramBroadcasting(works, describe_notice),
        )
        ticks = BroadcastTicks(
            Broadcasting(describe_notice, next_cron), works.writing, lambda: leader.is_leader
        )
        async with channel.running(), ticking(ticks):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
