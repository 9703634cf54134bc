"""`legalbot stations check|import FILE`: an official directory replaces the shipped one; staff's edits stay."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import load_directory
from bot.referral.cut_off import CutOff, cut_off, needs_consent, with_ladder
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
_TIE_NAMES = {
    "staff": "人员",
    "codes": "没用过的登录链接和绑定码",
    "chats": "工作群",
    "shifts": "值班",
    "replies": "常用回复",
    "edits": "工作人员的改动",
    "cases": "没办完的工单",
}


@dataclass(frozen=True)
class _Import:
    """How it went; `counts` (new, updated, closed) are None where the list was refused."""

    counts: tuple[int, int, int] | None
    contested: _Contested
    names: dict[int, str]
    cut: tuple[CutOff, ...]


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
    take.add_argument(
        "--anyway",
        action="store_true",
        help="文件里没有的站点还连着人员、工单也导入 / import even if staff and cases lose their station",
    )


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Print every fault with line and cure; 1 where there is any, or where an import would refuse the list."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    print(f"{args.file.name}：{len(listed)} 个站点，没有问题。")
    if Database(settings.database).is_missing:
        return 0
    found, names, cut = asyncio.run(_compare(settings, listed))
    _print_contested(found, listed, names, "导入时会保留工作人员的改动（加 --overwrite-edits 才以文件为准）")
    if needs_consent(cut):
        _print_cut_off(cut, "这样导入会被拒绝")
        return 1
    return 0


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Take the list as the directory: all or nothing. What staff set stays, unless it is to be overwritten; a list
    that would cut off staff and cases is refused, unless it is to be taken anyway."""
    listed = _load(args.file, load_divisions(settings.data_dir / "divisions.csv"))
    if listed is None:
        return 1
    done = asyncio.run(_import(settings, listed, overwrites=args.overwrite_edits, anyway=args.anyway))
    if done.counts is None:
        _print_cut_off(done.cut, "什么都没有导入")
        return 1
    new, updated, closed = done.counts
    print(
        f"已导入 {len(listed)} 个站点：新增 {new}，更新 {updated}，关闭 {closed}。运行中的服务会在几秒内换用新名录。"
    )
    kept = (
        "已按文件改掉"
        if args.overwrite_edits
        else "保留工作人员的改动（要以文件为准，请加 --overwrite-edits 再导入一次）"
    )
    _print_contested(done.contested, listed, done.names, kept)
    if needs_consent(done.cut):
        _print_cut_off(done.cut, "已经导入")
    return 0


def _print_cut_off(cut: Sequence[CutOff], done: str) -> None:
    print(f"文件里没有的站点中，有 {len(cut)} 个还连着人员、工作群或工单，{done}：")
    for one in cut[:_MOST_LISTED]:
        above = "" if one.has_way_up or not one.ties.cases else "（上面也没有站点可以转）"
        print(f"  {one.station.id} {one.station.name}：{_told([one])}{above}")
    if len(cut) > _MOST_LISTED:
        print(f"  ……另有 {len(cut) - _MOST_LISTED} 个没有列出。")
    print(f"合计：{_told(cut)}。")
    print(
        "多半是文件换了站点编号：请沿用原来的编号（id 一列）。确实要撤销这些站点，加 --anyway 再导入；"
        "之后请管理员给这些人员重新发链接、重新绑定工作群，把没办完的工单转办到新站点。"
    )


def _told(cut: Sequence[CutOff]) -> str:
    sums = {name: sum(getattr(one.ties, kind) for one in cut) for kind, name in _TIE_NAMES.items()}
    return "，".join(f"{name} {count}" for name, count in sums.items() if count)


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


async def _compare(
    settings: Settings, listed: tuple[Station, ...]
) -> tuple[_Contested, dict[int, str], tuple[CutOff, ...]]:
    async with Database(settings.database).running() as database:
        before = await load_directory(settings, SqlWorks(database))
        async with SqlWorks(database).reading() as work:
            cut = cut_off(await work.station_ties.all(datetime.now(UTC)), before, listed)
            return *await _contested(work, listed), cut


async def _contested(work: SqlWork, listed: tuple[Station, ...]) -> tuple[_Contested, dict[int, str]]:
    return contested(listed, await work.station_edits.all()), await work.staff.names()


async def _import(
    settings: Settings, listed: tuple[Station, ...], *, overwrites: bool, anyway: bool
) -> _Import:
    now = datetime.now(UTC)
    async with Database(settings.database).running() as database:
        before = await load_directory(settings, SqlWorks(database))
        async with SqlWorks(database).writing() as work:
            cut = cut_off(await work.station_ties.all(now), before, listed)
            found, names = await _contested(work, listed)
            if needs_consent(cut) and not anyway:
                return _Import(None, found, names, cut)
            was_imported = await work.stations.stamp()
            closing = () if was_imported else with_ladder(cut, before, listed)
            counts = await work.stations.import_all(listed, now, closing)
            for edit, theirs in found if overwrites else ():
                await work.station_edits.drop(edit, theirs, now)
            return _Import(counts, found, names, cut)
