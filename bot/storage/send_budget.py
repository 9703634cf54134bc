"""One send budget for all processes: turns are handed out by the database, on the database's clock."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Channel
from bot.delivery import Refused, Turn
from bot.storage.tables import send_turns
from bot.storage.upsert import insert_once, upsert

# Telegram allows 30 a second: a turn comes when the thirtieth before it is a second old, and a little more.
PER_SECOND = 30
WINDOW_SECONDS = 1.04
# Not all at once even where the window is empty.
GAP_SECONDS = 1 / 33
# Notices take turns only so far ahead: what is taken cannot be given to an answer any more.
LOOK_AHEAD_SECONDS = 0.25
# What a commit takes, so that no turn is over before its message can go.
LEAD_SECONDS = 0.03
ANSWERS_HOLD_SECONDS = 0.2
_SOON_SECONDS = 0.03
_MOST_LOOKS = 3
_QUICK_LOOK_SECONDS = 0.01


@dataclass(frozen=True)
class ChatLimit:
    """`burst` messages at once, then one every `seconds`."""

    seconds: float
    burst: int


# 1 a second, and 20 a minute in groups: 4 at once and 15 more within the minute.
PERSON = ChatLimit(1.05, 1)
GROUP = ChatLimit(4.0, 4)


class SqlSendBudget:
    """The budget of all channels; implements `delivery.SendBudget`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def held_seconds(self, channel: Channel) -> float:
        """How long notices get no turn; 0 where they get one now."""
        row, now = await self._row(channel), await self._now()
        return max(_notices_held_until(row) - now, 0.0)

    async def take(
        self, channel: Channel, chats: Sequence[str], *, is_answer: bool, more_answers: bool = False
    ) -> list[Turn | Refused]:
        """For each chat its turn, or how long to wait before asking again. With `more_answers` notices of all
        processes stand back for a moment."""
        row = await self._row(channel)
        (now, here), key = await self._now_and_here(), channel.value
        held_until = row.paused_until if is_answer else _notices_held_until(row)
        if held_until > now:
            return [Refused(held_until - now) for _ in chats]
        whole_at = await self._whole_at(key, chats)
        recent = sorted(row.recent)[-PER_SECOND:]
        next_at = _next_turn(recent, now)
        turns: list[Turn | Refused] = []
        for chat in chats:
            limit = GROUP if chat.startswith("-") else PERSON
            whole = max(whole_at.get(chat, next_at), next_at) + limit.seconds
            chat_turn_at = whole - limit.burst * limit.seconds
            if chat_turn_at > next_at + _SOON_SECONDS:
                turns.append(Refused(chat_turn_at - now, is_chats=True))
                continue
            turns.append(Turn(here + next_at - now + LEAD_SECONDS, next_at))
            recent = [*recent[-PER_SECOND + 1 :], next_at]
            next_at = _next_turn(recent, now)
            whole_at[chat] = whole
            await upsert(
                self._connection, send_turns, {"key": f"{key}/{chat}"}, {"next_at": whole, "recent": []}
            )
        values: dict[str, Any] = {"next_at": next_at, "recent": recent}
        if more_answers:
            values["answers_until"] = max(row.answers_until, next_at + ANSWERS_HOLD_SECONDS)
        await self._change(channel, **values)
        return turns

    async def note_late(self, channel: Channel, late_seconds: Mapping[float, float]) -> None:
        """Messages came to the server later than their turns (by their `at`): the window counts them as late."""
        row = await self._row(channel)
        await self._change(channel, recent=[at + late_seconds.get(at, 0.0) for at in row.recent])

    async def pause(self, channel: Channel, seconds: float) -> None:
        """The server asked for quiet: nobody sends for so long."""
        row, now = await self._row(channel), await self._now()
        await self._change(channel, paused_until=max(row.paused_until, now + seconds))

    async def forget_old_chats(self) -> None:
        """Drop the rows of chats whose burst is whole again."""
        old = await self._now() - 120.0
        await self._connection.execute(
            delete(send_turns).where(send_turns.c.key.contains("/"), send_turns.c.next_at < old)
        )

    # ------------------------------------------------------------ private

    async def _row(self, channel: Channel) -> Row[Any]:
        """The channel's own row, locked until the transaction ends."""
        query = select(send_turns).where(send_turns.c.key == channel.value).with_for_update()
        row = (await self._connection.execute(query)).first()
        if row is not None:
            return row
        await insert_once(self._connection, send_turns, _new_row(channel.value), "key")
        return (await self._connection.execute(query)).one()

    async def _change(self, channel: Channel, **values: Any) -> None:
        own = update(send_turns).where(send_turns.c.key == channel.value)
        await self._connection.execute(own.values(**values))

    async def _whole_at(self, key: str, chats: Sequence[str]) -> dict[str, float]:
        keys = [f"{key}/{chat}" for chat in chats]
        query = select(send_turns.c.key, send_turns.c.next_at).where(send_turns.c.key.in_(keys))
        rows = (await self._connection.execute(query)).all()
        return {row.key.partition("/")[2]: row.next_at for row in rows}

    async def _now(self) -> float:
        return (await self._now_and_here())[0]

    async def _now_and_here(self) -> tuple[float, float]:
        """The same moment by the database's clock and by this process's monotonic one."""
        if self._is_sqlite:
            return time.time(), time.monotonic()
        epoch = select(func.extract("epoch", func.clock_timestamp()))
        best = (0.0, 0.0, math.inf)
        for _ in range(_MOST_LOOKS):
            before = time.monotonic()
            now = float((await self._connection.execute(epoch)).scalar_one())
            after = time.monotonic()
            best = min(best, (now, (before + after) / 2, after - before), key=lambda look: look[2])
            # A look that took long says little about when in it the clock was read.
            if best[2] < _QUICK_LOOK_SECONDS:
                break
        return best[:2]

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"


def _new_row(key: str) -> dict[str, Any]:
    return {"key": key, "next_at": 0.0, "recent": []}


def _next_turn(recent: list[float], now: float) -> float:
    """The first moment that is not too soon after the last turn, nor after the thirtieth before."""
    soonest = max([now, *(at + GAP_SECONDS for at in recent[-1:])])
    return max(soonest, min(recent) + WINDOW_SECONDS) if len(recent) >= PER_SECOND else soonest


def _notices_held_until(row: Row[Any]) -> float:
    return float(max(row.paused_until, row.answers_until, row.next_at - LOOK_AHEAD_SECONDS))
