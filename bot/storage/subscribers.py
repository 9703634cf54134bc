"""Subscribers: who wants which notices, with proof of when and on which words they said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen
from bot.notices.notice import RecipientState
from bot.notices.quiet import DEFAULT_QUIET, QuietHours
from bot.notices.talk import Subscriber, Subscription
from bot.storage.tables import broadcast_recipients, subscribers, subscriptions
from bot.storage.upsert import insert_once
from bot.subscriptions import OptOutReason


class SqlSubscribers:
    """Subscribers in a database; implements `subscriptions.Subscribers`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def opt_in(
        self, citizen: Citizen, topic: str, division_code: str, consent_text: str, now: datetime
    ) -> None:
        """Keep a subscription; the same one again changes nothing, its first proof stays."""
        subscriber_id = await self._ensure(citizen, now)
        row = {
            "running_key": f"{subscriber_id}/{topic}/{division_code}",
            "subscriber_id": subscriber_id,
            "topic": topic,
            "division_code": division_code,
            "opted_in_at": now,
            "consent_text": consent_text,
        }
        await insert_once(self._connection, subscriptions, row, "running_key")

    async def opt_out(
        self, citizen: Citizen, now: datetime, *, topic: str | None = None, why: OptOutReason = "self"
    ) -> int:
        """End the running subscriptions (of one topic, or all); returns how many. What was still to be sent to a
        citizen without any subscription left is cancelled."""
        subscriber_id = await self._id(citizen)
        if subscriber_id is None:
            return 0
        ending = update(subscriptions).where(
            subscriptions.c.subscriber_id == subscriber_id, subscriptions.c.opted_out_at.is_(None)
        )
        if topic is not None:
            ending = ending.where(subscriptions.c.topic == topic)
        ended = (
            await self._connection.execute(
                ending.values(running_key=None, opted_out_at=now, opted_out_why=why)
            )
        ).rowcount
        if (await self.get(citizen)) is None:
            await self._cancel_waiting(citizen)
        return int(ended)

    async def get(self, citizen: Citizen) -> Subscriber | None:
        """The citizen's settings and running subscriptions; None where nothing runs."""
        row = (await self._connection.execute(select(subscribers).where(_is(citizen)))).first()
        if row is None:
            return None
        query = (
            select(subscriptions)
            .where(subscriptions.c.subscriber_id == row.id, subscriptions.c.opted_out_at.is_(None))
            .order_by(subscriptions.c.id)
        )
        running = tuple(
            Subscription(one.topic, one.division_code, one.opted_in_at)
            for one in (await self._connection.execute(query)).all()
        )
        return Subscriber(QuietHours(row.quiet_from, row.quiet_until), running) if running else None

    async def set_quiet(self, citizen: Citizen, quiet: QuietHours) -> None:
        """The citizen's own quiet hours, also for what is on its way."""
        values = {"quiet_from": quiet.start, "quiet_until": quiet.end}
        await self._connection.execute(update(subscribers).where(_is(citizen)).values(**values))
        await self._connection.execute(_waiting(citizen).values(**values))

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All subscriptions, ended ones too, with their proof."""
        query = (
            select(subscriptions)
            .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
            .where(_is(citizen))
            .order_by(subscriptions.c.id)
        )
        return [
            {
                "topic": row.topic,
                "division": row.division_code,
                "opted_in_at": row.opted_in_at.isoformat(),
                "consent_text": row.consent_text,
                "opted_out_at": row.opted_out_at.isoformat() if row.opted_out_at else None,
            }
            for row in (await self._connection.execute(query)).all()
        ]

    async def move(self, old: Citizen, new_address: str) -> None:
        """A chat has another address now."""
        await self._connection.execute(update(subscribers).where(_is(old)).values(address=new_address))

    # ------------------------------------------------------------ private

    async def _ensure(self, citizen: Citizen, now: datetime) -> int:
        known = await self._id(citizen)
        if known is not None:
            return known
        row = {
            "channel": citizen.channel.value,
            "address": citizen.id,
            "quiet_from": DEFAULT_QUIET.start,
            "quiet_until": DEFAULT_QUIET.end,
            "created_at": now,
        }
        made = await self._connection.execute(insert(subscribers).values(**row).returning(subscribers.c.id))
        return int(made.scalar_one())

    async def _id(self, citizen: Citizen) -> int | None:
        return (await self._connection.execute(select(subscribers.c.id).where(_is(citizen)))).scalar()

    async def _cancel_waiting(self, citizen: Citizen) -> None:
        gone = {"state": RecipientState.CANCELLED.value, "failure": "已退订"}
        await self._connection.execute(_waiting(citizen).values(**gone))


def _is(citizen: Citizen) -> ColumnElement[bool]:
    return (subscribers.c.channel == citizen.channel.value) & (subscribers.c.address == citizen.id)


def _waiting(citizen: Citizen) -> Any:
    return update(broadcast_recipients).where(
        broadcast_recipients.c.channel == citizen.channel.value,
        broadcast_recipients.c.address == citizen.id,
        broadcast_recipients.c.state == RecipientState.QUEUED.value,
    )
