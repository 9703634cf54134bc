"""`legalbot explain`: which signals chose which entry, for staff."""

from __future__ import annotations

import argparse
from typing import Any

from bot.faq.explaining import describe
from bot.faq.knowledge import KnowledgeBase
from bot.settings import Settings


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "explain", help="说明一句话为什么匹配到这些条目 / why a text matches what it does"
    )
    parser.add_argument("text", nargs="+", help="群众的话 / a citizen's words")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the explanation in Chinese."""
    knowledge = KnowledgeBase.load(settings.faq_path, settings.cache_dir, settings.encoder_dir)
    print(describe(knowledge.matcher.explain(" ".join(args.text))))
    return 0
