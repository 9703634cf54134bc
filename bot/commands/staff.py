"""`legalbot invite`: a one-time link to the console, or a one-time code for a station's chat."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from typing import Any

from bot.app import load_directory
from bot.desk import Invitation, Role
from bot.referral.directory import Directory
from bot.referral.division import Level
from bot.referral.station import Station
from bot.referral.station_search import search_stations
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks

_AT_A_STATION = frozenset({Role.STATION, Role.LEAD, Role.DISTRICT})


class _Unclear(Exception):
    """Which station is meant is not settled; `str()` says why, in Chinese."""


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "invite", help="邀请工作人员或绑定站点群 / invite staff or link a station's chat"
    )
    parser.add_argument("name", help="姓名 / name")
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=Role.STATION.value,
        help="默认 station 站点工作人员；lead 站点负责人，district 区县，city 市级，"
        "editor 问答编辑，auditor 审计，admin 管理员",
    )
    parser.add_argument(
        "--station", metavar="STATION", help="站点编号或名称，如 官渡区关上街道 / its id or name"
    )
    parser.add_argument(
        "--chat",
        action="store_true",
        help="给站点的 Telegram 群一个绑定码 / a code for /link in a staff chat",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the link or the code; each works once."""
    role = Role(args.role)
    needs_station = args.chat or role in _AT_A_STATION
    if needs_station and not args.station:
        print("请用 --station 写明站点，例如 --station 官渡区关上街道", file=sys.stderr)
        return 2
    try:
        code = asyncio.run(_invite(settings, args, role, needs_station=needs_station))
    except _Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 2
    print(f"在群里发送：/link {code}" if args.chat else f"{settings.address}/console/join/{code}")
    return 0


async def _invite(settings: Settings, args: argparse.Namespace, role: Role, *, needs_station: bool) -> str:
    async with Database(settings.database).running() as database:
        works = SqlWorks(database)
        station_id = None
        if needs_station:
            station_id = _station(await load_directory(settings, works), args.station, role, args.chat).id
        invitation = Invitation("chat" if args.chat else "console", args.name, role, station_id)
        async with works.writing() as work:
            return await work.staff.invite(invitation, datetime.now(UTC))


def _station(directory: Directory, typed: str, role: Role, is_chat: bool) -> Station:
    search = search_stations(directory, typed)
    if search.one is None:
        choices = "".join(f"\n  {number}　{name}" for number, name in search.choices)
        raise _Unclear(f"{search.trouble}{choices}")
    if role is Role.DISTRICT and not is_chat and search.one.level is not Level.COUNTY:
        raise _Unclear("区县人员的站点请写县（市、区）的公共法律服务中心，例如 --station S530111")
    return search.one
