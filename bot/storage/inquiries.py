"""Each question with the answer that was given on it, so that it can be shown later what was said."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen
from bot.faq.entry import Entry
from bot.faq.statutes import CitedArticle
from bot.inquiry_record import InquiryRecord
from bot.storage.tables import answer_texts, inquiries
from bot.storage.upsert import insert_once

# No 0/O, 1/I/L: the code is read aloud and typed by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def short_code(length: int) -> str:
    """A random code that a person can read aloud."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class GivenLaw:
    """A cited article and the version of its statute (dates in ISO form), as they were when the answer was given."""

    title: str
    article: str
    statute: str
    digest: str
    version_date: str | None
    effective_date: str | None


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that was given; `entry` is the entry's data as it was then, None where no entry's text was given."""

    code: str
    kind: str
    question: str
    asked_at: datetime
    entry_id: str | None
    entry_hash: str | None
    entry: dict[str, Any] | None
    laws: tuple[GivenLaw, ...]
    law_moved: bool


class SqlInquiries:
    """Inquiries in a database; implements `assistant.Inquiries`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def record(self, record: InquiryRecord) -> str:
        """Keep an inquiry; returns its short code."""
        code = short_code(7)
        row = {
            "code": code,
            "channel": record.citizen.channel.value,
            "citizen_id": record.citizen.id,
            "text": record.text,
            "kind": record.kind,
            "entry_id": record.entry_id,
            "entry_hash": record.entry_hash,
            "confidence": record.confidence,
            "candidates": [[candidate.entry_id, candidate.confidence] for candidate in record.candidates],
            "division_code": record.division_code,
            "asked_at": record.asked_at,
            "laws": {"moved": record.law_moved, "cited": [_law(one) for one in record.laws]},
        }
        await self._connection.execute(insert(inquiries).values(**row))
        if record.given is not None:
            await self._keep_text(record.given, record.asked_at)
        return code

    async def given_answer(self, code: str) -> GivenAnswer | None:
        """What was answered under this code, and on which law; None for a code that is not ours (any more)."""
        query = (
            select(inquiries, answer_texts.c.entry)
            .outerjoin(answer_texts, answer_texts.c.content_hash == inquiries.c.entry_hash)
            .where(inquiries.c.code == code.strip().upper())
        )
        row = (await self._connection.execute(query)).first()
        if row is None:
            return None
        kept = row.laws or {"moved": False, "cited": []}
        laws = tuple(GivenLaw(*law) for law in kept["cited"])
        return GivenAnswer(
            row.code,
            row.kind,
            row.text,
            row.asked_at,
            row.entry_id,
            row.entry_hash,
            row.entry,
            laws,
            bool(kept["moved"]),
        )

    async def give_feedback(self, citizen: Citizen, code: str, feedback: str) -> bool:
        """Mark the citizen's own inquiry as useful or unsolved; False where it is not theirs."""
        theirs = self._of(update(inquiries), citizen).where(inquiries.c.code == code)
        return bool((await self._connection.execute(theirs.values(feedback=feedback))).rowcount)

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All that is kept of the citizen's inquiries, oldest first."""
        columns = (
            inquiries.c.code,
            inquiries.c.text,
            inquiries.c.kind,
            inquiries.c.entry_id,
            inquiries.c.asked_at,
        )
        query = self._of(select(*columns), citizen).order_by(inquiries.c.id)
        return [
            {**row._mapping, "asked_at": row.asked_at.isoformat()}
            for row in (await self._connection.execute(query)).all()
        ]

    async def erase(self, citizen: Citizen) -> None:
        """Forget the citizen's inquiries."""
        await self._connection.execute(self._of(delete(inquiries), citizen))

    async def _keep_text(self, entry: Entry, now: datetime) -> None:
        row = {
            "content_hash": entry.content_hash,
            "entry_id": entry.id,
            "entry": entry.model_dump(mode="json", by_alias=True, exclude={"variants"}),
            "first_given_at": now,
        }
        await insert_once(self._connection, answer_texts, row, "content_hash")

    @staticmethod
    def _of(statement: Any, citizen: Citizen) -> Any:
        return statement.where(
            inquiries.c.channel == citizen.channel.value, inquiries.c.citizen_id == citizen.id
        )


def _law(cited: CitedArticle) -> list[str | None]:
    dates = [day.isoformat() if day else None for day in (cited.version_date, cited.effective_date)]
    return [cited.title, cited.key, cited.statute_id, cited.digest, *dates]
