"""The notice pump: takes turns and recipients together, sends each once, and never sends again where in doubt."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, assert_never

import structlog

from bot.broadcast import Broadcasts, Recipients, next_parcels
from bot.conversation import Channel, Citizen
from bot.delivery import Refused, SendBudget
from bot.notices.attempt import Attempt, Blocked, Doubtful, Failed, Gone, NotNow, Sent
from bot.notices.notice import BroadcastState, NoticeParcel, RecipientState
from bot.subscriptions import Subscribers

log = structlog.get_logger()

MOST_IN_FLIGHT = 32
# Taken together: few, so that a kill leaves few in doubt and a pause stops at once.
BATCH = 4
IDLE_SECONDS = 0.5
BUSY_SECONDS = 0.05
SEND_SECONDS = 45.0
STOP_SECONDS = 10.0
# Lateness below this is what the pace has to spare.
_TOLERATED_SECONDS = 0.01
_ENOUGH_WAYS = 20


class PumpRecipients(Recipients, Protocol):
    """Recipients as the pump changes them."""

    async def mark_sending(self, recipient_ids: Any, now: datetime) -> None:
        """They are under way."""

    async def settle(
        self,
        recipient_id: int,
        state: RecipientState,
        *,
        sent_ref: str | None = None,
        sent_at: datetime | None = None,
        failure: str | None = None,
    ) -> None:
        """What became of one."""

    async def put_back(self, recipient_id: int, until: datetime, why: str) -> None:
        """It waits again."""


class NoticeBudget(SendBudget, Protocol):
    """The budget, with a look at it."""

    async def held_seconds(self, channel: Channel) -> float:
        """How long notices get no turn."""


class NoticeWork(Protocol):
    """The stores that sending notices touches."""

    @property
    def broadcasts(self) -> Broadcasts:
        """Broadcasts."""

    @property
    def recipients(self) -> PumpRecipients:
        """Their recipients."""

    @property
    def subscribers(self) -> Subscribers:
        """Subscribers."""

    @property
    def budget(self) -> NoticeBudget:
        """The send budget."""

    @property
    def outbox(self) -> Any:
        """The outbox."""


class NoticeWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[NoticeWork]:
        """A unit of work that may write."""

    def reading(self) -> AbstractAsyncContextManager[NoticeWork]:
        """A unit of work that only reads."""


class Notices(Protocol):
    """Sends one notice on one channel."""

    async def send(self, parcel: NoticeParcel) -> Attempt:
        """One try; never raises."""


@dataclass(frozen=True)
class _Ended:
    parcel: NoticeParcel
    attempt: Attempt
    at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class NoticePump:
    """Sends the notices of one channel, beside other processes that do the same."""

    def __init__(
        self,
        works: NoticeWorks,
        notices: Notices,
        channel: Channel,
        *,
        is_only_sender: bool = False,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._works = works
        self._notices = notices
        self._channel = channel
        self._is_only_sender = is_only_sender
        self._clock = clock
        self._ended: list[_Ended] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._quiet_until = 0.0
        self._lateness = _Lateness()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Pump until the block ends; then finish what is under way and write it down."""
        pumping = asyncio.create_task(self._run(), name=f"notices-{self._channel}")
        try:
            yield
        finally:
            pumping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pumping
            await self._finish()

    # ------------------------------------------------------------ private

    async def _run(self) -> None:
        is_doubted = not self._is_only_sender
        while True:
            try:
                if not is_doubted:
                    await self._doubt_all()
                    is_doubted = True
                wait_seconds = await self._turn() if await self._is_busy() else IDLE_SECONDS
            except Exception as error:
                log.error("notice turn failed", channel=self._channel.value, error=type(error).__name__)
                wait_seconds = 1.0
            await asyncio.sleep(wait_seconds)

    async def _doubt_all(self) -> None:
        async with self._works.writing() as work:
            await work.recipients.doubt()

    async def _is_busy(self) -> bool:
        if self._ended or self._sending:
            return True
        async with self._works.reading() as work:
            return bool(await work.broadcasts.in_states([BroadcastState.SENDING]))

    async def _turn(self) -> float:
        """One transaction: writes down what ended, takes turns and recipients; returns seconds to rest."""
        ended, self._ended = self._ended, []
        now = self._clock()
        try:
            async with self._works.writing() as work:
                for one in ended:
                    await self._mark(work, one)
                if late_seconds := self._lateness.take():
                    await work.budget.note_late(self._channel, late_seconds)
                parcels, wait_seconds = await self._claim(work, now)
        except BaseException:
            self._ended = ended + self._ended
            raise
        for parcel in parcels:
            task = asyncio.create_task(self._send(parcel))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return wait_seconds

    async def _claim(self, work: NoticeWork, now: datetime) -> tuple[list[NoticeParcel], float]:
        room = min(MOST_IN_FLIGHT - len(self._sending), BATCH)
        if room <= 0:
            return [], BUSY_SECONDS
        held_seconds = await work.budget.held_seconds(self._channel)
        if held_seconds > 0:
            return [], min(held_seconds, IDLE_SECONDS)
        waiting = await next_parcels(work, self._channel, now, room)
        if not waiting:
            return [], IDLE_SECONDS if not self._sending else BUSY_SECONDS
        turns = await work.budget.take(self._channel, [one.address for one in waiting], is_answer=False)
        parcels = []
        for parcel, turn in zip(waiting, turns, strict=True):
            if not isinstance(turn, Refused):
                parcels.append(replace(parcel, go_at=turn.go_at, turn=turn.at))
            elif turn.is_chats:
                await work.recipients.put_back(parcel.id, now + timedelta(seconds=turn.seconds), "")
        await work.recipients.mark_sending([one.id for one in parcels], now)
        return parcels, BUSY_SECONDS

    async def _send(self, parcel: NoticeParcel) -> None:
        await asyncio.sleep(parcel.go_at - time.monotonic())
        quiet_seconds = self._quiet_until - time.monotonic()
        if quiet_seconds > 0:
            attempt: Attempt = NotNow(quiet_seconds, "服务器要求慢一点")
        else:
            attempt = await self._try(parcel)
        self._ended.append(_Ended(parcel, attempt, self._clock()))
        if isinstance(attempt, NotNow) and attempt.whole_channel:
            await self._pause(attempt.seconds)

    async def _try(self, parcel: NoticeParcel) -> Attempt:
        started_at = time.monotonic()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                attempt = await self._notices.send(parcel)
        except asyncio.CancelledError:
            self._ended.append(_Ended(parcel, Doubtful("发送时程序停止，不确定是否送到"), self._clock()))
            raise
        except Exception as error:
            log.error("notice failed", recipient=parcel.id, error=type(error).__name__)
            return Doubtful(f"发送时出错（{type(error).__name__}），不确定是否送到")
        if isinstance(attempt, Sent | Blocked):
            self._lateness.note(parcel, started_at, time.monotonic())
        return attempt

    async def _pause(self, seconds: float) -> None:
        """Told to everyone at once, and obeyed here even if that fails."""
        self._quiet_until = max(self._quiet_until, time.monotonic() + seconds)
        try:
            async with self._works.writing() as work:
                await work.budget.pause(self._channel, seconds)
        except Exception as error:
            log.error("pause could not be shared", error=type(error).__name__)

    async def _mark(self, work: NoticeWork, ended: _Ended) -> None:
        parcel, attempt = ended.parcel, ended.attempt
        recipients = work.recipients
        citizen = Citizen(self._channel, parcel.address)
        match attempt:
            case Sent():
                await recipients.settle(
                    parcel.id, RecipientState.SENT, sent_ref=attempt.sent_ref, sent_at=ended.at
                )
            case Blocked():
                await recipients.settle(parcel.id, RecipientState.BLOCKED)
                await work.subscribers.opt_out(citizen, ended.at, why="blocked")
            case Gone():
                await recipients.settle(parcel.id, RecipientState.GONE)
                await work.subscribers.opt_out(citizen, ended.at, why="gone")
            case Failed():
                await recipients.settle(parcel.id, RecipientState.FAILED, failure=attempt.why)
            case Doubtful():
                await recipients.settle(parcel.id, RecipientState.UNKNOWN, failure=attempt.why)
            case NotNow():
                until = ended.at + timedelta(seconds=attempt.seconds)
                await recipients.put_back(parcel.id, until, attempt.why)
            case _:
                assert_never(attempt)

    async def _finish(self) -> None:
        sending: set[asyncio.Task[Any]] = set(self._sending)
        if sending:
            _, late = await asyncio.wait(sending, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        ended, self._ended = self._ended, []
        if ended:
            async with self._works.writing() as work:
                for one in ended:
                    await self._mark(work, one)


class _Lateness:
    """How much later than their turns messages may have come to the server: a slow stretch must not be followed by a
    burst. The quickest answer of late is what the way takes by itself."""

    def __init__(self) -> None:
        self._ways: deque[float] = deque(maxlen=64)
        self._late: dict[float, float] = {}

    def note(self, parcel: NoticeParcel, started_at: float, ended_at: float) -> None:
        """One message and its answer, in seconds of the monotonic clock."""
        self._ways.append(ended_at - started_at)
        # Of the first ones nobody knows how much of their way was delay.
        usual = min(self._ways) if len(self._ways) >= _ENOUGH_WAYS else 0.0
        late = ended_at - parcel.go_at - usual
        if late > _TOLERATED_SECONDS:
            self._late[parcel.turn] = late

    def take(self) -> dict[float, float]:
        """The late ones since the last time, by turn."""
        late, self._late = self._late, {}
        return late
