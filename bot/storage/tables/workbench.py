"""What FAQ staff work with: published editions of the file, drafts of entries, and misses that were dealt with."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table

from bot.storage.tables.base import Id, UtcDateTime, metadata

faq_editions = Table(
    "faq_editions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("file_hash", String(64), nullable=False, index=True),
    Column("packed", LargeBinary, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("by", String(60), nullable=False),
    Column("cause", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

faq_drafts = Table(
    "faq_drafts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("entry_id", String(80), nullable=False),
    Column("cells", JSON, nullable=False),
    Column("base_hash", String(64)),
    Column("origin", String(200), nullable=False),
    Column("by", String(60), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

miss_marks = Table(
    "miss_marks",
    metadata,
    Column("key", String(16), primary_key=True),
    Column("fate", String(12), nullable=False),
    Column("entry_id", String(80)),
    Column("by", String(60), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
