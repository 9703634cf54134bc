"""`legalbot faq history` and `faq rollback N`: editions that were live, and the way back."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from bot.faq.fault import FaqFaults
from bot.handlers.wording.workbench import describe_changes
from bot.publishing import EditionNote, PublishRefused, publish, weigh
from bot.referral.workdays import LOCAL_ZONE
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks


def add_parsers(actions: Any) -> None:
    """Register both."""
    history = actions.add_parser("history", help="以前上线过的版本 / published editions")
    history.add_argument("--limit", type=int, default=30, metavar="N", help="最多列几个，默认 30")
    history.set_defaults(run=run_history)
    back = actions.add_parser("rollback", help="回到以前的一个版本 / go back to an edition")
    back.add_argument("number", type=int, help="版本号，见 faq history")
    add_by(back)
    back.set_defaults(run=run_rollback)


def add_by(parser: argparse.ArgumentParser) -> None:
    """The option that says who acts."""
    parser.add_argument("--by", metavar="NAME", default=None, help="谁改的，默认用登录名")


def run_history(args: argparse.Namespace, settings: Settings) -> int:
    """List editions, newest first."""

    async def look(work: SqlWork) -> list[EditionNote]:
        return await work.editions.history(args.limit)

    notes = asyncio.run(in_transaction(settings, look))
    for note in notes:
        at = note.at.astimezone(LOCAL_ZONE)
        print(f"第 {note.number} 版　{at:%Y-%m-%d %H:%M:%S}　{note.by}　{note.cause}")
        print(f"    {note.entries} 个条目，{describe_changes(note.changes)}　指纹 {note.file_hash[:12]}")
    if not notes:
        print("还没有记录。服务运行时，或用 legalbot faq publish 发布后，就会有。")
    return 0


def run_rollback(args: argparse.Namespace, settings: Settings) -> int:
    """Write an edition back."""

    async def look(work: SqlWork) -> bytes | None:
        return await work.editions.raw(args.number)

    raw = asyncio.run(in_transaction(settings, look))
    if raw is None:
        print(f"没有第 {args.number} 版。建议：用 legalbot faq history 看版本号。", file=sys.stderr)
        return 1
    return put_live(settings, raw, by_whom(args), f"回到第 {args.number} 版")


def put_live(settings: Settings, raw: bytes, by: str, cause: str, base: bytes | None = None) -> int:
    """Replace the live file and say what came of it; with `base`, only while the live file is still this."""
    path = settings.faq_path
    try:
        present = path.read_bytes() if path.exists() else b""
        candidate = weigh(present if base is None else base, raw)
        if candidate.is_same:
            print("内容和正在用的一模一样，不用发布。")
            return 0

        async def put(work: SqlWork) -> EditionNote:
            return await publish(work.editions, path, candidate, by=by, cause=cause, now=datetime.now(UTC))

        note = asyncio.run(in_transaction(settings, put))
    except FaqFaults as faults:
        print(f"{faults}\n文件有问题，没有发布；正在用的没有动。", file=sys.stderr)
        return 1
    except PublishRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{path.name} 写不进去：{error.strerror}。建议：检查文件夹的权限。原来的文件没有动。",
            file=sys.stderr,
        )
        return 1
    print(f"已发布第 {note.number} 版：{note.entries} 个条目，{describe_changes(note.changes)}。")
    print(
        "正在运行的服务两三秒后换上。要退回：legalbot faq history 看版本号，再 legalbot faq rollback 版本号"
    )
    return 0


def by_whom(args: argparse.Namespace) -> str:
    """The name given, or the name of the login."""
    if args.by:
        return str(args.by)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "命令行"


async def in_transaction(settings: Settings, act: Callable[[SqlWork], Awaitable[Any]]) -> Any:
    """Do something in one transaction of the database."""
    async with Database(settings.database).running() as database, SqlWorks(database).writing() as work:
        return await act(work)
