"""Subscribers with their opt-ins, broadcasts with their recipients, the shared send budget, the leader's lease."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.base import Id, UtcDateTime, metadata

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    # Minutes of the local day; equal ones mean that no hour is quiet.
    Column("quiet_from", Integer, nullable=False),
    Column("quiet_until", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("channel", "address"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    # Set while the subscription runs: one for each subscriber, topic and division. Ended ones stay as proof.
    Column("running_key", String(120), unique=True),
    Column("subscriber_id", Id, ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("topic", String(20), nullable=False),
    Column("division_code", String(12), nullable=False),
    Column("opted_in_at", UtcDateTime, nullable=False),
    Column("consent_text", Text, nullable=False),
    Column("opted_out_at", UtcDateTime),
    Column("opted_out_why", String(12)),
    Index("ix_subscriptions_subscriber", "subscriber_id", "opted_out_at"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    # An occurrence of a series has one, so that it is made once.
    Column("key", String(80), unique=True),
    Column("series_id", Id),
    Column("name", String(80), nullable=False),
    Column("content", JSON, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("timing", JSON, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("why", String(200), nullable=False, default=""),
    Column("author_id", Id, nullable=False),
    Column("tested_hash", String(64)),
    Column("released_by", Id),
    Column("released_count", Integer),
    Column("due_at", UtcDateTime),
    Column("valid_until", UtcDateTime),
    Column("last_subscriber", Id, nullable=False, default=0),
    Column("is_enqueued", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Index("ix_broadcasts_due", "state", "due_at"),
)

broadcast_moves = Table(
    "broadcast_moves",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("broadcast_id", Id, ForeignKey("broadcasts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("move", String(12), nullable=False),
    Column("staff_id", Id),
    Column("said", String(200), nullable=False, default=""),
    Column("at", UtcDateTime, nullable=False),
)

broadcast_recipients = Table(
    "broadcast_recipients",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("broadcast_id", Id, ForeignKey("broadcasts.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(64), nullable=False),
    Column("quiet_from", Integer, nullable=False),
    Column("quiet_until", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("not_before", UtcDateTime),
    Column("taken_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_ref", String(40)),
    Column("sent_at", UtcDateTime),
    Column("failure", String(200)),
    UniqueConstraint("broadcast_id", "channel", "address"),
    Index("ix_broadcast_recipients_state", "broadcast_id", "state", "id"),
    Index("ix_broadcast_recipients_address", "address", "state"),
)

# Seconds since 1970 by the database's clock: many processes, one clock.
send_turns = Table(
    "send_turns",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("next_at", Float(53), nullable=False),
    Column("recent", JSON, nullable=False),
    Column("paused_until", Float(53), nullable=False, default=0.0),
    Column("answers_until", Float(53), nullable=False, default=0.0),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
