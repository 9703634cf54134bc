"""Reminders of last days, and the times at which each one goes out."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables.base import Id, UtcDateTime, metadata

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("citizen_id", String(64), nullable=False),
    Column("rule_id", String(40), nullable=False),
    Column("what", Text, nullable=False),
    Column("event_code", String(20), nullable=False),
    Column("last_day", Date, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("cancelled_at", UtcDateTime),
    Index("ix_reminders_citizen", "channel", "citizen_id"),
)

reminder_times = Table(
    "reminder_times",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(40), nullable=False, unique=True),
    Column("reminder_id", Id, ForeignKey("reminders.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("days_before", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("settled_at", UtcDateTime),
    Index("ix_reminder_times_due", "state", "due_at"),
)
