"""Inquiries as the workbench looks at them: what was missed, what was decided on it, and counts for the coverage page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.faq.diff import Question
from bot.misses import Asked, Fate, Mark
from bot.storage.tables import inquiries, miss_marks
from bot.storage.upsert import upsert

_DISTRICT_DIGITS = 6


class SqlMisses:
    """Misses in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def asked_since(self, moment: datetime) -> list[Asked]:
        """Every inquiry since then, in the order in which they were asked."""
        query = select(
            inquiries.c.channel,
            inquiries.c.citizen_id,
            inquiries.c.text,
            inquiries.c.kind,
            inquiries.c.entry_id,
            inquiries.c.feedback,
            inquiries.c.division_code,
            inquiries.c.asked_at,
        )
        rows = (
            await self._connection.execute(
                query.where(inquiries.c.asked_at >= moment).order_by(inquiries.c.id)
            )
        ).all()
        return [
            Asked(
                f"{row.channel}:{row.citizen_id}",
                row.text,
                row.kind,
                row.entry_id,
                row.feedback,
                row.division_code[:_DISTRICT_DIGITS] if row.division_code else None,
                row.asked_at,
            )
            for row in rows
        ]

    async def questions_since(self, moment: datetime, limit: int = 3000) -> list[Question]:
        """What was asked since then, each text once, the most frequent first. An answer that was found useful is
        the right one."""
        times = func.count().label("times")
        # Of the answers that were called useful; min() because one text may have had two of them.
        query = (
            select(inquiries.c.text, times)
            .where(inquiries.c.asked_at >= moment, inquiries.c.text != "")
            .group_by(inquiries.c.text)
            .order_by(times.desc(), inquiries.c.text)
            .limit(limit)
        )
        useful = (
            select(inquiries.c.text, func.min(inquiries.c.entry_id).label("entry_id"))
            .where(inquiries.c.asked_at >= moment, inquiries.c.feedback == "useful")
            .group_by(inquiries.c.text)
        )
        right = {row.text: row.entry_id for row in (await self._connection.execute(useful)).all()}
        rows = (await self._connection.execute(query)).all()
        return [Question(row.text, right.get(row.text), times=row.times) for row in rows]

    async def marks(self) -> dict[str, Mark]:
        """What was decided, by the key of the text."""
        query = select(miss_marks.c.key, miss_marks.c.fate, miss_marks.c.at)
        return {
            row.key: Mark(Fate(row.fate), row.at) for row in (await self._connection.execute(query)).all()
        }

    async def mark(
        self, keys: Iterable[str], fate: Fate, *, by: str, now: datetime, entry_id: str | None = None
    ) -> None:
        """Keep a decision on these texts."""
        values: Mapping[str, object] = {"fate": fate.value, "entry_id": entry_id, "by": by[:60], "at": now}
        for key in keys:
            await upsert(self._connection, miss_marks, {"key": key}, dict(values))
