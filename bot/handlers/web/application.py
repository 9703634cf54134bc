"""build_web: kiosk, console, health and metrics as one application; other routes may be added before it starts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import structlog
from aiohttp import web

from bot.assistant import Assistant
from bot.casework import ErasableCases
from bot.desk import Desk
from bot.faq.knowledge import KnowledgeBase
from bot.faq.statutes import LawBook
from bot.handlers.case_files import Fetch, no_messenger
from bot.handlers.console import (
    ConsoleCases,
    ConsoleInbox,
    ConsoleStaff,
    ConsoleWork,
    Parts,
    add_console,
)
from bot.handlers.kiosk import Inbox, Kiosk, KioskWork
from bot.handlers.pages import STATIC, Pages
from bot.handlers.web.failures import tell_failures
from bot.handlers.web.guard import add_headers, refuse_other_sites
from bot.handlers.web.metrics import WebMetrics
from bot.referral.register import StationRegister
from bot.settings import Settings

# The kiosk and the console keep their own, lower limits; a webhook may need this much.
_BODY_LIMIT = 1024 * 1024
_log = structlog.get_logger()


class WebCases(ErasableCases, ConsoleCases, Protocol):
    """Cases for citizens and for staff."""


class WebInbox(Inbox, ConsoleInbox, Protocol):
    """The inbox for both."""


class WebWork(KioskWork, ConsoleWork, Protocol):
    """The stores that a request of either page may touch."""

    @property
    def cases(self) -> WebCases: ...
    @property
    def staff(self) -> ConsoleStaff: ...
    @property
    def inbox(self) -> WebInbox: ...


class WebWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[WebWork]:
        """A unit that is kept at its end, or undone on an exception."""

    def reading(self) -> AbstractAsyncContextManager[WebWork]:
        """A unit that only reads."""


def build_web(
    *,
    works: WebWorks,
    assistant: Assistant,
    desk: Desk,
    knowledge: KnowledgeBase,
    stations: StationRegister,
    settings: Settings,
    wake: Callable[[], None] = lambda: None,
    laws: LawBook | None = None,
    fetch: Fetch = no_messenger,
) -> web.Application:
    """The web application. `wake` is called after transactions that may have put messages in the outbox; `fetch` gives
    files that stay on a messenger."""
    pages, metrics = Pages(), WebMetrics()
    application = web.Application(
        client_max_size=_BODY_LIMIT,
        middlewares=[metrics.counting(), tell_failures(pages), refuse_other_sites],
    )
    application.on_response_prepare.append(add_headers)
    application.add_routes(
        [
            web.get("/healthz", _health(works)),
            web.get("/metrics", metrics.show),
            web.get("/favicon.ico", _icon),
        ]
    )
    application.router.add_static("/static/", STATIC)
    kiosk = Kiosk(works, assistant, desk, stations, settings, pages, wake, fetch)
    application.add_routes(kiosk.routes())
    add_console(
        application,
        Parts(works, desk, knowledge, stations, settings, pages, wake, laws or LawBook(), fetch),
    )
    return application


def _health(works: WebWorks) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def health(_request: web.Request) -> web.Response:
        try:
            async with works.reading() as work:
                await work.staff.has_anyone()
        except Exception as error:
            _log.error("health check failed", error=type(error).__name__)
            return web.json_response({"status": "no database"}, status=503)
        return web.json_response({"status": "ok"})

    return health


async def _icon(_request: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/static/icon.svg")


__all__ = ["WebWorks", "build_web"]
