"""Intake: updates become inbox rows before anything else, and are answered from there, each exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.conversation import Channel
from bot.delivery import Recipient
from bot.handlers.telegram import sentences
from bot.handlers.telegram.answering import Answering, read_payload
from bot.handlers.telegram.coming import Coming, Pressed, Said
from bot.handlers.telegram.lanes import Lanes
from bot.handlers.telegram.ports import Arrival, ChannelWorks, Clock
from bot.handlers.telegram.reading import Me
from bot.handlers.telegram.request import TelegramApi

log = structlog.get_logger()

PREFIX = "tg:"
MOST_RECOVERED = 100_000
MOST_TRIES = 3
_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 30.0
_STOP_SECONDS = 5.0
_Update = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """An arrival of this moment; the same form as a row of the inbox."""

    key: str
    lane: str
    payload: Any
    attempts: int = 0


class Intake:
    """Keeps updates, answers them in their lanes, and takes up again what a stopped process left open."""

    def __init__(
        self,
        works: ChannelWorks,
        answering: Answering,
        api: TelegramApi,
        *,
        clock: Clock,
        me: Callable[[], Me],
        on_answered: Callable[[], None],
    ) -> None:
        self._works = works
        self._answering = answering
        self._api = api
        self._clock = clock
        self._me = me
        self._on_answered = on_answered
        self._lanes: Lanes[Arrival] = Lanes(self._answer)
        self._asides: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def recover(self) -> int:
        """Put what is still open back into its lanes, oldest first; returns how many."""
        async with self._works.reading() as work:
            arrivals: list[Arrival] = await work.inbox.open_arrivals(PREFIX, MOST_RECOVERED)
        for arrival in arrivals:
            self._lanes.put(arrival.lane, arrival)
        return len(arrivals)

    async def take(self, updates: list[_Update]) -> None:
        """Keep all of a batch in one transaction, then hand the new ones to their lanes."""
        if not updates:
            return
        received = [Received(key_of(update), lane_of(update), update) for update in updates]
        now = self._clock()
        new: list[Received] = []
        async with self._works.writing() as work:
            for position, one in enumerate(received):
                # A microsecond apart, so that the order of the batch is the order of the rows.
                at = now + timedelta(microseconds=position)
                if await work.inbox.receive(one.key, one.lane, one.payload, at):
                    new.append(one)
        for one in new:
            self._lanes.put(one.lane, one)

    async def close(self) -> None:
        """Finish what runs; the rest stays open in the inbox for the next start."""
        self._closing.set()
        await self._lanes.close(_STOP_SECONDS)
        for aside in self._asides:
            aside.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)

    # ------------------------------------------------------------ private

    async def _answer(self, arrival: Arrival) -> None:
        coming = read_payload(arrival.payload, self._api, self._me())
        query_id = _query_id(arrival.payload)
        if query_id and not isinstance(coming, Pressed):
            self._aside(query_id, "")
        shown = await self._until_answered(arrival, coming)
        self._on_answered()
        if query_id and isinstance(coming, Pressed):
            self._aside(query_id, shown)

    async def _until_answered(self, arrival: Arrival, coming: Coming) -> str:
        wait_seconds = _FIRST_WAIT_SECONDS
        tries = arrival.attempts
        while True:
            try:
                return await self._answer_once(arrival.key, coming, is_given_up=tries >= MOST_TRIES)
            except Exception as error:
                log.error(
                    "update failed",
                    key=arrival.key,
                    tries=tries,
                    error=type(error).__name__,
                    where=_where(error),
                )
            # A database that cannot even count is down: that is no fault of this update.
            if await self._counted(arrival.key):
                tries += 1
            if await self._is_closing_within(wait_seconds):
                return ""
            wait_seconds = min(wait_seconds * 3, _LONGEST_WAIT_SECONDS)

    async def _answer_once(self, key: str, coming: Coming, *, is_given_up: bool) -> str:
        now = self._clock()
        async with self._works.writing() as work:
            # First of all, so that a second process with the same update waits here and then sees it done.
            if not await work.inbox.finish(key, now):
                return ""
            if not is_given_up:
                return await self._answering.answer(work, key, coming, now)
            if isinstance(coming, Said) and (coming.place.is_private or coming.quoted or coming.is_command):
                recipient = Recipient(Channel.TELEGRAM, coming.place.address)
                await work.outbox.put(recipient, sentences.SORRY, key=f"{key}/sorry", now=now)
            return sentences.SORRY.text[:180]

    async def _is_closing_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        return self._closing.is_set()

    async def _counted(self, key: str) -> bool:
        try:
            async with self._works.writing() as work:
                await work.inbox.count_attempt(key)
        except Exception as error:
            log.error("attempt not counted", key=key, error=type(error).__name__)
            return False
        return True

    def _aside(self, query_id: str, shown: str) -> None:
        aside = asyncio.create_task(self._stop_spinner(query_id, shown))
        self._asides.add(aside)
        aside.add_done_callback(self._asides.discard)

    async def _stop_spinner(self, query_id: str, shown: str) -> None:
        # Best effort: a press that is too old can no longer be answered, and that harms nobody.
        with contextlib.suppress(TelegramError):
            await self._api.answer_callback_query(query_id, text=shown[:190] or None, show_alert=bool(shown))


def key_of(update: _Update) -> str:
    """The same for each delivery of one update, another for an update of another server that has the same number."""
    what: list[Any] = [update["update_id"]]
    for kind, body in sorted(update.items()):
        if isinstance(body, dict):
            chat = body.get("chat")
            chat_id = chat.get("id") if isinstance(chat, dict) else None
            what += [
                kind,
                body.get("id"),
                chat_id,
                body.get("message_id"),
                body.get("date"),
                body.get("edit_date"),
            ]
    digest = hashlib.sha256(json.dumps(what, default=str).encode()).hexdigest()[:10]
    return f"{PREFIX}{update['update_id']}:{digest}"


def lane_of(update: _Update) -> str:
    """The chat that an update belongs to."""
    for body in update.values():
        if not isinstance(body, dict):
            continue
        message = body.get("message") if isinstance(body.get("message"), dict) else body
        chat = message.get("chat") if isinstance(message, dict) else None
        if isinstance(chat, dict) and "id" in chat:
            return f"chat {chat['id']}"[:80]
    return "chat none"


def _query_id(payload: Any) -> str | None:
    query = payload.get("callback_query") if isinstance(payload, dict) else None
    query_id = query.get("id") if isinstance(query, dict) else None
    return str(query_id) if query_id else None


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
