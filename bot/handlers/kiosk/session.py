"""A kiosk session: a random cookie of ours; the citizen's id is its hash, so that no list of ids opens a session."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.conversation import Channel, Citizen

_COOKIE = "kiosk"
_STATION_COOKIE = "kiosk_station"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_STATION_DAYS = 365


@dataclass(frozen=True)
class KioskSession:
    """Who talks at this browser now. `is_new`: its cookie has yet to be set."""

    token: str
    is_new: bool = False

    @property
    def id(self) -> str:
        """What is kept of the session."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:40]

    @property
    def citizen(self) -> Citizen:
        """The session as a citizen."""
        return Citizen(Channel.KIOSK, self.id)

    @property
    def lane(self) -> str:
        """The lane of the session's arrivals in the inbox."""
        return f"kiosk {self.id}"

    def key(self, request_id: str) -> str:
        """The inbox key of one request: the same request sent again has the same key."""
        return f"kiosk:{self.id}:{request_id}"


def new_session() -> KioskSession:
    """A session that nobody had before."""
    return KioskSession(secrets.token_urlsafe(32), is_new=True)


def session_of(request: web.Request) -> KioskSession:
    """The request's session; a new one where it has none of our form."""
    token = request.cookies.get(_COOKIE, "")
    return KioskSession(token) if _TOKEN.fullmatch(token) else new_session()


def keep_session(response: web.Response, session: KioskSession, *, is_https: bool) -> None:
    """Let the browser keep the session until it is closed."""
    response.set_cookie(_COOKIE, session.token, httponly=True, samesite="Strict", secure=is_https, path="/")


def station_of(request: web.Request) -> str | None:
    """The station that this browser was set up for."""
    return request.cookies.get(_STATION_COOKIE)


def keep_station(response: web.Response, station_id: str, *, is_https: bool) -> None:
    """Let the browser remember at which station it stands, whoever uses it."""
    response.set_cookie(
        _STATION_COOKIE,
        station_id,
        max_age=_STATION_DAYS * 86400,
        httponly=True,
        samesite="Strict",
        secure=is_https,
        path="/",
    )
