"""Imported law texts: every version that was ever imported is kept, none is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.faq.statutes import Corpus, RetiredName, Statute, StatuteFolder
from bot.storage.tables import marks, retired_laws, statutes
from bot.storage.upsert import upsert

_STAMP = "statutes_imported_at"
_STATUTE = TypeAdapter(Statute)


@dataclass(frozen=True)
class StatuteImport:
    """What an import changed: titles of laws that are new, and of those with another text than before."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    articles: int
    retired_changed: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether everything was there before."""
        return not (self.new or self.changed or self.retired_changed)


@dataclass(frozen=True)
class StatuteVersion:
    """One kept version, without its text."""

    statute_id: str
    title: str
    digest: str
    version_date: date | None
    effective_date: date | None
    imported_at: datetime


class SqlStatutes:
    """Law texts in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def import_all(self, folder: StatuteFolder, now: datetime) -> StatuteImport:
        """Keep the versions that are not there yet."""
        known_digests = set(await self._column(statutes.c.digest))
        known_ids = set(await self._column(statutes.c.statute_id))
        fresh = [one for one in folder.statutes if one.digest not in known_digests]
        if fresh:
            await self._connection.execute(insert(statutes), [_row(one, now) for one in fresh])
        retired_changed = await self._take_retired(folder.retired)
        if fresh or retired_changed:
            await upsert(self._connection, marks, {"name": _STAMP}, {"value": now.isoformat()})
        return StatuteImport(
            tuple(one.title for one in fresh if one.id not in known_ids),
            tuple(one.title for one in fresh if one.id in known_ids),
            len(folder.statutes) - len(fresh),
            sum(len(one.articles) for one in fresh),
            retired_changed,
        )

    async def stamp(self) -> str:
        """Changes whenever something was imported; empty where nothing ever was."""
        query = select(marks.c.value).where(marks.c.name == _STAMP)
        return (await self._connection.execute(query)).scalar() or ""

    async def load(self, day: date) -> Corpus:
        """The laws in force on this day; an empty corpus where none was imported."""
        documents = await self._column(statutes.c.document, statutes.c.id)
        retired = await self._column(retired_laws.c.document)
        return Corpus(
            map(_STATUTE.validate_json, documents), map(RetiredName.model_validate_json, retired), day
        )

    async def version(self, digest: str) -> Statute | None:
        """The version of this digest, with its text."""
        query = select(statutes.c.document).where(statutes.c.digest == digest)
        document = (await self._connection.execute(query)).scalar()
        return _STATUTE.validate_json(document) if document else None

    async def versions(self) -> tuple[StatuteVersion, ...]:
        """Every kept version, by law, oldest import first."""
        columns = [statutes.c[name] for name in StatuteVersion.__dataclass_fields__]
        query = select(*columns).order_by(statutes.c.title, statutes.c.id)
        return tuple(StatuteVersion(**row._mapping) for row in (await self._connection.execute(query)).all())

    async def count(self) -> int:
        """How many versions are kept."""
        return (await self._connection.execute(select(func.count()).select_from(statutes))).scalar_one()

    async def _take_retired(self, retired: Sequence[RetiredName] | None) -> bool:
        if retired is None:
            return False
        rows = [{"name": one.name, "document": one.model_dump_json()} for one in retired]
        if sorted(await self._column(retired_laws.c.document)) == sorted(row["document"] for row in rows):
            return False
        await self._connection.execute(delete(retired_laws))
        if rows:
            await self._connection.execute(insert(retired_laws), rows)
        return True

    async def _column(self, column: object, order: object = None) -> list[str]:
        query = select(column)  # type: ignore[call-overload]
        if order is not None:
            query = query.order_by(order)
        return list((await self._connection.execute(query)).scalars())


def _row(statute: Statute, now: datetime) -> dict[str, object]:
    return {
        "statute_id": statute.id,
        "digest": statute.digest,
        "title": statute.title,
        "version_date": statute.version_date,
        "effective_date": statute.effective_date,
        "document": statute.model_dump_json(),
        "imported_at": now,
    }
