"""Write the migration from the newest schema to `bot/storage/tables.py`: make_migration.py REVISION MESSAGE."""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from bot.storage.tables import metadata


def main(revision: str, message: str) -> None:
    """Upgrade an empty database in memory to the newest schema and compare it with the tables."""
    folder = Path(__file__).resolve().parent.parent / "bot" / "storage" / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    with create_engine("sqlite://").begin() as connection:
        connection.execute(text("SELECT 1"))
        config.attributes["connection"] = connection
        if any((folder / "versions").glob("*.py")):
            command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=revision)
    print(f"{len(metadata.tables)} tables; set NEWEST in bot/storage/migrate.py to {revision!r}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
