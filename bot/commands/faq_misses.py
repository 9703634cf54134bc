"""`legalbot faq misses` and `faq variant`: what was asked in vain, and one more way of asking for an entry."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.commands.faq_diff import read_span, try_out
from bot.commands.faq_history import add_by, by_whom, put_live
from bot.faq.edit import CannotEdit, FaqSource
from bot.faq.fault import FaqFaults
from bot.handlers.wording.workbench import FATE_NAMES, WHY_NAMES
from bot.misses import LEAST_SHOWN, Cluster, Fate, Why, cluster, find_misses, variant_trouble
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
        "--as",
        dest="fate",
        nargs="+",
        default=[],
        metavar=("FATE", "ID"),
        help="not_ours（不归我们）、ignored（忽略），或 entry 条目编号（加为这一条的问法）",
    )
    misses.add_argument("--text", help="加为问法的句子，默认这一组的第一句 / words to add")
    misses.add_argument(
        "--try", dest="try_only", action="store_true", help="只看会改什么 / show what changes"
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
    if not 1 <= args.mark <= len(clusters):
        print(f"没有第 {args.mark} 组，现在共 {len(clusters)} 组。", file=sys.stderr)
        return 2
    found = clusters[args.mark - 1]
    match args.fate:
        case ["entry", entry_id]:
            return _as_variant(args, settings, found, entry_id)
        case ["not_ours" | "ignored" as fate]:
            return _as_settled(args, settings, found, Fate(fate))
    print("请写 --as not_ours、--as ignored 或 --as entry 条目编号。", file=sys.stderr)
    return 2


def _as_settled(args: argparse.Namespace, settings: Settings, found: Cluster, fate: Fate) -> int:
    said = f"第 {args.mark} 组（{masked(found.texts[0])[:40]}）"
    if args.try_only:
        print(f"{said}会记为“{FATE_NAMES[fate]}”，不再列出；问答库不动。没有写入。")
        return 0
    asyncio.run(_mark(settings, found, fate, by_whom(args)))
    print(f"{said}记为“{FATE_NAMES[fate]}”。")
    return 0


def _as_variant(args: argparse.Namespace, settings: Settings, found: Cluster, entry_id: str) -> int:
    """Write the cluster's words into an entry, or show what that would do."""
    spoken = " ".join((args.text or found.texts[0]).split())
    if trouble := variant_trouble(spoken):
        print(f"{trouble}可以用 --text 另写一句。没有写入。", file=sys.stderr)
        return 1
    base = settings.faq_path.read_bytes()
    try:
        raw = FaqSource.read(base).with_variant(entry_id, spoken).raw
        if args.try_only:
            is_broken = try_out(settings, base, raw)
            print(f"\n“{spoken}”会加为 {entry_id} 的问法。没有写入；去掉 --try 就写入。")
            return int(is_broken)
    except (CannotEdit, FaqFaults) as error:
        print(f"{error}\n没有写入。", file=sys.stderr)
        return 1
    code = put_live(settings, raw, by_whom(args), f"未答问题加为 {entry_id} 的问法", base)
    if code == 0:
        asyncio.run(_mark(settings, found, Fate.VARIANT, by_whom(args), entry_id))
    return code


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
        f"共 {len(clusters)} 组。加为问法：legalbot faq misses --mark 组号 --as entry 条目编号 --try"
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


async def _mark(settings: Settings, found: Cluster, fate: Fate, by: str, entry_id: str | None = None) -> None:
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        await work.misses.mark(found.keys, fate, by=by, now=datetime.now(UTC), entry_id=entry_id)
