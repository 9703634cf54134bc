"""Alembic's entry: migrate on the connection that the service hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.storage.tables import UtcDateTime, metadata


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration must not depend on today's code: our own type is written as the plain one."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
