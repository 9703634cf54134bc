"""`legalbot faq diff OLD NEW`: which questions would be answered differently, on golden and on recorded questions."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.faq.diff import (
    Change,
    Diff,
    Effect,
    EntryChanges,
    Question,
    compare,
    entry_changes,
    load_golden,
    read_replay,
)
from bot.faq.knowledge import build_edition
from bot.faq.loader import Faq, load_faq, read_faq
from bot.handlers.wording.workbench import EFFECT_NAMES, describe_given
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks

TRIED_SPAN = timedelta(days=30)
_MOST_LISTED = 50


def add_parser(actions: Any) -> None:
    """Register `faq diff`."""
    parser = actions.add_parser("diff", help="比较新旧问答库：哪些问题会换答案 / compare two FAQ files")
    parser.add_argument("old", type=Path, help="旧文件；写“现用”或 - 表示正在用的")
    parser.add_argument("new", type=Path, help="新文件；- 表示正在用的")
    parser.add_argument("--golden", type=Path, metavar="FILE", help="对照题，默认 data/golden.yaml")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="再试这个文件里的问题，一行一个")
    parser.add_argument("--since", type=read_span, metavar="30d", help="再试这段时间里群众问过的问题")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="每类最多列几条，默认 50")
    parser.set_defaults(run=run)


def read_span(text: str) -> timedelta:
    """`30d`, `12h` or `2w` as a span of time. Raises argparse's error."""
    found = re.fullmatch(r"(\d{1,4})([hdw])", text.strip())
    if not found:
        raise argparse.ArgumentTypeError("写成 30d（天）、12h（小时）或 2w（周）")
    unit = {"h": "hours", "d": "days", "w": "weeks"}[found[2]]
    return timedelta(**{unit: int(found[1])})


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print what changes; 1 where a golden question is broken, 2 where the questions cannot be read."""
    old, new = (load_faq(_path(one, settings)) for one in (args.old, args.new))
    try:
        questions = _questions(args, settings, new)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return int(_tell(settings, old, new, questions, args.limit))


def try_out(settings: Settings, old: bytes, new: bytes) -> bool:
    """Print what a changed file would do to golden questions and to those of the last 30 days; whether a golden
    one breaks. Raises FaqFaults, and ValueError where the golden questions cannot be read."""
    golden = settings.data_dir / "golden.yaml"
    before, after = read_faq(old), read_faq(new)
    questions = load_golden(golden) if golden.exists() else []
    listed = [one for one in questions if one.right in after.by_id or one.right in before.by_id]
    asked = asyncio.run(_asked(settings, TRIED_SPAN))
    return _tell(settings, before, after, [*listed, *asked], _MOST_LISTED)


def _tell(settings: Settings, old: Faq, new: Faq, questions: list[Question], limit: int) -> bool:
    before, after = (build_edition(one, settings.cache_dir).interpreter for one in (old, new))
    diff = compare(questions, before, after)
    print("\n".join([*_entry_lines(entry_changes(old.entries, new.entries)), *_lines(diff, limit)]))
    return any(one.question.is_golden for one in diff.of(Effect.BROKEN))


def _path(given: Path, settings: Settings) -> Path:
    return settings.faq_path if str(given) in {"-", "现用"} else given


def _questions(args: argparse.Namespace, settings: Settings, new: Faq) -> list[Question]:
    golden = args.golden or settings.data_dir / "golden.yaml"
    questions = load_golden(golden) if args.golden or golden.exists() else []
    questions = [one for one in questions if args.golden or one.right in new.by_id]
    if args.replay:
        questions += read_replay(args.replay.read_text(encoding="utf-8-sig"))
    if args.since:
        questions += asyncio.run(_asked(settings, args.since))
    return questions


async def _asked(settings: Settings, span: timedelta) -> list[Question]:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        return await work.misses.questions_since(datetime.now(UTC) - span)


def _entry_lines(changes: EntryChanges) -> list[str]:
    rows = (("新增", changes.added), ("删去", changes.removed), ("改动", changes.changed))
    lines = [
        f"{name} {len(ids)} 条：{'、'.join(ids[:20])}{' ……' if len(ids) > 20 else ''}"
        for name, ids in rows
        if ids
    ]
    return lines or ["两个文件的条目一样。"]


def _lines(diff: Diff, limit: int) -> list[str]:
    lines = [
        f"试了 {diff.tried} 个问题；对照题 {diff.golden} 道，直接答对：旧 {diff.right_before}，新 {diff.right_after}"
    ]
    for effect in Effect:
        found = diff.of(effect)
        lines.append(f"\n{EFFECT_NAMES[effect]} {len(found)} 个")
        lines += [_line(one) for one in found[:limit]]
        if len(found) > limit:
            lines.append(f"  ……还有 {len(found) - limit} 个，用 --limit 看全")
    return lines


def _line(change: Change) -> str:
    question = change.question
    times = f"（问过 {question.times} 次）" if question.times > 1 else ""
    should = f"，应答 {question.right}" if question.right else ""
    return f"  {question.text}{times}\n    {describe_given(change.before)} → {describe_given(change.after)}{should}"
