"""`legalbot invite`: a one-time link to the console, or a one-time code for a station's chat."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot.desk import Invitation, Role
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "invite", help="邀请工作人员或绑定站点群 / invite staff or link a station's chat"
    )
    parser.add_argument("name", help="姓名 / name")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.STATION.value)
    parser.add_argument("--station", metavar="ID", help="站点编号 / station id")
    parser.add_argument(
        "--chat",
        action="store_true",
        help="给站点的 Telegram 群一个绑定码 / a code for /link in a staff chat",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the link or the code; each works once."""
    needs_station = args.chat or args.role in {Role.STATION, Role.LEAD, Role.DISTRICT}
    if needs_station and not args.station:
        print("请用 --station 写明站点编号，例如 --station S530111001", file=sys.stderr)
        return 2
    code = asyncio.run(
        _invite(
            settings, Invitation("chat" if args.chat else "console", args.name, Role(args.role), args.station)
        )
    )
    print(f"在群里发送：/link {code}" if args.chat else f"{settings.address}/console/join/{code}")
    return 0


async def _invite(settings: Settings, invitation: Invitation) -> str:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        return await work.staff.invite(invitation, datetime.now(UTC))
