"""`legalbot faq …`: the workbench for those who keep the FAQ."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.faq.fault import FaqFaults
from bot.faq.loader import load_faq
from bot.settings import Settings


def add_parser(commands: Any) -> None:
    """Register `faq` and its subcommands."""
    parser = commands.add_parser("faq", help="维护问答库 / keep the FAQ")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="检查问答文件，一次列出全部问题 / check a FAQ file")
    check.add_argument("file", nargs="?", type=Path, help="默认 data/legal_faq.yaml")
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace, settings: Settings) -> int:
    """Print every fault with line and cure; 1 where there is any."""
    path: Path = args.file or settings.faq_path
    try:
        faq = load_faq(path)
    except FaqFaults as faults:
        for fault in faults.faults:
            print(fault)
        print(f"{path.name}：共 {len(faults.faults)} 处问题，没有通过检查。")
        return 1
    except OSError as error:
        print(f"{path} 打不开：{error.strerror}。建议：检查文件名和权限。", file=sys.stderr)
        return 1
    variants = sum(len(entry.variants) for entry in faq.entries)
    print(f"{path.name}：{len(faq.entries)} 个条目，{variants} 个问法，没有问题。")
    return 0
