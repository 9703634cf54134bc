"""Each recipient of a broadcast is a row: found among subscribers, claimed when its turn is taken, settled once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.notices.notice import Audience, BroadcastState, Content, NoticeParcel, RecipientRow, RecipientState
from bot.storage.codec import from_json
from bot.storage.tables import broadcast_recipients, broadcasts, subscribers, subscriptions

_rows = broadcast_recipients


class SqlRecipients:
    """Recipients in a database; implements `broadcast.Recipients`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_audience(self, audience: Audience) -> int:
        """How many people an audience is at this moment."""
        query = select(func.count()).select_from(subscribers).where(_belongs(audience))
        return int((await self._connection.execute(query)).scalar_one())

    async def enqueue(self, broadcast_id: int, audience: Audience, limit: int) -> bool:
        """Write rows for the next `limit` subscribers that belong; says whether all are written.
        Where it stopped is kept with the broadcast, so that it goes on there after a crash."""
        query = select(broadcasts.c.last_subscriber).where(broadcasts.c.id == broadcast_id).with_for_update()
        last = int((await self._connection.execute(query)).scalar_one())
        next_ids = (
            select(subscribers.c.id).where(subscribers.c.id > last).order_by(subscribers.c.id).limit(limit)
        ).subquery()
        upper = (await self._connection.execute(select(func.max(next_ids.c.id)))).scalar()
        own = update(broadcasts).where(broadcasts.c.id == broadcast_id)
        if upper is None:
            await self._connection.execute(own.values(is_enqueued=True))
            return True
        found = select(
            literal(broadcast_id),
            subscribers.c.channel,
            subscribers.c.address,
            subscribers.c.quiet_from,
            subscribers.c.quiet_until,
            literal(RecipientState.QUEUED.value),
            literal(0),
        ).where(subscribers.c.id > last, subscribers.c.id <= upper, _belongs(audience))
        columns = ["broadcast_id", "channel", "address", "quiet_from", "quiet_until", "state", "attempts"]
        await self._connection.execute(insert(_rows).from_select(columns, found.order_by(subscribers.c.id)))
        await self._connection.execute(own.values(last_subscriber=upper))
        return False

    async def next_waiting(
        self, broadcast_ids: Sequence[int], channel: str, now: datetime, minute: int, limit: int
    ) -> list[NoticeParcel]:
        """Recipients that may be written to at this minute of the day, locked until the transaction ends."""
        if not broadcast_ids or limit <= 0:
            return []
        query = (
            select(_rows, broadcasts.c.content)
            .join(broadcasts, broadcasts.c.id == _rows.c.broadcast_id)
            .where(
                _rows.c.broadcast_id.in_(broadcast_ids),
                _rows.c.channel == channel,
                _rows.c.state == RecipientState.QUEUED.value,
                or_(_rows.c.not_before.is_(None), _rows.c.not_before <= now),
                ~_is_quiet(minute),
            )
            .order_by(_rows.c.broadcast_id, _rows.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=_rows)
        )
        return [
            NoticeParcel(
                row.id,
                row.broadcast_id,
                row.channel,
                row.address,
                from_json(Content, row.content),
                row.attempts + 1,
            )
            for row in (await self._connection.execute(query)).all()
        ]

    async def mark_sending(self, recipient_ids: Sequence[int], now: datetime) -> None:
        """They are under way from now on."""
        if recipient_ids:
            await self._connection.execute(
                update(_rows)
                .where(_rows.c.id.in_(recipient_ids))
                .values(state=RecipientState.SENDING.value, taken_at=now, attempts=_rows.c.attempts + 1)
            )

    async def settle(
        self,
        recipient_id: int,
        state: RecipientState,
        *,
        sent_ref: str | None = None,
        sent_at: datetime | None = None,
        failure: str | None = None,
    ) -> None:
        """What became of one that was under way; a late word on an unknown one still counts."""
        under_way = (RecipientState.SENDING.value, RecipientState.UNKNOWN.value)
        await self._connection.execute(
            update(_rows)
            .where(_rows.c.id == recipient_id, _rows.c.state.in_(under_way))
            .values(state=state.value, sent_ref=sent_ref, sent_at=sent_at, failure=failure, not_before=None)
        )

    async def put_back(self, recipient_id: int, until: datetime, why: str) -> None:
        """It surely did not go out: it waits again, or is cancelled where its broadcast was meanwhile."""
        is_cancelled = exists().where(
            broadcasts.c.id == _rows.c.broadcast_id,
            broadcasts.c.state == BroadcastState.CANCELLED.value,
        )
        state = case((is_cancelled, RecipientState.CANCELLED.value), else_=RecipientState.QUEUED.value)
        waiting = (RecipientState.SENDING.value, RecipientState.QUEUED.value)
        await self._connection.execute(
            update(_rows)
            .where(_rows.c.id == recipient_id, _rows.c.state.in_(waiting))
            .values(state=state, not_before=until, failure=why[:200] or None)
        )

    async def doubt(self, taken_before: datetime | None = None) -> int:
        """Those under way (taken before that moment) whose sender is gone become unknown; returns how many."""
        under_way = update(_rows).where(_rows.c.state == RecipientState.SENDING.value)
        if taken_before is not None:
            under_way = under_way.where(_rows.c.taken_at < taken_before)
        why = "发送时程序中断，不确定是否送到"
        return (
            await self._connection.execute(under_way.values(state=RecipientState.UNKNOWN.value, failure=why))
        ).rowcount

    async def cancel_waiting(self, broadcast_id: int) -> int:
        """None of those that wait goes out; returns how many there were."""
        waiting = update(_rows).where(
            _rows.c.broadcast_id == broadcast_id, _rows.c.state == RecipientState.QUEUED.value
        )
        return (await self._connection.execute(waiting.values(state=RecipientState.CANCELLED.value))).rowcount

    async def counts(self, broadcast_id: int) -> dict[RecipientState, int]:
        """How many recipients are in each state."""
        query = (
            select(_rows.c.state, func.count())
            .where(_rows.c.broadcast_id == broadcast_id)
            .group_by(_rows.c.state)
        )
        return {
            RecipientState(state): count for state, count in (await self._connection.execute(query)).all()
        }

    async def has_open(self, broadcast_id: int) -> bool:
        """Whether any waits or is under way."""
        open_states = (RecipientState.QUEUED.value, RecipientState.SENDING.value)
        query = select(_rows.c.id).where(_rows.c.broadcast_id == broadcast_id, _rows.c.state.in_(open_states))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def page(self, broadcast_id: int, after_id: int, limit: int) -> list[RecipientRow]:
        """The next rows of the report, in the order in which they were written."""
        query = (
            select(_rows)
            .where(_rows.c.broadcast_id == broadcast_id, _rows.c.id > after_id)
            .order_by(_rows.c.id)
            .limit(limit)
        )
        return [
            RecipientRow(
                row.id,
                row.channel,
                row.address,
                RecipientState(row.state),
                row.sent_ref,
                row.sent_at,
                row.failure,
            )
            for row in (await self._connection.execute(query)).all()
        ]


def _belongs(audience: Audience) -> ColumnElement[bool]:
    wants = and_(subscriptions.c.subscriber_id == subscribers.c.id, subscriptions.c.opted_out_at.is_(None))
    if audience.topics:
        wants = and_(wants, subscriptions.c.topic.in_(audience.topics))
    if audience.divisions:
        # A division's code begins with those of all divisions around it.
        inside = [
            subscriptions.c.division_code.startswith(code, autoescape=True) for code in audience.divisions
        ]
        wants = and_(wants, or_(*inside))
    conditions: list[Any] = [exists().where(wants)]
    if audience.channels:
        conditions.append(subscribers.c.channel.in_(audience.channels))
    if audience.same_as is not None:
        reached = (RecipientState.SENT.value, RecipientState.UNKNOWN.value)
        earlier = _rows.alias("earlier")
        conditions.append(
            exists().where(
                earlier.c.broadcast_id == audience.same_as,
                earlier.c.channel == subscribers.c.channel,
                earlier.c.address == subscribers.c.address,
                earlier.c.state.in_(reached),
            )
        )
    return and_(*conditions)


def _is_quiet(minute: int) -> ColumnElement[bool]:
    start, end = _rows.c.quiet_from, _rows.c.quiet_until
    return or_(
        and_(start <= end, start <= minute, end > minute),
        and_(start > end, or_(start <= minute, end > minute)),
    )
