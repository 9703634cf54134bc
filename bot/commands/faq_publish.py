"""`legalbot faq drafts` and `faq publish FILE|--draft N`: what was written goes live, a draft only after its trial."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.commands.faq_diff import try_out
from bot.commands.faq_history import add_by, by_whom, in_transaction, put_live
from bot.drafts import Draft
from bot.faq.cells import CellFaults, read_cells
from bot.faq.edit import CannotEdit, FaqSource
from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults
from bot.faq.loader import Faq, read_faq
from bot.faq.statutes import Corpus
from bot.faq.statutes.findings import check_law
from bot.law_upkeep import today
from bot.referral.workdays import LOCAL_ZONE
from bot.settings import Settings
from bot.storage.work import SqlWork


class NotReady(Exception):
    """The draft cannot go live; `str()` says why and what to do, in Chinese."""


def add_parsers(actions: Any) -> None:
    """Register both."""
    drafts = actions.add_parser("drafts", help="值班台上没发布的草稿 / drafts made on the console")
    drafts.set_defaults(run=run_drafts)
    new = actions.add_parser("publish", help="发布一个文件，或一份草稿 / put a file or a draft live")
    what = new.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, help="新的问答文件")
    what.add_argument("--draft", type=int, metavar="N", help="发布第 N 号草稿（见 faq drafts），先比对再发布")
    new.add_argument("--try", dest="try_only", action="store_true", help="只比对，不发布 / show what changes")
    new.add_argument(
        "--anyway", action="store_true", help="有对照题答坏了也发布草稿 / publish even if questions break"
    )
    new.add_argument("--why", default="命令行发布", metavar="TEXT", help="为什么改，写进记录")
    add_by(new)
    new.set_defaults(run=run_publish)


def run_drafts(_args: argparse.Namespace, settings: Settings) -> int:
    """List the drafts, the last changed first."""

    async def look(work: SqlWork) -> list[Draft]:
        return await work.drafts.all()

    drafts: list[Draft] = asyncio.run(in_transaction(settings, look))
    for one in drafts:
        at = one.changed_at.astimezone(LOCAL_ZONE)
        print(f"{one.id}. {one.cells.get('question') or '（还没写标准问题）'}")
        print(f"    {one.entry_id or '新条目'}　{one.origin}　{one.by}　{at:%Y-%m-%d %H:%M}")
    print("比对并发布：legalbot faq publish --draft 号码" if drafts else "没有草稿。")
    return 0


def run_publish(args: argparse.Namespace, settings: Settings) -> int:
    """Check and publish a file or a draft."""
    if args.draft is not None:
        return _publish_draft(args, settings)
    try:
        raw = args.file.read_bytes()
        if args.try_only:
            return int(try_out(settings, settings.faq_path.read_bytes(), raw))
    except OSError as error:
        print(f"{error.filename} 打不开：{error.strerror}。建议：检查文件名。", file=sys.stderr)
        return 1
    except FaqFaults as faults:
        print(faults, file=sys.stderr)
        return 1
    return put_live(settings, raw, by_whom(args), args.why)


def _publish_draft(args: argparse.Namespace, settings: Settings) -> int:
    base = settings.faq_path.read_bytes()
    try:
        draft, raw = asyncio.run(_with_draft(settings, args.draft, base))
        is_broken = try_out(settings, base, raw)
    except (NotReady, CannotEdit, CellFaults, FaqFaults) as error:
        print(f"{error}\n没有发布。", file=sys.stderr)
        return 1
    if args.try_only:
        return int(is_broken)
    if is_broken and not args.anyway:
        print(
            "有对照题答坏了，没有发布。建议：到值班台改草稿；看过觉得没问题，加 --anyway。", file=sys.stderr
        )
        return 1
    code = put_live(settings, raw, by_whom(args), draft.cause, base)
    if code == 0:

        async def drop(work: SqlWork) -> None:
            await work.drafts.drop(draft.id)

        asyncio.run(in_transaction(settings, drop))
    return code


async def _with_draft(settings: Settings, number: int, base: bytes) -> tuple[Draft, bytes]:
    """The draft and the file with it. Raises NotReady, CannotEdit, CellFaults, FaqFaults."""

    async def look(work: SqlWork) -> tuple[Draft | None, Corpus]:
        return await work.drafts.get(number), await work.statutes.load(today())

    draft, corpus = await in_transaction(settings, look)
    if draft is None:
        raise NotReady(f"没有第 {number} 号草稿。建议：用 legalbot faq drafts 看号码")
    entry = read_cells(draft.cells)
    if conflict := draft.conflict(entry.id, read_faq(base).by_id.get(entry.id)):
        raise NotReady(conflict)
    if troubles := _law_troubles(entry, corpus):
        raise NotReady(troubles)
    return draft, FaqSource.read(base).with_entry(entry).raw


def _law_troubles(entry: Entry, corpus: Corpus) -> str:
    if corpus.is_empty:
        return ""
    found = check_law(Faq((entry,), ""), corpus, lambda _place: 0)
    return "\n".join(f"{one.message}。建议：{one.cure}" for one in found.faults)
