"""`legalbot stations check|import FILE`: an official directory replaces the shipped one; staff's edits stay."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import StationFaults, load_divisions, load_stations
from bot.referral.station import Station
from bot.referral.station_edit import FIELD_NAMES, StationEdit, contested
from bot.referral.workdays import LOCAL_ZONE
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks

_Contested = list[tuple[StationEdit, str]]
_MOST_LISTED = 200


def add_parser(commands: Any) -> None:
    """Register `stations` and its subcommands."""
    parser = commands.add_parser("stations", help="站点名录 / the directory of stations")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="检查名录文件，列出与工作人员改动不同的地方 / check a list")
    take = actions.add_parser("import", help="导入名录，替换现有名录 / take a list")
    for action, run in ((check, run_check), (take, run_import)):
        action.add_argument("file", type=Path, help="CSV 或 XLSX")
        action.set_defaults(run=run)
    take.add_argument(
        "--overwrite-edits",
        action="store_true",
        help="文件与工作人员的改动不同时，以文件为准 / the file wins over what staff set",
    )


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Print every fault with line and cure; 1 where there is any."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    print(f"{args.file.name}：{len(listed)} 个站点，没有问题。")
    if not Database(settings.database).is_missing:
        found, names = asyncio.run(_compare(settings, listed))
        _print_contested(
            found, listed, names, "导入时会保留工作人员的改动（加 --overwrite-edits 才以文件为准）"
        )
    return 0


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Take the list as the directory: all or nothing. What staff set stays, unless it is to be overwritten."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    counts, found, names = asyncio.run(_import(settings, listed, overwrites=args.overwrite_edits))
    new, updated, closed = counts
    print(
        f"已导入 {len(listed)} 个站点：新增 {new}，更新 {updated}，关闭 {closed}。运行中的服务会在几秒内换用新名录。"
    )
    done = (
        "已按文件改掉"
        if args.overwrite_edits
        else "保留工作人员的改动（要以文件为准，请加 --overwrite-edits 再导入一次）"
    )
    _print_contested(found, listed, names, done)
    return 0


def _print_contested(
    found: _Contested, listed: Sequence[Station], names: Mapping[int, str], done: str
) -> None:
    if not found:
        return
    stations = {one.id: one.name for one in listed}
    print(f"有 {len(found)} 处文件与工作人员后来的改动不同，{done}：")
    for edit, theirs in found[:_MOST_LISTED]:
        who = names.get(edit.staff_id or 0, "工作人员")
        print(
            f"  {edit.station_id} {stations[edit.station_id]} {FIELD_NAMES[edit.field]}："
            f"{who} {edit.at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M} 改为“{edit.value or '（空）'}”，文件里是“{theirs}”"
        )
    if len(found) > _MOST_LISTED:
        print(f"  ……另有 {len(found) - _MOST_LISTED} 处没有列出。")


def _load(path: Path, tree: Gazetteer) -> tuple[Station, ...] | None:
    try:
        return load_stations(path, tree)
    except StationFaults as faults:
        print(faults)
        print(f"{path.name}：共 {len(faults.faults)} 处问题，什么都没有导入。")
    except OSError as error:
        print(f"{path} 打不开：{error.strerror}。建议：检查文件名和权限。", file=sys.stderr)
    return None


async def _compare(settings: Settings, listed: tuple[Station, ...]) -> tuple[_Contested, dict[int, str]]:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        return await _contested(work, listed)


async def _contested(work: SqlWork, listed: tuple[Station, ...]) -> tuple[_Contested, dict[int, str]]:
    return contested(listed, await work.station_edits.all()), await work.staff.names()


async def _import(
    settings: Settings, listed: tuple[Station, ...], *, overwrites: bool
) -> tuple[tuple[int, int, int], _Contested, dict[int, str]]:
    now = datetime.now(UTC)
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        found, names = await _contested(work, listed)
        counts = await work.stations.import_all(listed, now)
        for edit, theirs in found if overwrites else ():
            await work.station_edits.drop(edit, theirs, now)
        return counts, found, names
