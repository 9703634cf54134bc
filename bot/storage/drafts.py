"""Drafts of entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.drafts import Draft
from bot.storage.tables import faq_drafts


class SqlDrafts:
    """Drafts in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(
        self,
        entry_id: str,
        cells: Mapping[str, str],
        *,
        base_hash: str | None,
        origin: str,
        by: str,
        now: datetime,
    ) -> int:
        """Begin a draft; returns its id."""
        row = {
            "entry_id": entry_id[:80],
            "cells": dict(cells),
            "base_hash": base_hash,
            "origin": origin[:200],
            "by": by[:60],
            "changed_at": now,
        }
        statement = insert(faq_drafts).values(**row).returning(faq_drafts.c.id)
        return int((await self._connection.execute(statement)).scalar_one())

    async def get(self, draft_id: int) -> Draft | None:
        """One draft."""
        row = (await self._connection.execute(select(faq_drafts).where(faq_drafts.c.id == draft_id))).first()
        return None if row is None else _draft(row)

    async def of_entry(self, entry_id: str) -> Draft | None:
        """The draft of an entry, the oldest where there are several."""
        query = select(faq_drafts).where(faq_drafts.c.entry_id == entry_id).order_by(faq_drafts.c.id).limit(1)
        row = (await self._connection.execute(query)).first()
        return None if row is None else _draft(row)

    async def all(self) -> list[Draft]:
        """Every draft, the last changed first."""
        query = select(faq_drafts).order_by(faq_drafts.c.changed_at.desc())
        return [_draft(row) for row in (await self._connection.execute(query)).all()]

    async def save(self, draft_id: int, cells: Mapping[str, str], *, by: str, now: datetime) -> None:
        """Replace what it says."""
        values = {
            "cells": dict(cells),
            "entry_id": cells.get("id", "")[:80],
            "by": by[:60],
            "changed_at": now,
        }
        statement = update(faq_drafts).where(faq_drafts.c.id == draft_id).values(**values)
        await self._connection.execute(statement)

    async def drop(self, draft_id: int) -> None:
        """Forget it."""
        await self._connection.execute(delete(faq_drafts).where(faq_drafts.c.id == draft_id))


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    return Draft(row.id, row.entry_id, row.cells, row.base_hash, row.origin, row.by, row.changed_at)
