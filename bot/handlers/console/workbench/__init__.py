"""The workbench: those who keep the FAQ look at misses, edit entries, try them and put them live."""

from __future__ import annotations

from aiohttp import web

from bot.handlers.console.pagekit import Parts
from bot.handlers.console.workbench.bench import Bench
from bot.handlers.console.workbench.coveragepage import CoveragePage
from bot.handlers.console.workbench.draftpage import DraftPage
from bot.handlers.console.workbench.entries import Entries
from bot.handlers.console.workbench.historypage import HistoryPage
from bot.handlers.console.workbench.importpage import ImportPage
from bot.handlers.console.workbench.misspage import MissPage


def add_workbench(application: web.Application, parts: Parts) -> None:
    """Add the workbench's addresses to the application."""
    bench = Bench(parts)
    pages = (
        Entries(bench),
        DraftPage(bench),
        MissPage(bench),
        ImportPage(bench),
        HistoryPage(bench),
        CoveragePage(bench),
    )
    for page in pages:
        application.add_routes(page.routes())
    application.on_shutdown.append(bench.trials.stop)


__all__ = ["add_workbench"]
