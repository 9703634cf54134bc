"""`legalbot faq misses` and `faq variant`: what was asked in vain, and one more way of asking for an entry."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.commands.faq_diff import read_span
from bot.commands.faq_history import add_by, by_whom, put_live
from bot.faq.edit import CannotEdit, FaqSource
from bot.faq.fault import FaqFaults
from bot.handlers.wording.workbench import FATE_NAMES, WHY_NAMES
from bot.misses import LEAST_SHOWN, Cluster, Fate, Why, cluster, find_misses
from bot.referral.masking import masked
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks

_MOST_TEXTS = 5


def add_parsers(actions: Any) -> None:
    """Register both."""
    misses = actions.add_parser("misses", help="没答上、追问都不是、没解决的问题 / what was asked in vain")
    misses.add_argument(
        "--since", type=read_span, default=timedelta(days=30), metavar="30d", help="默认 30 天"
    )
    misses.add_argument("--limit", type=int, default=30, metavar="N", help="最多列几组，默认 30")
    misses.add_argument("--mark", type=int, metavar="N", help="处理第 N 组，和 --as 一起用")
    misses.add_argument(
        "--as", dest="fate", choices=[Fate.NOT_OURS.value, Fate.IGNORED.value], help="不归我们，或忽略"
    )
    add_by(misses)
    misses.set_defaults(run=run_misses)
    variant = actions.add_parser("variant", help="给条目加一个问法 / add a way of asking")
    variant.add_argument("entry", help="条目编号")
    variant.add_argument("text", help="群众的原话")
    add_by(variant)
    variant.set_defaults(run=run_variant)


def run_misses(args: argparse.Namespace, settings: Settings) -> int:
    """List the clusters, or settle one."""
    clusters = asyncio.run(_clusters(settings, args.since))
    if args.mark is None:
        return _list(clusters, args.limit)
    if not args.fate or not 1 <= args.mark <= len(clusters):
        print(f"请写第几组（1–{len(clusters)}）和 --as not_ours 或 --as ignored。", file=sys.stderr)
        return 2
    found, fate = clusters[args.mark - 1], Fate(args.fate)
    asyncio.run(_mark(settings, found, fate, by_whom(args)))
    print(f"第 {args.mark} 组记为“{FATE_NAMES[fate]}”。")
    return 0


def run_variant(args: argparse.Namespace, settings: Settings) -> int:
    """Write the variant into the file."""
    try:
        edited = FaqSource.read(settings.faq_path.read_bytes()).with_variant(args.entry, args.text)
    except (CannotEdit, FaqFaults) as error:
        print(f"{error}\n没有写入。", file=sys.stderr)
        return 1
    return put_live(settings, edited.raw, by_whom(args), f"给 {args.entry} 加一个问法")


def _list(clusters: list[Cluster], limit: int) -> int:
    for number, one in enumerate(clusters[:limit], 1):
        kinds = "，".join(f"{WHY_NAMES[why]} {one.count(why)}" for why in Why if one.count(why))
        given = f"　答的是 {one.entry_id}" if one.entry_id else ""
        print(f"{number}. 共 {len(one.misses)} 次（{kinds}）{given}")
        for text in one.texts[:_MOST_TEXTS]:
            print(f"    · {masked(text)[:80]}")
        print(f"    按周：{_counts((f'{day:%m-%d}', count) for day, count in one.by_week())}")
        print(f"    按区县：{_counts((code or '未说地方', count) for code, count in one.by_district())}")
    print(
        f"共 {len(clusters)} 组。加为问法：legalbot faq variant 条目编号 原话"
        if clusters
        else "没有未答的问题。"
    )
    return 0


def _counts(rows: Any) -> str:
    return "，".join(f"{name} {count or f'不足{LEAST_SHOWN}'}" for name, count in rows)


async def _clusters(settings: Settings, span: timedelta) -> list[Cluster]:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        asked = await work.misses.asked_since(datetime.now(UTC) - span)
        marks = await work.misses.marks()
    return cluster(find_misses(asked), marks)


async def _mark(settings: Settings, found: Cluster, fate: Fate, by: str) -> None:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        await work.misses.mark(found.keys, fate, by=by, now=datetime.now(UTC))
