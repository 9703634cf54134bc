"""The imported directory, and single values with a name."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table, Text

from bot.storage.tables.base import UtcDateTime, metadata

stations = Table(
    "stations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("row", JSON, nullable=False),
    Column("closed_at", UtcDateTime),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
