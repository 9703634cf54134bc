"""What the console's pages share: who is logged in, the form's fields, the page's frame."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.desk import Desk, Role
from bot.faq.knowledge import KnowledgeBase
from bot.faq.statutes import LawBook
from bot.handlers.case_files import Fetch, no_messenger
from bot.handlers.console.ports import ConsoleWorks
from bot.handlers.console.scope import stations_of
from bot.handlers.console.session import COOKIE, Login
from bot.handlers.console.written import written_in
from bot.handlers.pages import Pages
from bot.referral.register import StationRegister
from bot.settings import Settings

BODY_LIMIT = 64 * 1024
Page = Callable[[web.Request, Login], Awaitable[web.StreamResponse]]
Fields = Mapping[str, str]
ROLE_NAMES = {
    Role.STATION: "站点工作人员",
    Role.LEAD: "站点负责人",
    Role.DISTRICT: "区县",
    Role.CITY: "市级",
    Role.EDITOR: "问答编辑",
    Role.AUDITOR: "审计",
    Role.ADMIN: "管理员",
}


@dataclass(frozen=True)
class Parts:
    """What the console's pages are given."""

    works: ConsoleWorks
    desk: Desk
    knowledge: KnowledgeBase
    stations: StationRegister
    settings: Settings
    pages: Pages
    wake: Callable[[], None]
    laws: LawBook = field(default_factory=LawBook)
    fetch: Fetch = no_messenger

    @property
    def is_https(self) -> bool:
        """Whether people open the pages by https."""
        return self.settings.address.startswith("https:")

    def staff_only(self, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for those who are logged in; the others are shown how to."""

        async def open_page(request: web.Request) -> web.StreamResponse:
            login = await self.login_of(request)
            if login is None:
                return self.ask_to_log_in(await read_fields(request) if request.method == "POST" else {})
            if request.method == "POST":
                login.require_csrf((await read_fields(request)).get("csrf", ""))
            return await page(request, login)

        return open_page

    def ask_to_log_in(self, fields: Fields) -> web.Response:
        """How to come in. Whoever wrote long enough for the login to end shall not lose it: `fields` are given back."""
        return self.pages.response("console/login.html", status=401, written=written_in(fields))

    async def login_of(self, request: web.Request) -> Login | None:
        """Who sends this request."""
        token = request.cookies.get(COOKIE)
        if not token:
            return None
        async with self.works.reading() as work:
            member = await work.staff.of_session(token, datetime.now(UTC))
        return None if member is None else Login(member, token, stations_of(member, self.stations()))

    def show(self, template: str, login: Login, *, status: int = 200, **values: Any) -> web.Response:
        """A page in the console's frame."""
        station = self.stations().get(login.member.station_id or "")
        return self.pages.response(
            f"console/{template}",
            status=status,
            login=login,
            own_station=station.name if station else "",
            role=ROLE_NAMES[login.member.role],
            form_key=secrets.token_urlsafe(18),
            **values,
        )

    def station_name(self, station_id: str | None) -> str:
        """A station's name as staff read it."""
        station = self.stations().known(station_id or "")
        return station.name if station else (station_id or "—")


async def read_fields(request: web.Request) -> Fields:
    """A form's text fields. Raises HTTPRequestEntityTooLarge."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, request.content_length or 0)
    return {name: _clean(value) for name, value in (await request.post()).items() if isinstance(value, str)}


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "").replace("\r\n", "\n").strip()
