"""Who is logged in, and proof that a form came from our own page."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from aiohttp import web

from bot.desk import Role, StaffMember

COOKIE = "staff"
_PATH = "/console"
_LIFE_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Login:
    """A logged-in member of staff; `stations` are those whose cases they see, None: all."""

    member: StaffMember
    token: str
    stations: tuple[str, ...] | None = ()

    @property
    def csrf(self) -> str:
        """What every form of this session carries."""
        return hashlib.sha256(b"form:" + self.token.encode()).hexdigest()

    @property
    def may_manage(self) -> bool:
        """Administrators and city staff admit and dismiss."""
        return self.member.role in {Role.ADMIN, Role.CITY}

    @property
    def reads_words(self) -> bool:
        """Whether the pages may show what citizens and colleagues wrote."""
        return self.member.reads_words

    @property
    def sees_many(self) -> bool:
        """Whether they look after more stations than one."""
        return self.stations is None or len(self.stations) > 1

    def may_see(self, station_id: str) -> bool:
        """Whether the cases of this station are theirs to see."""
        return self.stations is None or station_id in self.stations

    def require_csrf(self, given: str) -> None:
        """Raises HTTPForbidden for a form that is not of this session."""
        if not hmac.compare_digest(given.encode(), self.csrf.encode()):
            raise web.HTTPForbidden(text="这个页面放得太久了，没有执行。请返回、刷新后再试。")


def keep_login(response: web.Response, token: str, *, is_https: bool) -> None:
    """Let the browser keep the session."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=_LIFE_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=is_https,
        path=_PATH,
    )


def drop_login(response: web.Response) -> None:
    """Let the browser forget it."""
    response.del_cookie(COOKIE, path=_PATH)
