"""Staff, invitations, sessions and linked chats."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, String, Table

from bot.storage.tables.base import Id, UtcDateTime, metadata

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("name", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("station_id", String(40)),
    Column("telegram_user", String(40), unique=True),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("created_at", UtcDateTime, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("purpose", String(12), nullable=False),
    Column("name", String(60), nullable=False, default=""),
    Column("role", String(20), nullable=False, default=""),
    Column("station_id", String(40)),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

staff_chats = Table(
    "staff_chats",
    metadata,
    Column("chat_id", String(40), primary_key=True),
    Column("station_id", String(40), nullable=False, index=True),
    Column("linked_at", UtcDateTime, nullable=False),
)
