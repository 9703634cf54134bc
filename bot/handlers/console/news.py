"""News of cases as server-sent events: one look at the database for all open pages, no words of anybody."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import web

from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login
from bot.referral.case import Case

_LOOK_SECONDS = 1.5
_HEARTBEAT_SECONDS = 20.0
# A transaction may be kept a little after the moment that it wrote down.
_OVERLAP = timedelta(seconds=15)
_log = structlog.get_logger()
_Seen = frozenset[tuple[int, datetime]]


class News:
    """Tells open pages that cases of their stations came or changed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._listeners: dict[asyncio.Queue[str | None], Login] = {}
        self._look: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Its address."""
        return [web.get("/console/events", self._parts.staff_only(self.stream))]

    async def stop(self, _application: web.Application) -> None:
        """End all streams, so that the server can stop."""
        if self._look is not None:
            self._look.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._look
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Events until the page goes, the session ends, or the service stops."""
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        listener: asyncio.Queue[str | None] = asyncio.Queue(maxsize=100)
        self._listeners[listener] = login
        try:
            # What came before this moment is on the page that the browser fetches after connecting.
            await self._start_looking()
            await response.prepare(request)
            await response.write(b"retry: 3000\n\n")
            await self._pass_on(request, response, listener)
        except (ConnectionResetError, asyncio.QueueFull):
            pass
        finally:
            del self._listeners[listener]
        return response

    async def _pass_on(
        self, request: web.Request, response: web.StreamResponse, listener: asyncio.Queue[str | None]
    ) -> None:
        while True:
            try:
                event = await asyncio.wait_for(listener.get(), _HEARTBEAT_SECONDS)
            except TimeoutError:
                if await self._parts.login_of(request) is None:
                    return
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return
            await response.write(f"event: case\ndata: {event}\n\n".encode())

    async def _start_looking(self) -> None:
        async with self._starting:
            if self._look is None or self._look.done():
                seen = _stamps(await self._recent())
                self._look = asyncio.create_task(self._keep_looking(seen))

    async def _keep_looking(self, seen: _Seen) -> None:
        while self._listeners:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                cases = await self._recent()
            except Exception as error:
                _log.warning("looking for news failed", error=type(error).__name__)
                continue
            for case in cases:
                if (case.id, case.changed_at) not in seen:
                    self._tell(case)
            seen = _stamps(cases)

    async def _recent(self) -> list[Case]:
        async with self._parts.works.reading() as work:
            return await work.cases.changed_since(datetime.now(UTC) - _OVERLAP)

    def _tell(self, case: Case) -> None:
        event = "new" if case.state.is_unclaimed else "changed"
        for listener, login in self._listeners.items():
            if (login.stations is None or case.station_id in login.stations) and not listener.full():
                listener.put_nowait(event)


def _stamps(cases: Iterable[Case]) -> _Seen:
    return frozenset((case.id, case.changed_at) for case in cases)
