"""Messages to be sent: rows first, claimed with a lease, sent, then marked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Channel
from bot.delivery import Message, Parcel, Progress, Recipient
from bot.storage.codec import from_json, to_json
from bot.storage.presence import Presence
from bot.storage.tables import UtcDateTime, outbox
from bot.storage.upsert import insert_once

_MOST_APART = 40
LEASE = timedelta(seconds=90)
_FORGOTTEN = "forgotten"


class SqlOutbox:
    """The outbox in a database; implements `delivery.Outbox`."""

    def __init__(self, connection: AsyncConnection, presence: Presence | None = None) -> None:
        self._connection = connection
        self._presence = presence or Presence()

    async def put(
        self,
        recipient: Recipient,
        message: Message,
        *,
        key: str,
        now: datetime,
        case_number: str | None = None,
        reply_to: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Store a message to send, at `not_before` at the earliest; a second put with the same key is ignored."""
        row = {
            "key": key,
            "channel": recipient.channel.value,
            "address": recipient.address,
            "message": to_json(message),
            "case_number": case_number,
            "reply_to": reply_to,
            "state": "queued",
            "not_before": not_before or now,
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
                .values(
                    state="sending",
                    lease_until=now + LEASE,
                    attempts=outbox.c.attempts + 1,
                    holder=self._presence.name,
                )
            )
        return [
            Parcel(
                row.id,
                Recipient(channel, row.address),
                _message(row.message),
                row.case_number,
                row.reply_to,
                row.attempts + 1,
                from_json(Progress, row.parts) if row.parts else Progress(),
            )
            for row in rows
        ]

    async def mark_sent(self, parcel_id: int, sent_ref: str, now: datetime) -> None:
        """It went out; `sent_ref` is the channel's id of the message."""
        await self._set(parcel_id, state="sent", sent_ref=sent_ref, sent_at=now, lease_until=None)

    async def amend(self, key: str, message: Message, *, not_before: datetime) -> bool:
        """Say this instead, where the message of this key still waits; False where it is on its way already."""
        waiting = update(outbox).where(
            outbox.c.key == key, outbox.c.state == "queued", outbox.c.attempts == 0
        )
        values = {"message": to_json(message), "not_before": not_before}
        return bool((await self._connection.execute(waiting.values(**values))).rowcount)

    async def keep_progress(self, parcel_id: int, progress: Progress) -> None:
        """So much of it went out: whoever tries again goes on from there."""
        await self._set(parcel_id, parts=to_json(progress))

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

    async def held_by_dead(self, channel: Channel) -> frozenset[str]:
        """Processes that hold messages and are not there any more."""
        query = select(outbox.c.holder).where(
            outbox.c.channel == channel.value, outbox.c.state == "sending", outbox.c.holder.is_not(None)
        )
        holders = frozenset((await self._connection.execute(query.distinct())).scalars())
        return holders - await self._presence.living(self._connection) if holders else holders

    async def release_held_by(self, channel: Channel, holders: Collection[str]) -> int:
        """Make the messages that these processes held due at once; returns how many."""
        return await self._release(channel, outbox.c.holder.in_(holders))

    async def release_leases(self, channel: Channel) -> int:
        """Where nobody sends but us: make leased messages due at once, unless a living process holds them after all;
        returns how many."""
        living = await self._presence.living(self._connection) - {self._presence.name}
        return await self._release(channel, or_(outbox.c.holder.is_(None), outbox.c.holder.not_in(living)))

    async def _release(self, channel: Channel, whose: ColumnElement[bool]) -> int:
        leased = update(outbox).where(outbox.c.channel == channel.value, outbox.c.state == "sending", whose)
        return (await self._connection.execute(leased.values(state="queued", lease_until=None))).rowcount

    async def count_waiting(self) -> int:
        """How many messages are not sent yet."""
        query = select(func.count()).where(outbox.c.state.in_(("queued", "sending")))
        return int((await self._connection.execute(query)).scalar_one())

    async def readdress(self, channel: Channel, old: str, new: str) -> None:
        """What still waits for an address that moved goes to the new one, and what failed at the old one at once."""
        waiting = update(outbox).where(
            outbox.c.channel == channel.value,
            outbox.c.address == old,
            outbox.c.state.in_(("queued", "sending")),
        )
        due_at = case((outbox.c.attempts > 0, outbox.c.created_at), else_=outbox.c.not_before)
        await self._connection.execute(waiting.values(address=new, not_before=due_at))

    async def sent_message(self, recipient: Recipient, sent_ref: str) -> tuple[Message, str | None] | None:
        """A sent message and the case that it was about; None where we know of none such."""
        query = select(outbox.c.message, outbox.c.case_number).where(
            outbox.c.channel == recipient.channel.value,
            outbox.c.address == recipient.address,
            outbox.c.sent_ref == sent_ref,
        )
        row = (await self._connection.execute(query)).first()
        return None if row is None else (_message(row.message), row.case_number)

    async def case_of_part(self, recipient: Recipient, sent_ref: str) -> str | None:
        """The case that a part of a sent message was about (a picture before its words)."""
        if not sent_ref.isdigit():
            return None
        # The words follow their pictures closely.
        near = [str(int(sent_ref) + step) for step in range(1, _MOST_APART)]
        query = select(outbox.c.parts, outbox.c.case_number).where(
            outbox.c.channel == recipient.channel.value,
            outbox.c.address == recipient.address,
            # A quick reply comes before the sending is written down.
            or_(outbox.c.sent_ref.in_(near), outbox.c.state == "sending"),
            outbox.c.parts.is_not(None),
        )
        for row in (await self._connection.execute(query)).all():
            if row.parts and any(int(sent_ref) in ids for ids in from_json(Progress, row.parts).ids):
                return str(row.case_number) if row.case_number else None
        return None

    async def forget_before(self, moment: datetime) -> int:
        """Drop what was sent before `moment`; of a case's messages the words alone, so that an answer to one of them
        still finds its case. Returns how many."""
        # In the words of the index: nearly all rows are such.
        channels = [one.value for one in Channel]
        return await self._forget(and_(outbox.c.channel.in_(channels), outbox.c.not_before < moment))

    async def forget_told(self, recipient: Recipient, case_numbers: Collection[str]) -> int:
        """Drop likewise what this recipient was told, but for their other cases, and what anybody was told of these
        cases; returns how many."""
        told = and_(
            outbox.c.channel == recipient.channel.value,
            outbox.c.address == recipient.address,
            outbox.c.case_number.is_(None),
        )
        return await self._forget(or_(told, outbox.c.case_number.in_(case_numbers)))

    async def _forget(self, which: ColumnElement[bool]) -> int:
        done = and_(which, outbox.c.state.in_(("sent", "failed")))
        plain = delete(outbox).where(done, outbox.c.case_number.is_(None))
        of_cases = update(outbox).where(
            done, outbox.c.case_number.is_not(None), outbox.c.failure.is_distinct_from(_FORGOTTEN)
        )
        wordless = to_json(Message(""))
        dropped = (await self._connection.execute(plain)).rowcount
        emptied = await self._connection.execute(of_cases.values(message=wordless, failure=_FORGOTTEN))
        return dropped + emptied.rowcount

    async def _set(self, parcel_id: int, **values: object) -> None:
        await self._connection.execute(update(outbox).where(outbox.c.id == parcel_id).values(**values))


def _message(kept: dict[str, Any]) -> Message:
    """A kept message; one of the first release holds a single attachment."""
    if kept.get("attachment"):
        kept = {**kept, "attachments": [kept["attachment"]]}
    return from_json(Message, kept)
