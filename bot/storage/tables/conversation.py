"""What is said: conversations, arrivals, inquiries, outgoing messages."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Float, Index, Integer, String, Table, Text

from bot.storage.tables.base import Id, UtcDateTime, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("citizen_id", String(64), primary_key=True),
    Column("dialogue", JSON, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("lane", String(80), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("reply", JSON),
    Column("received_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("number", BigInteger),
    Index("ix_inbox_open", "done_at", "received_at"),
    Index("ix_inbox_number", "number"),
)
Index(
    "ix_inbox_lane",
    inbox.c.lane,
    inbox.c.number,
    sqlite_where=inbox.c.done_at.is_(None),
    postgresql_where=inbox.c.done_at.is_(None),
)

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("citizen_id", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("entry_id", String(80), index=True),
    Column("entry_hash", String(64)),
    Column("confidence", Float, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("division_code", String(12)),
    Column("feedback", String(12)),
    Column("laws", JSON),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Index("ix_inquiries_citizen", "channel", "citizen_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(80), nullable=False),
    Column("message", JSON, nullable=False),
    Column("case_number", String(20)),
    Column("reply_to", String(40)),
    Column("state", String(12), nullable=False, default="queued"),
    Column("not_before", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_ref", String(40)),
    Column("parts", JSON),
    Column("failure", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("holder", String(32)),
    Index("ix_outbox_due", "state", "channel", "not_before"),
    Index("ix_outbox_sent_ref", "channel", "address", "sent_ref"),
)
