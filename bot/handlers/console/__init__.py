"""The console: staff of the stations work their cases in a browser."""

from __future__ import annotations

from aiohttp import web

from bot.handlers.console.casefiles import CaseFilePages
from bot.handlers.console.casepage import CasePage
from bot.handlers.console.chats import Chats
from bot.handlers.console.clockpage import ClockPage
from bot.handlers.console.entrance import Entrance
from bot.handlers.console.faqpage import FaqPage
from bot.handlers.console.first_admin import admin_login_link, first_admin_link
from bot.handlers.console.news import News
from bot.handlers.console.notices import NoticePages
from bot.handlers.console.overview import Overview
from bot.handlers.console.pagekit import Parts
from bot.handlers.console.people import People
from bot.handlers.console.ports import ConsoleCases, ConsoleInbox, ConsoleStaff, ConsoleWork, ConsoleWorks
from bot.handlers.console.queue import Queue
from bot.handlers.console.replypage import KeptReplies
from bot.handlers.console.stationedit import StationEditing
from bot.handlers.console.stationpage import StationPage
from bot.handlers.console.workbench import add_workbench


def add_console(application: web.Application, parts: Parts) -> None:
    """Add the console's addresses to the application."""
    news, station, case_page = News(parts), StationPage(parts), CasePage(parts)
    pages = (
        Entrance(parts),
        Queue(parts),
        case_page,
        CaseFilePages(parts, case_page),
        ClockPage(parts),
        station,
        StationEditing(parts, station),
        KeptReplies(parts),
        Overview(parts),
        People(parts),
        Chats(parts),
        FaqPage(parts),
        NoticePages(parts),
        news,
    )
    for page in pages:
        application.add_routes(page.routes())
    add_workbench(application, parts)
    application.on_shutdown.append(news.stop)


__all__ = [
    "ConsoleCases",
    "ConsoleInbox",
    "ConsoleStaff",
    "ConsoleWork",
    "ConsoleWorks",
    "Parts",
    "add_console",
    "admin_login_link",
    "first_admin_link",
]
