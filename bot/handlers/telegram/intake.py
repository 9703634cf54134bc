"""Intake: updates become inbox rows before anything else, and are answered from there, each exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.conversation import Channel
from bot.delivery import Recipient
from bot.handlers.telegram import sentences
from bot.handlers.telegram.answering import Answering, read_payload
from bot.handlers.telegram.coming import Coming, Said
from bot.handlers.telegram.lanes import Lanes
from bot.handlers.telegram.ports import Arrival, ChannelWork, ChannelWorks, Clock
from bot.handlers.telegram.reading import Me
from bot.handlers.telegram.request import TelegramApi

log = structlog.get_logger()

PREFIX = "tg:"
MOST_RECOVERED = 100_000
MOST_TRIES = 3
_STOP_SECONDS = 5.0
# What is open for so long is nobody's: its process died, or it is being tried again there.
_LEFT_SECONDS = 5.0
_LOOK_SECONDS = 3.0
# How long an update waits for the one that it overtook, and how long where such waiting was in vain the last time:
# a server whose numbers have gaps.
_OVERTAKEN = timedelta(seconds=1.0)
_OVERTAKEN_PERHAPS = timedelta(seconds=0.05)
# What a database's big integer holds.
_PAST_NUMBERS = 2**63
_Update = dict[str, Any]


class _Turn(Enum):
    EMPTY = "empty"
    DONE = "done"
    EARLY = "early"
    FAILED = "failed"


# Seconds until the next look at a lane: the first, how they grow, the longest.
_WAITS = {_Turn.DONE: (0.0, 0.0, 0.0), _Turn.EARLY: (0.02, 2.0, 0.2), _Turn.FAILED: (0.2, 3.0, 30.0)}


class Intake:
    """Keeps updates and answers them lane by lane from their rows, in the order of their numbers.

    Which process got an update does not matter: whoever holds the first open row of a lane answers it, and what a
    process left open when it died is taken up by the next look of any other.
    `restores_order`: updates come over several connections (a webhook), so that a later one may overtake.
    """

    def __init__(
        self,
        works: ChannelWorks,
        answering: Answering,
        api: TelegramApi,
        *,
        clock: Clock,
        me: Callable[[], Me],
        on_answered: Callable[[], None],
        restores_order: bool = False,
    ) -> None:
        self._works = works
        self._answering = answering
        self._api = api
        self._clock = clock
        self._me = me
        self._on_answered = on_answered
        self._restores_order = restores_order
        self._patience = _OVERTAKEN
        self._early: set[str] = set()
        self._lanes: Lanes[str] = Lanes(self._drain)
        self._asides: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    async def recover(self, older_than_seconds: float = 0.0) -> int:
        """Take up lanes in which something is open for so long; returns how many."""
        before = self._clock() - timedelta(seconds=older_than_seconds)
        async with self._works.reading() as work:
            lanes = await work.inbox.open_lanes(PREFIX, before, MOST_RECOVERED)
        for lane in lanes:
            self._look_at(lane)
        return len(lanes)

    async def watch(self) -> None:
        """For ever: take up what another process kept and did not answer."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.recover(_LEFT_SECONDS)
            except Exception as error:
                log.error("inbox cannot be read", error=type(error).__name__)

    async def take(self, updates: list[_Update]) -> None:
        """Keep all of a batch in one transaction, then look at their lanes."""
        if not updates:
            return
        now = self._clock()
        lanes: dict[str, None] = {}
        async with self._works.writing() as work:
            for position, update in enumerate(updates):
                # A microsecond apart, so that the order of the batch is the order of the rows.
                at = now + timedelta(microseconds=position)
                number = update["update_id"] if abs(update["update_id"]) < _PAST_NUMBERS else None
                is_new = await work.inbox.receive(key_of(update), lane_of(update), update, at, number)
                if is_new:
                    lanes[lane_of(update)] = None
        for lane in lanes:
            self._look_at(lane)

    async def close(self) -> None:
        """Finish what runs; the rest stays open in the inbox for the next start."""
        self._closing.set()
        await self._lanes.close(_STOP_SECONDS)
        for aside in self._asides:
            aside.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)

    # ------------------------------------------------------------ private

    def _look_at(self, lane: str) -> None:
        # One look that is still to come sees all that is there by then.
        if not self._lanes.waiting_in(lane):
            self._lanes.put(lane, lane)

    async def _drain(self, lane: str) -> None:
        wait_seconds = 0.0
        while not self._closing.is_set():
            turn = await self._answer_next(lane)
            if turn is _Turn.EMPTY:
                return
            least, growth, most = _WAITS[turn]
            wait_seconds = min(max(wait_seconds * growth, least), most)
            if wait_seconds:
                await self._is_closing_within(wait_seconds)

    async def _answer_next(self, lane: str) -> _Turn:
        """One transaction: the first open arrival of the lane is locked, answered and finished."""
        arrival: Arrival | None = None
        try:
            async with self._works.writing() as work:
                arrival = await work.inbox.next_open(lane)
                if arrival is None:
                    return _Turn.EMPTY
                if self._restores_order:
                    arrival = await self._first_in_order(work, arrival)
                if arrival is None:
                    return _Turn.EARLY
                coming = read_payload(arrival.payload, self._api, self._me())
                shown = await self._answer(work, arrival, coming)
        except Exception as error:
            await self._on_failure(arrival, error)
            return _Turn.FAILED
        self._on_answered()
        query_id = _query_id(arrival.payload)
        if query_id:
            self._aside(query_id, shown)
        return _Turn.DONE

    async def _answer(self, work: ChannelWork, arrival: Arrival, coming: Coming) -> str:
        now = self._clock()
        await work.inbox.finish(arrival.key, now)
        if arrival.attempts < MOST_TRIES:
            return await self._answering.answer(work, arrival.key, coming, now)
        if isinstance(coming, Said) and (coming.place.is_private or coming.quoted or coming.is_command):
            recipient = Recipient(Channel.TELEGRAM, coming.place.address)
            await work.outbox.put(recipient, sentences.SORRY, key=f"{arrival.key}/sorry", now=now)
        return sentences.SORRY.text[:180]

    async def _first_in_order(self, work: ChannelWork, arrival: Arrival) -> Arrival | None:
        """The lane's first arrival that no other one can precede any more; None where one still may."""
        while not await self._is_early(work, arrival):
            # The one before may have come between our two looks, and may be of this lane.
            first = await work.inbox.next_open(arrival.lane)
            if first is None or first.key == arrival.key:
                return arrival
            arrival = first
        return None

    async def _is_early(self, work: ChannelWork, arrival: Arrival) -> bool:
        """Whether the update before this one is still on its way over another connection. Numbers follow one another,
        so a gap is either a moment old or none at all (numbers begin anew after a quiet week)."""
        if arrival.number is None:
            return False
        before = await work.inbox.number_before(PREFIX, arrival.number)
        if before is None:
            return False
        if before == arrival.number - 1:
            if arrival.key in self._early:
                self._patience = _OVERTAKEN
        elif self._clock() - arrival.received_at <= self._patience:
            self._early.add(arrival.key)
            return True
        else:
            self._patience = _OVERTAKEN_PERHAPS
        self._early.discard(arrival.key)
        return False

    async def _on_failure(self, arrival: Arrival | None, error: Exception) -> None:
        key = arrival.key if arrival else ""
        log.error("update failed", key=key, error=type(error).__name__, where=_where(error))
        # A database that cannot even count is down: that is no fault of this update.
        if arrival is None:
            return
        try:
            async with self._works.writing() as work:
                await work.inbox.count_attempt(key)
        except Exception as trouble:
            log.error("attempt not counted", key=key, error=type(trouble).__name__)

    async def _is_closing_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        return self._closing.is_set()

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
    # A press on a message that is no longer there comes without it.
    authors = [body["from"] for body in update.values() if isinstance(body, dict) and "from" in body]
    ids = [one.get("id") for one in authors if isinstance(one, dict)]
    return f"chat {ids[0]}"[:80] if ids else "chat none"


def _query_id(payload: Any) -> str | None:
    query = payload.get("callback_query") if isinstance(payload, dict) else None
    query_id = query.get("id") if isinstance(query, dict) else None
    return str(query_id) if query_id else None


def _where(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
