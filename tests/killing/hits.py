"""When to kill: at chosen calls of the Bot API, at chosen commits, or at any moment."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from tests.fake_telegram import FakeTelegram

Moment = Literal["before", "done", "answered"]


@dataclass
class Hits:
    """Decides at each call whether it is the last one of this process. Each call of the story is hit once at most:
    a process that starts again gets past it."""

    share: float = 0.0
    moments: tuple[Moment, ...] = ("before", "done", "answered")
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    kill: Callable[[], None] = lambda: None
    made: int = 0
    _seen: set[str] = field(default_factory=set)

    def moment_of(self, method: str, params: dict[str, Any]) -> Moment | None:
        """Where in this call the process dies; None: it lives on."""
        what = f"{method}/{params.get('chat_id')}/{params.get('text')}/{params.get('offset')}"
        if method in {"getMe", "setMyCommands"} or what in self._seen:
            return None
        if self.chance.random() >= self.share:
            return None
        self._seen.add(what)
        return self.chance.choice(self.moments)

    def hit(self) -> None:
        """Kill the process."""
        self.made += 1
        self.kill()


class KillingTelegram(FakeTelegram):
    """A fake server at whose calls the process may die. `unanswered` counts what was done and never acknowledged, by
    chat and first line."""

    def __init__(self, hits: Hits) -> None:
        super().__init__()
        self.hits = hits
        self.unanswered: Counter[tuple[str, str]] = Counter()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = dict(request.query) | dict(await request.post())
        what = str(params.get("chat_id")), first_line(str(params.get("text")))
        self.unanswered[what] += 1
        response = await self._answered(request, method, params)
        self.unanswered[what] -= 1
        return response

    async def _answered(
        self, request: web.Request, method: str, params: dict[str, Any]
    ) -> web.StreamResponse:
        """The answer, written out. Raises where the process died before it could have it."""
        moment = self.hits.moment_of(method, params)
        if moment == "before":
            self.hits.hit()
            raise web.HTTPServiceUnavailable
        response = await super()._call(request)
        if moment == "done":
            self.hits.hit()
            raise web.HTTPServiceUnavailable
        await response.prepare(request)
        await response.write_eof()
        if moment == "answered":
            self.hits.hit()
        return response


def first_line(text: str) -> str:
    """What a message is told by."""
    return text.strip().split("\n")[0]
