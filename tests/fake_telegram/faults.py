"""Scripted faults: what goes wrong with the next calls, and limits as a real server has them."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.fake_telegram.refusal import Refusal


@dataclass(frozen=True)
class TooMany:
    """429: nothing for `retry_after` seconds."""

    retry_after: int


@dataclass(frozen=True)
class ServerError:
    """A gateway's error page."""

    code: int = 500


@dataclass(frozen=True)
class Slow:
    """An answer that takes its time."""

    seconds: float


@dataclass(frozen=True)
class DropBefore:
    """The connection breaks before anything is done."""


@dataclass(frozen=True)
class DropAfter:
    """It is done, but the connection breaks before the answer."""


Fault = TooMany | ServerError | Slow | DropBefore | DropAfter


@dataclass
class Faults:
    """Faults wait in line by method ("*" for any but getUpdates); `slow_seconds` is added to every call but getUpdates."""

    slow_seconds: float = 0.0
    _lines: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, fault: Fault, times: int = 1) -> None:
        self._lines[method.lower()].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        for name in (method.lower(), "*" if method.lower() != "getupdates" else ""):
            if self._lines.get(name):
                return self._lines[name].popleft()
        return None


@dataclass
class Limits:
    """At most so many messages a second, over all chats and in each; 0 for no limit."""

    overall: int = 0
    per_chat: int = 0
    refused: int = 0
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def require_room(self, chat_id: int) -> None:
        now = time.monotonic()
        for limit, sent in ((self.overall, self._all), (self.per_chat, self._chats[chat_id])):
            while sent and sent[0] <= now - 1.0:
                sent.popleft()
            if limit and len(sent) >= limit:
                self.refused += 1
                raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        self._all.append(now)
        self._chats[chat_id].append(now)
