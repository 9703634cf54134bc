"""`legalbot faq check --deep`: phrasings that stand in two entries, or that another entry draws away."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.faq.loader import Faq
from bot.faq.overlap import find_overlaps, overlap_faults
from bot.faq.yaml_lines import parse, read_text


def add_option(check: argparse.ArgumentParser) -> None:
    """The option of `faq check`."""
    check.add_argument(
        "--deep", action="store_true", help="再查条目之间抢问法、问法几乎一样，要一两分钟 / look for overlaps"
    )


def tell_overlaps(raw: bytes, faq: Faq, cache: Path) -> None:
    """Print the overlaps as reminders; they are no faults: a person decides."""
    found = find_overlaps(faq, cache)
    for one in overlap_faults(found, parse(read_text(raw))):
        print(f"提醒：{one}")
    twins = sum(one.is_near_duplicate for one in found)
    print(f"问法几乎一样 {twins} 处，会被别的条目抢走 {len(found) - twins} 处。")
