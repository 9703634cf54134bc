"""`legalbot faq …`: the workbench for those who keep the FAQ."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.commands import (
    faq_deep,
    faq_diff,
    faq_history,
    faq_law,
    faq_misses,
    faq_publish,
    faq_quality,
    faq_table,
)
from bot.faq.fault import FaqFaults
from bot.faq.loader import Faq, read_faq
from bot.faq.statutes import StatuteFaults
from bot.settings import Settings


def add_parser(commands: Any) -> None:
    """Register `faq` and its subcommands."""
    parser = commands.add_parser("faq", help="维护问答库 / keep the FAQ")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="检查问答文件，一次列出全部问题 / check a FAQ file")
    check.add_argument("file", nargs="?", type=Path, help="默认 data/legal_faq.yaml")
    faq_law.add_options(check)
    faq_deep.add_option(check)
    check.set_defaults(run=run_check)
    faq_law.add_review(actions)
    faq_diff.add_parser(actions)
    faq_history.add_parsers(actions)
    faq_publish.add_parsers(actions)
    faq_misses.add_parsers(actions)
    faq_table.add_parsers(actions)
    faq_quality.add_parsers(actions)


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Print every fault with line and cure; 1 where there is any."""
    path: Path = args.file or settings.faq_path
    try:
        raw = path.read_bytes()
        faq = read_faq(raw)
    except FaqFaults as faults:
        for fault in faults.faults:
            print(fault)
        print(f"{path.name}：共 {len(faults.faults)} 处问题，没有通过检查。")
        return 1
    except OSError as error:
        print(f"{path} 打不开：{error.strerror}。建议：检查文件名和权限。", file=sys.stderr)
        return 1
    if args.deep:
        faq_deep.tell_overlaps(raw, faq, settings.cache_dir)
    return _check_law(args, settings, raw, faq, path)


def _check_law(args: argparse.Namespace, settings: Settings, raw: bytes, faq: Faq, path: Path) -> int:
    """Faults and warnings on the law texts; 1 where there is a fault (with --strict: or a warning)."""
    try:
        found = faq_law.find_in_law(raw, faq, args.statutes, settings)
    except StatuteFaults as faults:
        print(faults, file=sys.stderr)
        return 1
    variants = sum(len(entry.variants) for entry in faq.entries)
    summary = f"{path.name}：{len(faq.entries)} 个条目，{variants} 个问法"
    if found is None:
        print(f"{summary}，没有问题。（没有导入法条，引用没有核对）")
        return 0
    for fault in found.faults:
        print(fault)
    for warning in found.warnings:
        print(f"提醒：{warning}")
    citations = sum(len(entry.citations) for entry in faq.entries)
    failed = bool(found.faults) or (args.strict and bool(found.warnings))
    verdict = f"{len(found.faults)} 处问题，没有通过检查" if failed else "没有问题"
    print(f"{summary}，{citations} 处引用，{verdict}；{len(found.warnings)} 处提醒。")
    return 1 if failed else 0
