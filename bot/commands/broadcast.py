"""`legalbot broadcast new|list|test|release|pause|resume|cancel|report|correct`: notices from the command line."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.app import load_directory
from bot.broadcast import Broadcasting, BroadcastRefused
from bot.conversation import Channel
from bot.delivery import Recipient
from bot.desk import StaffMember, area_of
from bot.handlers.cron import next_cron
from bot.handlers.wording import describe_notice
from bot.handlers.wording.broadcast_report import (
    audience_in_words,
    counts_in_lines,
    csv_head,
    csv_lines,
    moment,
    progress_of,
    times_in_words,
)
from bot.notices.draft_file import DraftFaults, read_draft
from bot.notices.notice import STATE_NAMES, Broadcast, shown_count
from bot.notices.timing import TimeUnclear, read_once
from bot.referral.division import DivisionTree
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks

_PAGE = 5000
Act = Callable[[argparse.Namespace, SqlWork, DivisionTree], Awaitable[None]]


class _Trouble(Exception):
    """Why nothing was done; `str()` is one line with the cure."""


def add_parser(commands: Any) -> None:
    """Register `broadcast` and its subcommands."""
    parser = commands.add_parser("broadcast", help="推送通知 / notices that go out to subscribers")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = _action(actions, "new", "从 YAML 文件起草 / draft from a YAML file", _new, is_by=True)
    new.add_argument("file", type=Path)
    _action(actions, "list", "列出通知 / list", _list)
    test = _action(actions, "test", "试发给自己 / send to oneself", _test, is_by=True, is_numbered=True)
    test.add_argument("--to", help="自己的 Telegram 编号（没有绑定过时要写） / own chat id")
    release = _action(
        actions,
        "release",
        "由第二个人放行 / release by a second person",
        _release,
        is_by=True,
        is_numbered=True,
    )
    release.add_argument("--hash", required=True, help="看过的内容指纹（前 8 位以上） / the text's hash")
    release.add_argument("--count", type=int, required=True, help="看过的人数 / the audience's size")
    _action(actions, "pause", "暂停 / pause", _pause, is_by=True, is_numbered=True)
    resume = _action(actions, "resume", "继续 / go on", _resume, is_by=True, is_numbered=True)
    resume.add_argument("--valid-until", help="新的有效期 / new end of validity")
    _action(actions, "cancel", "取消 / cancel", _cancel, is_by=True, is_numbered=True)
    report = _action(actions, "report", "看进展和结果 / what became of it", _report, is_numbered=True)
    report.add_argument("--csv", type=Path, help="把每个收件人写进 CSV / write all recipients")
    correct = _action(
        actions,
        "correct",
        "给同样的人发更正 / correction to the same people",
        _correct,
        is_by=True,
        is_numbered=True,
    )
    correct.add_argument("text", help="更正的内容 / its words")


def _action(
    actions: Any, name: str, words: str, act: Act, *, is_by: bool = False, is_numbered: bool = False
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=words)
    if is_numbered:
        parser.add_argument("number", type=int, help="通知编号")
    if is_by:
        parser.add_argument("--by", required=True, help="操作人的姓名或编号（见值班台“人员”）/ who does it")
    parser.set_defaults(run=run, act=act)
    return parser


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do one act; 1 where it is refused."""
    try:
        asyncio.run(_act(args, settings))
    except (_Trouble, BroadcastRefused, DraftFaults, TimeUnclear) as why:
        print(why, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} 打不开：{error.strerror}。", file=sys.stderr)
        return 1
    return 0


async def _act(args: argparse.Namespace, settings: Settings) -> None:
    async with Database(settings.database).running() as database:
        works = SqlWorks(database)
        directory = await load_directory(settings, works)
        args.broadcasting = Broadcasting(
            describe_notice, next_cron, lambda member: area_of(member, directory)
        )
        async with works.writing() as work:
            await args.act(args, work, directory.gazetteer)
        if args.action == "cancel":
            # In a transaction of its own: the stop itself waits for no long list of rows.
            async with works.writing() as work:
                await args.broadcasting.finish_cancelled(work, _now())
                await _report(args, work, directory.gazetteer)


async def _new(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    try:
        data = yaml.load(args.file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        raise _Trouble(
            f"{args.file.name} 不是正确的 YAML" + (f"（第 {where.line + 1} 行）" if where else "")
        ) from None
    member = await _member(args, work)
    made = await args.broadcasting.draft(work, member, read_draft(data, tree), _now())
    await _show(made, work, tree)
    print(f"下一步：legalbot broadcast test {made.id} --by …，再由另一位同事 release。")


async def _list(_args: argparse.Namespace, work: SqlWork, _tree: DivisionTree) -> None:
    newest = await work.broadcasts.newest()
    if not newest:
        print("还没有通知。")
    for one in newest:
        print(f"{one.id:5}  {STATE_NAMES[one.state]:12}\t{moment(one.created_at)}\t{one.draft.name}")


async def _test(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    member = await _member(args, work)
    address = args.to or await work.staff.telegram_of(member.id)
    if not address:
        raise _Trouble("不知道您的 Telegram。建议：加 --to 您的 Telegram 编号")
    tested = await args.broadcasting.test(
        work, member, args.number, Recipient(Channel.TELEGRAM, address), _now()
    )
    count = await work.recipients.count_audience(tested.draft.audience)
    await _show(tested, work, tree)
    print(
        f"已试发。另一位同事看过以后放行：\n"
        f"legalbot broadcast release {tested.id} --hash {tested.text_hash[:12]} --count {count} --by …"
    )


async def _release(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    member = await _member(args, work)
    seen = await work.broadcasts.get(args.number)
    is_same = seen is not None and len(args.hash) >= 8 and seen.text_hash.startswith(args.hash.lower())
    text_hash = seen.text_hash if seen is not None and is_same else args.hash
    released = await args.broadcasting.release(
        work, member, args.number, text_hash=text_hash, count=args.count, now=_now()
    )
    await _show(released, work, tree)


async def _pause(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    await args.broadcasting.pause(work, await _member(args, work), args.number, _now())
    await _report(args, work, tree)


async def _resume(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    until = read_once(args.valid_until) if args.valid_until else None
    await args.broadcasting.resume(work, await _member(args, work), args.number, _now(), until)
    await _report(args, work, tree)


async def _cancel(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    await args.broadcasting.cancel(work, await _member(args, work), args.number, _now())
    await _report(args, work, tree)


async def _correct(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    made = await args.broadcasting.correct(work, await _member(args, work), args.number, args.text, _now())
    await _show(made, work, tree)
    print("更正也要试发、再由另一位同事放行；原来的通知已停下。")


async def _report(args: argparse.Namespace, work: SqlWork, tree: DivisionTree) -> None:
    found = await work.broadcasts.get(args.number)
    if found is None:
        raise _Trouble(f"没有编号为 {args.number} 的通知。建议：用 legalbot broadcast list 看编号")
    await _show(found, work, tree)
    counts = await work.recipients.counts(found.id)
    done, total = progress_of(counts)
    if total:
        print(f"进度 {done}/{total}（{100 * done // total}%）")
    for name, count in counts_in_lines(counts):
        print(f"  {name}：{count}")
    path: Path | None = getattr(args, "csv", None)
    if path is not None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(csv_head())
            last = 0
            while page := await work.recipients.page(found.id, last, _PAGE):
                file.write(csv_lines(page))
                last = page[-1].id
        print(f"每个收件人的情况已写入 {path}")


async def _show(broadcast: Broadcast, work: SqlWork, tree: DivisionTree) -> None:
    count = await work.recipients.count_audience(broadcast.draft.audience)
    why = f"（{broadcast.why}）" if broadcast.why else ""
    print(f"通知 {broadcast.id}：{broadcast.draft.name}　【{STATE_NAMES[broadcast.state]}】{why}")
    print(f"发给：{audience_in_words(broadcast.draft.audience, tree)}，现在 {shown_count(count)}")
    print(f"时间：{times_in_words(broadcast)}")
    print(f"内容指纹：{broadcast.text_hash[:12]}")
    message = describe_notice(broadcast.id, broadcast.draft.content)
    buttons = "".join(f"［{one.label}］" for row in message.buttons for one in row)
    print("群众会看到：\n" + "\n".join(f"  │ {line}" for line in (*message.text.splitlines(), buttons)))


async def _member(args: argparse.Namespace, work: SqlWork) -> StaffMember:
    everyone = await work.staff.everyone()
    found = [one for one in everyone if args.by in (one.name, str(one.id))]
    if len(found) != 1:
        trouble = "有好几位" if found else "没有"
        raise _Trouble(f"{trouble}叫“{args.by}”的工作人员。建议：在值班台“人员”里查，或写编号")
    return found[0]


def _now() -> datetime:
    return datetime.now(UTC)
