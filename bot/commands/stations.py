"""`legalbot stations check|import FILE`: an official directory replaces the shipped one."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import StationFaults, load_divisions, load_stations
from bot.referral.station import Station
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks


def add_parser(commands: Any) -> None:
    """Register `stations` and its subcommands."""
    parser = commands.add_parser("stations", help="站点名录 / the directory of stations")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text, run in (
        ("check", "检查名录文件", run_check),
        ("import", "导入名录，替换现有名录", run_import),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("file", type=Path, help="CSV 或 XLSX")
        action.set_defaults(run=run)


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Print every fault with line and cure; 1 where there is any."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    print(f"{args.file.name}：{len(listed)} 个站点，没有问题。")
    return 0


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Take the list as the directory: all or nothing."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    new, updated, closed = asyncio.run(_import(settings, listed))
    print(
        f"已导入 {len(listed)} 个站点：新增 {new}，更新 {updated}，关闭 {closed}。运行中的服务会在几秒内换用新名录。"
    )
    return 0


def _load(path: Path, tree: Gazetteer) -> tuple[Station, ...] | None:
    try:
        return load_stations(path, tree)
    except StationFaults as faults:
        print(faults)
        print(f"{path.name}：共 {len(faults.faults)} 处问题，什么都没有导入。")
    except OSError as error:
        print(f"{path} 打不开：{error.strerror}。建议：检查文件名和权限。", file=sys.stderr)
    return None


async def _import(settings: Settings, listed: tuple[Station, ...]) -> tuple[int, int, int]:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        return await work.stations.import_all(listed, datetime.now(UTC))
