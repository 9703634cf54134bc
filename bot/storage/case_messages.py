"""What was said in cases: one row a message, an album being one message that grows picture by picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.case import Attachment, Case, CaseMessage, as_album
from bot.storage.codec import from_json, to_json
from bot.storage.tables import case_messages
from bot.storage.upsert import insert_once


class SqlCaseMessages:
    """The messages of cases in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_message(
        self, case: Case, message: CaseMessage, *, key: str, staff_id: int | None = None
    ) -> bool:
        """Add a message; False where one with this key is there already."""
        row = {
            "case_id": case.id,
            "author": message.author,
            "staff_id": staff_id,
            "text": message.text,
            "attachment": [to_json(one) for one in message.attachments] or None,
            "key": key,
            "at": message.at,
        }
        return await insert_once(self._connection, case_messages, row, "key")

    async def extend_message(
        self, case: Case, key: str, attachments: tuple[Attachment, ...]
    ) -> CaseMessage | None:
        """Add pictures to the album of this key, in the order in which they were sent; None where there is none."""
        known = await self.message(case, key)
        if known is None:
            return None
        album = as_album((*known.attachments, *attachments))
        grown = replace(known, attachments=album, text="\n".join(one.caption for one in album if one.caption))
        values = {"text": grown.text, "attachment": [to_json(one) for one in album]}
        await self._connection.execute(
            update(case_messages).where(case_messages.c.id == known.id).values(**values)
        )
        return grown

    async def message(self, case: Case, key: str) -> CaseMessage | None:
        """The message of this key, locked."""
        query = select(case_messages).where(case_messages.c.case_id == case.id, case_messages.c.key == key)
        row = (await self._connection.execute(query.with_for_update())).first()
        return None if row is None else _message(row)

    async def messages(self, case: Case) -> tuple[CaseMessage, ...]:
        """All messages of a case, oldest first."""
        query = select(case_messages).where(case_messages.c.case_id == case.id).order_by(case_messages.c.id)
        return tuple(_message(row) for row in (await self._connection.execute(query)).all())


def _message(row: Row[Any]) -> CaseMessage:
    # A row of the first release holds a single attachment.
    kept = row.attachment or []
    files = tuple(from_json(Attachment, one) for one in (kept if isinstance(kept, list) else [kept]))
    return CaseMessage(row.author, row.text, row.at, files, row.id)
