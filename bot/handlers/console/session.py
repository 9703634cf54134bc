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
    """A logged-in member of staff."""

    member: StaffMember
    token: str

    @property
    def csrf(self) -> str:
        """What every form of this session carries."""
        return hashlib.sha256(b"form:" + self.token.encode()).hexdigest()

    @property
    def may_manage(self) -> bool:
        """Administrators and city staff admit and dismiss."""
        return self.member.role in {Role.ADMIN, Role.CITY}

    @property
    def stations(self) -> tuple[str, ...] | None:
        """The stations whose cases the member sees; None: all."""
        if self.member.sees_all:
            return None
        return (self.member.station_id,) if self.member.station_id else ()

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
