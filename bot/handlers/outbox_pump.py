"""The outbox pump: claims due messages, sends them outside any transaction, marks what became of them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog

from bot.conversation import Channel
from bot.delivery import Delayed, Parcel, Sender, Undeliverable
from bot.handlers.outbox_ports import End, Failed, Later, PumpWork, PumpWorks, Sent

log = structlog.get_logger()

MOST_AT_ONCE = 32
# Tried for about a day at one try a minute: an outage must lose nothing.
MOST_ATTEMPTS = 1500
POLL_SECONDS = 1.0
# Time for its turn (20 s) and for an answer that takes long (50 s); shorter than the lease of 90 s: a parcel is never in
# two hands.
SEND_SECONDS = 75.0
STOP_SECONDS = 10.0


WorkT = TypeVar("WorkT", bound=PumpWork)
OnFailed = Callable[[WorkT, Parcel, str, datetime], Awaitable[None]]


def _now() -> datetime:
    return datetime.now(UTC)


class OutboxPump(Generic[WorkT]):
    """Empties one channel's outbox, each recipient's messages in order, many recipients at once.

    `is_only_sender`: no other process sends for this database, so leases found at the start are a dead one's.
    `on_failed` is called inside the transaction that marks a message as undeliverable.
    """

    def __init__(
        self,
        works: PumpWorks[WorkT],
        sender: Sender,
        channel: Channel,
        *,
        is_only_sender: bool = False,
        on_failed: OnFailed[WorkT] | None = None,
        clock: Callable[[], datetime] = _now,
        most_at_once: int = MOST_AT_ONCE,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._works = works
        self._sender = sender
        self._channel = channel
        self._is_only_sender = is_only_sender
        self._on_failed = on_failed
        self._clock = clock
        self._most_at_once = most_at_once
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()
        self._ended: list[End] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._paused_until: datetime | None = None
        self._missing: frozenset[str] = frozenset()
        self._takes_over_at = 0.0

    def wake(self) -> None:
        """Something was put into the outbox: look now."""
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Pump until the block ends; then finish what is under way and mark it."""
        pumping = asyncio.create_task(self._run(), name=f"outbox-{self._channel}")
        try:
            yield
        finally:
            pumping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pumping
            await self._finish()

    # ------------------------------------------------------------ private

    async def _run(self) -> None:
        if self._is_only_sender:
            await self._until_done(self._release)
        while True:
            self._wake.clear()
            await self._until_done(self._turn)
            await self._take_over_now_and_then()
            await self._rest()

    async def _release(self) -> None:
        async with self._works.writing() as work:
            await work.outbox.release_leases(self._channel)

    async def _turn(self) -> None:
        """One transaction: marks what went out, then claims what is due."""
        ended, self._ended = self._ended, []
        try:
            async with self._works.writing() as work:
                for end in ended:
                    await self._mark(work, end)
                parcels = await work.outbox.claim_due(self._channel, self._clock(), self._room())
        except BaseException:
            self._ended = ended + self._ended
            raise
        for parcel in parcels:
            task = asyncio.create_task(self._send(parcel))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    def _room(self) -> int:
        if self._paused_until is not None and self._clock() < self._paused_until:
            return 0
        return self._most_at_once - len(self._sending)

    async def _rest(self) -> None:
        """Until woken, or until something is due that another process (or time itself) brought. Once woken nothing is
        asked first: until it is marked, what just went out would go out again after a crash."""
        while not self._wake.is_set():
            with contextlib.suppress(TimeoutError):
                # Not wait_for: on 3.11 it can swallow a cancellation that comes together with the event.
                async with asyncio.timeout(self._seconds_to_rest()):
                    await self._wake.wait()
                return
            await self._take_over_now_and_then()
            if self._room() > 0 and await self._is_any_due():
                return

    def _seconds_to_rest(self) -> float:
        if self._paused_until is None:
            return self._poll_seconds
        pause = (self._paused_until - self._clock()).total_seconds()
        return max(min(pause, self._poll_seconds), 0.01) if pause > 0 else self._poll_seconds

    async def _take_over_now_and_then(self) -> None:
        """What a dead process held is due at once. One that is missed only once may just be connecting anew."""
        now = time.monotonic()
        if now < self._takes_over_at:
            return
        self._takes_over_at = now + self._poll_seconds
        try:
            async with self._works.reading() as work:
                missing = await work.outbox.held_by_dead(self._channel)
            gone, self._missing = missing & self._missing, missing
            if gone:
                async with self._works.writing() as work:
                    await work.outbox.release_held_by(self._channel, gone)
                self._wake.set()
        except Exception as error:
            log.warning(
                "outbox cannot be taken over", channel=self._channel.value, error=type(error).__name__
            )

    async def _is_any_due(self) -> bool:
        try:
            async with self._works.reading() as work:
                due_at = await work.outbox.next_due_at(self._channel)
        except Exception as error:
            log.warning("outbox cannot be read", channel=self._channel.value, error=type(error).__name__)
            return False
        return due_at is not None and due_at <= self._clock()

    async def _until_done(self, act: Callable[[], Awaitable[None]]) -> None:
        wait_seconds = 0.1
        while True:
            try:
                return await act()
            except Exception as error:
                log.error("outbox turn failed", channel=self._channel.value, error=type(error).__name__)
            await asyncio.sleep(wait_seconds)
            wait_seconds = min(wait_seconds * 2, 5.0)

    async def _send(self, parcel: Parcel) -> None:
        end = await self._bring(parcel)
        self._ended.append(end)
        self._wake.set()

    async def _bring(self, parcel: Parcel) -> End:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                sent = await self._sender.send(parcel)
                if isinstance(sent, str):
                    return Sent(parcel, sent)
                return Sent(parcel, sent.sent_ref, sent.why)
        except Undeliverable as error:
            return Failed(parcel, str(error))
        except Delayed as error:
            return self._later(parcel, error)
        except Exception as error:
            log.error("sending failed", channel=self._channel.value, error=type(error).__name__)
            return self._later(parcel, Delayed(min(60.0, 2.0 ** min(parcel.attempts, 6))))

    def _later(self, parcel: Parcel, delayed: Delayed) -> End:
        until = self._clock() + timedelta(seconds=delayed.seconds)
        if delayed.whole_channel:
            self._paused_until = max(self._paused_until or until, until)
        elif parcel.attempts >= MOST_ATTEMPTS:
            return Failed(parcel, "试了很多次都没有送到")
        return Later(parcel, until, str(delayed))

    async def _mark(self, work: WorkT, end: End) -> None:
        match end:
            case Sent():
                await work.outbox.mark_sent(end.parcel.id, end.sent_ref, self._clock())
                if end.lost and self._on_failed is not None:
                    await self._on_failed(work, end.parcel, end.lost, self._clock())
            case Later():
                await work.outbox.delay(end.parcel.id, end.until, end.why)
            case Failed():
                await work.outbox.mark_failed(end.parcel.id, end.why)
                log.warning("message undeliverable", channel=self._channel.value, parcel=end.parcel.id)
                if self._on_failed is not None:
                    await self._on_failed(work, end.parcel, end.why, self._clock())

    async def _finish(self) -> None:
        sending: set[asyncio.Task[Any]] = set(self._sending)
        if sending:
            _, late = await asyncio.wait(sending, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        ended, self._ended = self._ended, []
        if ended:
            async with self._works.writing() as work:
                for end in ended:
                    await self._mark(work, end)
