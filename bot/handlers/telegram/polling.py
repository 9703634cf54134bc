"""Long polling: an update is confirmed to the server only after it is a row of ours."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import Conflict, TelegramError

from bot.handlers.telegram.request import TelegramApi, TooFast

log = structlog.get_logger()

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
WAIT_SECONDS = 25
_LONGEST_BACKOFF_SECONDS = 30.0
Take = Callable[[list[dict[str, Any]]], Awaitable[None]]


async def poll(api: TelegramApi, take: Take, wait_seconds: int = WAIT_SECONDS) -> None:
    """Fetch updates for ever, and hand each batch to `take`; what `take` did not keep is fetched again."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            updates = await api.fetch_updates(offset, wait_seconds, KINDS)
            await take(updates)
        except Exception as error:
            failures += 1
            # Without an offset the server starts again at the first unconfirmed update; those that are rows already
            # are known by their key. So neither our failure nor a server that counts anew can lose one.
            offset = None
            _say(error, failures)
            if isinstance(error, Conflict):
                with contextlib.suppress(TelegramError):
                    await api.delete_webhook()
            await asyncio.sleep(_backoff(error, failures))
            continue
        failures = 0
        # An empty answer means that all before the offset is confirmed: it has done its work.
        offset = max(one["update_id"] for one in updates) + 1 if updates else None


def _backoff(error: Exception, failures: int) -> float:
    if isinstance(error, TooFast):
        return error.seconds
    least = 2.0 if isinstance(error, Conflict) else 0.2
    return min(max(0.2 * 2.0 ** min(failures - 1, 10), least), _LONGEST_BACKOFF_SECONDS)


def _say(error: Exception, failures: int) -> None:
    if isinstance(error, Conflict):
        log.warning("另一个程序正用同一个 TELEGRAM_BOT_TOKEN 收消息，请只留一个。", failures=failures)
    elif isinstance(error, TelegramError):
        log.warning("polling failed", error=type(error).__name__, failures=failures)
    else:
        log.error("updates could not be kept", error=type(error).__name__, failures=failures)
