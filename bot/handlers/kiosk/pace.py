"""A pace: at most so many requests in a sliding window, for each session."""

from __future__ import annotations

from collections import deque

_MOST_KEYS = 20_000


class Pace:
    """Counts in memory; what it forgets at a restart does no harm."""

    def __init__(self, limit: int, window_seconds: float) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._seen: dict[str, deque[float]] = {}

    def allows(self, key: str, now: float) -> bool:
        """Count one request at `now` (monotonic seconds); False, uncounted, where it is one too many."""
        seen = self._seen.setdefault(key, deque())
        while seen and seen[0] <= now - self._window_seconds:
            seen.popleft()
        if len(seen) >= self._limit:
            return False
        seen.append(now)
        if len(self._seen) > _MOST_KEYS:
            self._forget(now)
        return True

    def _forget(self, now: float) -> None:
        self._seen = {
            key: seen for key, seen in self._seen.items() if seen and seen[-1] > now - self._window_seconds
        }
