"""Published editions of the FAQ file, each whole, packed."""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from datetime import datetime

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.faq.diff import EntryChanges
from bot.publishing import EditionNote
from bot.storage.codec import from_json, to_json
from bot.storage.tables import faq_editions, marks
from bot.storage.upsert import insert_once

_WRITER = "faq_writer"
_NOTE = (
    faq_editions.c.id,
    faq_editions.c.file_hash,
    faq_editions.c.entries,
    faq_editions.c.changes,
    faq_editions.c.by,
    faq_editions.c.cause,
    faq_editions.c.at,
)


class SqlEditions:
    """Editions in a database; implements `publishing.Editions`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self) -> None:
        """Hold off other publishers until the transaction ends."""
        await insert_once(self._connection, marks, {"name": _WRITER, "value": ""}, "name")
        await self._connection.execute(select(marks.c.value).where(marks.c.name == _WRITER).with_for_update())

    async def newest(self) -> EditionNote | None:
        """The last one."""
        found = await self.history(1)
        return found[0] if found else None

    async def history(self, limit: int = 50) -> list[EditionNote]:
        """The last editions, newest first."""
        query = select(*_NOTE).order_by(faq_editions.c.id.desc()).limit(limit)
        return [_note(row) for row in (await self._connection.execute(query)).all()]

    async def keep(
        self, raw: bytes, entries: int, changes: EntryChanges, *, by: str, cause: str, now: datetime
    ) -> EditionNote:
        """Add an edition to the log."""
        row = {
            "file_hash": hashlib.sha256(raw).hexdigest(),
            "packed": await asyncio.to_thread(zlib.compress, raw, 6),
            "entries": entries,
            "changes": to_json(changes),
            "by": by[:60],
            "cause": cause,
            "at": now,
        }
        await self._connection.execute(insert(faq_editions).values(**row))
        kept = await self.newest()
        assert kept is not None
        return kept

    async def raw(self, number: int) -> bytes | None:
        """The file of an edition, byte for byte."""
        query = select(faq_editions.c.packed).where(faq_editions.c.id == number)
        packed = (await self._connection.execute(query)).scalar()
        return None if packed is None else await asyncio.to_thread(zlib.decompress, packed)


def _note(row: Row[tuple[object, ...]]) -> EditionNote:
    changes = from_json(EntryChanges, row.changes)
    return EditionNote(row.id, row.file_hash, row.entries, changes, row.by, row.cause, row.at)
