"""Each question with the answer that was given on it, so that it can be shown later what was said."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen
from bot.inquiry_record import InquiryRecord
from bot.storage.tables import inquiries

# No 0/O, 1/I/L: the code is read aloud and typed by hand.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def short_code(length: int) -> str:
    """A random code that a person can read aloud."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


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
        }
        await self._connection.execute(insert(inquiries).values(**row))
        return code

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

    @staticmethod
    def _of(statement: Any, citizen: Citizen) -> Any:
        return statement.where(
            inquiries.c.channel == citizen.channel.value, inquiries.c.citizen_id == citizen.id
        )
