"""`legalbot run`: the whole service in one process: kiosk, console, and Telegram where a token is given."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Any

from bot.app import serve
from bot.handlers.web import CannotServe
from bot.settings import Settings


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("run", help="启动服务 / start the service")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    try:
        asyncio.run(serve(settings))
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 1
    return 0
