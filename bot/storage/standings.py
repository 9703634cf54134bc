"""On which law texts each entry rests, as last stood behind, and which entries need review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.faq.statutes.standing import Standing
from bot.storage.codec import from_json, to_json
from bot.storage.tables import entry_standings
from bot.storage.upsert import upsert


class SqlStandings:
    """Standings in a database; implements `housekeeping.Standings`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(self) -> dict[str, Standing]:
        """The standing of every entry that was ever weighed, by entry id."""
        query = select(entry_standings.c.entry_id, entry_standings.c.standing)
        rows = (await self._connection.execute(query)).all()
        return {row.entry_id: from_json(Standing, row.standing) for row in rows}

    async def save(self, before: Mapping[str, Standing], after: Mapping[str, Standing]) -> None:
        """Keep what differs; entries that are gone are dropped."""
        for entry_id, standing in after.items():
            if before.get(entry_id) != standing:
                await upsert(
                    self._connection, entry_standings, {"entry_id": entry_id}, {"standing": to_json(standing)}
                )
        gone = before.keys() - after.keys()
        if gone:
            await self._connection.execute(
                delete(entry_standings).where(entry_standings.c.entry_id.in_(gone))
            )

    async def confirm(self, entry_id: str, standing: Standing, by: str, now: datetime) -> None:
        """A person compared the entry with the texts of today."""
        values = {"standing": to_json(standing), "confirmed_by": by, "confirmed_at": now}
        await upsert(self._connection, entry_standings, {"entry_id": entry_id}, values)
