"""`legalbot audit verify`: prove that the log of case moves is whole."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from bot.settings import Settings
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.work import SqlWorks


def add_parser(commands: Any) -> None:
    """Register `audit` and its subcommands."""
    parser = commands.add_parser("audit", help="核对流转记录 / the log of case moves")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser("verify", help="核对记录是否完整 / prove that it is whole")
    verify.set_defaults(run=run_verify)


def run_verify(_args: argparse.Namespace, settings: Settings) -> int:
    """Say whether the chain is whole; 1 where it is broken."""
    broken = asyncio.run(_find_break(settings))
    print(broken or "流转记录完整，没有被改动。")
    return 1 if broken else 0


async def _find_break(settings: Settings) -> str | None:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        await audit.hold_still(work.connection)
        return await audit.find_break(work.connection)
