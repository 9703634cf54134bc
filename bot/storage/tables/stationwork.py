"""What staff set at a station: its corrected facts with their history, who is on duty, replies they use often."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text, UniqueConstraint

from bot.storage.tables.base import Id, UtcDateTime, metadata

# What staff set counts over what the list says, until an import is told to overwrite it.
station_edits = Table(
    "station_edits",
    metadata,
    Column("station_id", String(40), primary_key=True),
    Column("field", String(12), primary_key=True),
    Column("value", Text, nullable=False),
    Column("staff_id", Id),
    Column("at", UtcDateTime, nullable=False),
)

station_changes = Table(
    "station_changes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("station_id", String(40), nullable=False, index=True),
    Column("field", String(12), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

duty_shifts = Table(
    "duty_shifts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("station_id", String(40), nullable=False, index=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    # Digits 0 (Monday) to 6; empty for every day from first_on to last_on.
    Column("weekdays", String(7), nullable=False),
    Column("first_on", Date),
    Column("last_on", Date),
)

# An empty station: for all stations.
reply_templates = Table(
    "reply_templates",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("station_id", String(40), nullable=False),
    Column("name", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("changed_by", Id, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("station_id", "name"),
)
