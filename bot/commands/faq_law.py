"""`legalbot faq check` on the law texts, and `legalbot faq review`: entries whose law moved."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.faq.loader import Faq, load_faq
from bot.faq.statutes import Corpus, EntryToReview, read_folder
from bot.faq.statutes.findings import Findings, check_law
from bot.faq.statutes.standing import Standing, confirm
from bot.faq.yaml_lines import parse, read_text
from bot.law_upkeep import today, weigh_entries
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks


def add_options(check: argparse.ArgumentParser) -> None:
    """The options of `faq check` that concern the law."""
    check.add_argument(
        "--statutes",
        type=Path,
        metavar="DIR",
        help="用这个文件夹的法条核对，默认用已导入的 / law texts to use",
    )
    check.add_argument("--strict", action="store_true", help="有提醒也算不通过 / warnings count as faults")


def add_review(actions: Any) -> None:
    """Register `faq review`."""
    parser = actions.add_parser("review", help="列出法条变动后待复核的条目 / entries whose law moved")
    parser.add_argument("--confirm", metavar="ENTRY", help="已对照新条文核实，取消这一条的提示")
    parser.add_argument("--by", metavar="NAME", help="谁核实的，和 --confirm 一起用")
    parser.set_defaults(run=run_review)


def find_in_law(raw: bytes, faq: Faq, statutes: Path | None, settings: Settings) -> Findings | None:
    """What the law texts say about the FAQ; None where no texts are at hand. Raises StatuteFaults."""
    corpus = asyncio.run(_imported(settings)) if statutes is None else _of_folder(statutes)
    if corpus.is_empty:
        return None
    return check_law(faq, corpus, parse(read_text(raw)).line)


def run_review(args: argparse.Namespace, settings: Settings) -> int:
    """List the entries that need review, or confirm one."""
    faq = load_faq(settings.faq_path)
    if args.confirm is None:
        return _list(asyncio.run(_to_review(settings, faq)))
    if not args.by:
        print("请用 --by 写明谁核实的，例如 --by 李律师", file=sys.stderr)
        return 2
    if args.confirm not in faq.by_id:
        print(f"没有条目 {args.confirm}。建议：用 legalbot faq review 看编号。", file=sys.stderr)
        return 1
    return _say_confirmed(args.confirm, asyncio.run(_confirm(settings, faq, args.confirm, args.by)))


def _list(doubtful: tuple[EntryToReview, ...]) -> int:
    for one in doubtful:
        print(f"{one.entry.id}（{one.entry.label}）自 {one.since} 起待复核：")
        for reason in one.reasons:
            print(f"  · {reason}")
    print(
        f"共 {len(doubtful)} 个条目待复核。核实后：改好引用；或 legalbot faq review --confirm 编号 --by 姓名"
        if doubtful
        else "没有待复核的条目。"
    )
    return 0


def _say_confirmed(entry_id: str, standing: Standing | None) -> int:
    if standing is None:
        print("还没有导入法条，没有什么要核实的。用法：legalbot statutes import 文件夹")
        return 1
    if standing.needs_review:
        print(f"{entry_id} 还不能取消提示：{'；'.join(standing.reasons)}。建议：先把引用改成现行的条文。")
        return 1
    print(f"已记下：{entry_id} 和现行条文核对过。")
    return 0


def _of_folder(folder: Path) -> Corpus:
    read = read_folder(folder)
    return Corpus(read.statutes, read.retired or (), today())


async def _imported(settings: Settings) -> Corpus:
    database = Database(settings.database)
    if database.is_missing:
        return Corpus((), (), today())
    async with database.running(), SqlWorks(database).reading() as work:
        return await work.statutes.load(today())


async def _to_review(settings: Settings, faq: Faq) -> tuple[EntryToReview, ...]:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        return (await weigh_entries(work, faq, today())).to_review(faq)


async def _confirm(settings: Settings, faq: Faq, entry_id: str, by: str) -> Standing | None:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        book = await weigh_entries(work, faq, today())
        if book.corpus.is_empty:
            return None
        standing = confirm(faq.by_id[entry_id], book.corpus, book.standings[entry_id])
        if not standing.needs_review:
            await work.standings.confirm(entry_id, standing, by, datetime.now(UTC))
        return standing
