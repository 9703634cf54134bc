"""Law texts by version, the standing of entries on them, and the texts that were given as answers."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, String, Table, Text, UniqueConstraint

from bot.storage.tables.base import Id, UtcDateTime, metadata

statutes = Table(
    "statutes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("statute_id", String(80), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("version_date", Date),
    Column("effective_date", Date),
    Column("document", Text, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    UniqueConstraint("statute_id", "digest"),
)

retired_laws = Table(
    "retired_laws",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("document", Text, nullable=False),
)

entry_standings = Table(
    "entry_standings",
    metadata,
    Column("entry_id", String(80), primary_key=True),
    Column("standing", JSON, nullable=False),
    Column("confirmed_by", String(60)),
    Column("confirmed_at", UtcDateTime),
)

answer_texts = Table(
    "answer_texts",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("entry_id", String(80), nullable=False, index=True),
    Column("entry", JSON, nullable=False),
    Column("first_given_at", UtcDateTime, nullable=False),
)
