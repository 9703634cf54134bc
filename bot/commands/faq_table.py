"""`legalbot faq export FILE` and `faq import FILE`: the FAQ as a table for Excel and WPS, both ways."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.commands.faq_diff import try_out
from bot.commands.faq_history import add_by, by_whom, put_live
from bot.faq.fault import FaqFaults
from bot.faq.file import replace_file
from bot.faq.loader import load_faq
from bot.faq.table_file import TableFaults, write_table
from bot.faq.table_import import Table
from bot.settings import Settings


def add_parsers(actions: Any) -> None:
    """Register both."""
    out = actions.add_parser("export", help="导出成表格（.xlsx 或 .csv）/ write a table")
    out.add_argument("file", type=Path, help="文件名以 .xlsx 或 .csv 结尾")
    out.set_defaults(run=run_export)
    back = actions.add_parser("import", help="把改好的表格写回问答库 / take a table back")
    back.add_argument("file", type=Path, help=".xlsx 或 .csv（UTF-8、GBK 都可以）")
    back.add_argument("--check", action="store_true", help="只检查，不写入 / check only")
    back.add_argument(
        "--try", dest="try_only", action="store_true", help="只看会改什么，不写入 / show what changes"
    )
    back.add_argument(
        "--whole", action="store_true", help="表格里没有的条目也删去 / drop what the table lacks"
    )
    add_by(back)
    back.set_defaults(run=run_import)


def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """Write all entries; the file's ending says how. Raises FaqFaults."""
    kind = args.file.suffix.lower().removeprefix(".")
    if kind not in {"xlsx", "csv"}:
        print("文件名要以 .xlsx 或 .csv 结尾。", file=sys.stderr)
        return 2
    faq = load_faq(settings.faq_path)
    try:
        replace_file(args.file, write_table(faq.entries, kind))
    except TableFaults as faults:
        print(faults, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{args.file} 写不进去：{error.strerror}。", file=sys.stderr)
        return 1
    print(
        f"已导出 {len(faq.entries)} 个条目到 {args.file.name}。改好后：legalbot faq import {args.file.name}"
    )
    return 0


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """Write what differs into the file; all rows or none. Entries that the table lacks stay, unless asked."""
    try:
        base = settings.faq_path.read_bytes()
        table = Table.read(args.file.read_bytes(), is_whole=args.whole)
        raw = table.onto(base)
    except OSError as error:
        print(f"{error.filename} 打不开：{error.strerror}。", file=sys.stderr)
        return 1
    except (TableFaults, FaqFaults) as faults:
        print(f"{faults}\n有问题，一行都没有写入。", file=sys.stderr)
        return 1
    if args.check:
        print(f"{args.file.name}：{len(table.rows)} 行，没有问题。")
        return 0
    if args.try_only:
        return int(try_out(settings, base, raw))
    return put_live(settings, raw, by_whom(args), f"导入 {args.file.name}", base)
