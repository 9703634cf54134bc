"""`legalbot statutes import|list`: law texts by version; an import of newer texts keeps the old ones."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.faq.fault import FaqFaults
from bot.faq.loader import Faq, load_faq
from bot.faq.statutes import LawBook, StatuteFaults, StatuteFolder, read_folder
from bot.law_upkeep import today, weigh_entries
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.statutes import StatuteImport, StatuteVersion
from bot.storage.work import SqlWorks

_MOST_NAMED = 10


def add_parser(commands: Any) -> None:
    """Register `statutes` and its subcommands."""
    parser = commands.add_parser("statutes", help="法条库 / the texts of the laws")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    importing = actions.add_parser(
        "import", help="导入一个文件夹的法条，旧版本保留 / import a folder of law texts"
    )
    importing.add_argument("folder", type=Path, help="文件夹，每部法律一个 JSON 文件")
    importing.set_defaults(run=run_import)
    actions.add_parser("list", help="列出已导入的法律和版本 / what was imported").set_defaults(run=run_list)


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Take the folder: all or nothing; then weigh every entry of the FAQ on it."""
    try:
        folder = read_folder(args.folder)
    except StatuteFaults as faults:
        print(faults)
        print(f"{args.folder}：共 {len(faults.faults)} 处问题，什么都没有导入。")
        return 1
    faq = _faq(settings)
    done, book = asyncio.run(_import(settings, folder, faq))
    print(_said(done))
    doubtful = book.to_review(faq) if faq else ()
    if doubtful:
        print(f"{len(doubtful)} 个条目依据的法条有变动，需要复核：legalbot faq review")
    return 0


def run_list(_args: argparse.Namespace, settings: Settings) -> int:
    """Print each kept version."""
    versions = asyncio.run(_versions(settings))
    if not versions:
        print("还没有导入法条。用法：legalbot statutes import 文件夹")
        return 0
    for one in versions:
        dates = f"{one.version_date or '日期不详'} 的文本，{one.effective_date or '日期不详'} 起施行"
        print(
            f"{one.statute_id}\t《{one.title}》\t{dates}\t导入于 {one.imported_at:%Y-%m-%d}\t{one.digest[:10]}"
        )
    print(f"共 {len({one.statute_id for one in versions})} 部，{len(versions)} 个版本。")
    return 0


def _said(done: StatuteImport) -> str:
    if done.is_nothing:
        return f"和已导入的完全一样（{done.unchanged} 部），没有变化。"
    lines = [
        f"已导入：新增 {len(done.new)} 部，更新 {len(done.changed)} 部（旧版本保留），"
        f"没有变化 {done.unchanged} 部；写入 {done.articles} 条条文。"
    ]
    lines += [f"  更新：《{title}》" for title in done.changed[:_MOST_NAMED]]
    if done.retired_changed:
        lines.append("已废止法律的名称表有更新。")
    lines.append("运行中的服务会在几秒内换用。")
    return "\n".join(lines)


def _faq(settings: Settings) -> Faq | None:
    """The FAQ, where it can be read: law texts are imported whatever its state is."""
    try:
        return load_faq(settings.faq_path)
    except (FaqFaults, OSError):
        print("问答文件读不出来，这次不核对条目；改好后服务会自动核对。")
        return None


async def _import(
    settings: Settings, folder: StatuteFolder, faq: Faq | None
) -> tuple[StatuteImport, LawBook]:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        # What the entries rested on before this import is what a change is seen against.
        if faq:
            await weigh_entries(work, faq, today())
        done = await work.statutes.import_all(folder, datetime.now(UTC))
        book = await weigh_entries(work, faq, today()) if faq else LawBook()
    return done, book


async def _versions(settings: Settings) -> tuple[StatuteVersion, ...]:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        return await work.statutes.versions()
