"""Cases, what was said in them, and the log of their moves."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from bot.storage.tables.base import Id, UtcDateTime, metadata

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("origin", String(120), nullable=False, unique=True),
    Column("station_id", String(40), nullable=False),
    Column("station_name", String(120), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("citizen_id", String(64), nullable=False),
    Column("entry_id", String(80)),
    Column("question", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("claimed_by", Id),
    Column("pickup_hash", String(64)),
    Column("pickup_failures", Integer, nullable=False, default=0),
    Column("consent_text_hash", String(64), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("held_since", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", Id),
    Column("barred_closer", Id),
    Column("lead_id", Id, index=True),
    Column("phone", String(40)),
    Column("withheld", JSON),
    Column("step", String(12), nullable=False, default=""),
    Column("due_at", UtcDateTime),
    Column("look_at", UtcDateTime, index=True),
    Column("nudges", Integer, nullable=False, default=0),
    Column("left_minutes", Integer, nullable=False, default=0),
    Index("ix_cases_station", "station_id", "state"),
    Index("ix_cases_citizen", "channel", "citizen_id"),
)

case_messages = Table(
    "case_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", String(10), nullable=False),
    Column("staff_id", Id),
    Column("text", Text, nullable=False),
    Column("attachment", JSON),
    Column("key", String(120), nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
)

case_files = Table(
    "case_files",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("name", String(120), nullable=False),
    Column("mime", String(60), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

case_moves = Table(
    "case_moves",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("case_id", Id, nullable=False, index=True),
    Column("move", String(20), nullable=False),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", UtcDateTime, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

case_ratings = Table(
    "case_ratings",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("stars", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

station_pulses = Table(
    "station_pulses",
    metadata,
    Column("station_id", String(40), primary_key=True),
    Column("waiting_since", UtcDateTime, index=True),
    Column("silent_since", UtcDateTime),
    Column("acted_at", UtcDateTime),
)
