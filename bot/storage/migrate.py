"""Bring a database to the newest schema; nothing is loaded when it is there already."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

_MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0002"


def migrate(connection: Connection) -> None:
    """Run alembic's upgrade on this connection. Concurrent starts on PostgreSQL wait for each other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(530100)"))
    if _version(connection) == NEWEST:
        return
    # Imported late: alembic costs a second start 0.2 s that it does not need.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
