"""Messages to be sent: rows first, claimed with a lease, sent, then marked."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Channel
from bot.delivery import Message, Parcel, Recipient
from bot.storage.codec import from_json, to_json
from bot.storage.tables import UtcDateTime, outbox
from bot.storage.upsert import insert_once

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 12


class SqlOutbox:
    """The outbox in a database; implements `delivery.Outbox`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(
        self,
        recipient: Recipient,
        message: Message,
        *,
        key: str,
        now: datetime,
        case_number: str | None = None,
        reply_to: str | None = None,
    ) -> None:
        """Store a message to send; a second put with the same key is ignored."""
        row = {
            "key": key,
            "channel": recipient.channel.value,
            "address": recipient.address,
            "message": to_json(message),
            "case_number": case_number,
            "reply_to": reply_to,
            "state": "queued",
            "not_before": now,
            "attempts": 0,
            "created_at": now,
        }
        await insert_once(self._connection, outbox, row, "key")

    async def claim_due(self, channel: Channel, now: datetime, limit: int) -> list[Parcel]:
        """Lease due messages, oldest first, at most one a recipient so that their order is kept.
        A lease that ran out (the sender died) makes a message due again."""
        is_due = or_(
            and_(outbox.c.state == "queued", outbox.c.not_before <= now),
            and_(outbox.c.state == "sending", outbox.c.lease_until <= now),
        )
        # Only a recipient's first waiting message: behind a leased or delayed one the others wait. Asked this way
        # (and not as "no older one exists") it reads what waits, and never the long history of what was sent.
        waiting = outbox.alias("waiting")
        first_ids = (
            select(func.min(waiting.c.id))
            .where(waiting.c.channel == channel.value, waiting.c.state.in_(("queued", "sending")))
            # An expression, or SQLite groups by walking the whole index that begins with the address.
            .group_by(waiting.c.address.concat(""))
        )
        query = (
            select(outbox)
            .where(outbox.c.id.in_(first_ids), is_due)
            .order_by(outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = (await self._connection.execute(query)).all()
        if rows:
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id.in_([row.id for row in rows]))
                .values(state="sending", lease_until=now + LEASE, attempts=outbox.c.attempts + 1)
            )
        return [
            Parcel(
                row.id,
                Recipient(channel, row.address),
                from_json(Message, row.message),
                row.case_number,
                row.reply_to,
                row.attempts + 1,
            )
            for row in rows
        ]

    async def mark_sent(self, parcel_id: int, sent_ref: str, now: datetime) -> None:
        """It went out; `sent_ref` is the channel's id of the message."""
        await self._set(parcel_id, state="sent", sent_ref=sent_ref, sent_at=now, lease_until=None)

    async def mark_failed(self, parcel_id: int, why: str) -> None:
        """It will never go out."""
        await self._set(parcel_id, state="failed", failure=why[:200], lease_until=None)

    async def delay(self, parcel_id: int, until: datetime, why: str = "") -> None:
        """Try again at `until`."""
        await self._set(parcel_id, state="queued", not_before=until, lease_until=None, failure=why[:200])

    async def next_due_at(self, channel: Channel) -> datetime | None:
        """When the next message of this channel becomes due."""
        due_at = case((outbox.c.state == "sending", outbox.c.lease_until), else_=outbox.c.not_before)
        query = select(func.min(due_at, type_=UtcDateTime())).where(
            outbox.c.channel == channel.value, outbox.c.state.in_(("queued", "sending"))
        )
        earliest: datetime | None = (await self._connection.execute(query)).scalar()
        return earliest

    async def release_leases(self, channel: Channel) -> int:
        """Make leased messages due at once, where it is known that whoever leased them is gone; returns how many."""
        leased = update(outbox).where(outbox.c.channel == channel.value, outbox.c.state == "sending")
        return (await self._connection.execute(leased.values(state="queued", lease_until=None))).rowcount

    async def readdress(self, channel: Channel, old: str, new: str) -> None:
        """What still waits for an address that moved goes to the new one."""
        waiting = update(outbox).where(
            outbox.c.channel == channel.value,
            outbox.c.address == old,
            outbox.c.state.in_(("queued", "sending")),
        )
        await self._connection.execute(waiting.values(address=new))

    async def case_of(self, recipient: Recipient, sent_ref: str) -> str | None:
        """The case that a sent message was about, for replies to it."""
        query = select(outbox.c.case_number).where(
            outbox.c.channel == recipient.channel.value,
            outbox.c.address == recipient.address,
            outbox.c.sent_ref == sent_ref,
        )
        return (await self._connection.execute(query)).scalar()

    async def sent_message(self, recipient: Recipient, sent_ref: str) -> tuple[Message, str | None] | None:
        """A sent message and the case that it was about; None where we know of none such."""
        query = select(outbox.c.message, outbox.c.case_number).where(
            outbox.c.channel == recipient.channel.value,
            outbox.c.address == recipient.address,
            outbox.c.sent_ref == sent_ref,
        )
        row = (await self._connection.execute(query)).first()
        return None if row is None else (from_json(Message, row.message), row.case_number)

    async def _set(self, parcel_id: int, **values: object) -> None:
        await self._connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(**values))
