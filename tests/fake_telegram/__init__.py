"""A strict Bot API server for tests, on real sockets. It proves only our reading of the Bot API."""

from tests.fake_telegram.faults import DropAfter, DropBefore, Faults, Limits, ServerError, Slow, TooMany
from tests.fake_telegram.people import People
from tests.fake_telegram.server import TOKEN, FakeTelegram

__all__ = [
    "TOKEN",
    "DropAfter",
    "DropBefore",
    "FakeTelegram",
    "Faults",
    "Limits",
    "People",
    "ServerError",
    "Slow",
    "TooMany",
]
