"""Files that came by a page of ours: kept with their case, and forgotten with its words."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.case import Attachment, Case
from bot.referral.case_file import CaseFile
from bot.storage.tables import case_files, cases
from bot.storage.upsert import insert_once


class SqlCaseFiles:
    """The files of cases in a database; implements `desk.CaseFiles`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(
        self, case: Case, author: str, files: tuple[CaseFile, ...], *, key: str, now: datetime
    ) -> tuple[Attachment, ...]:
        """Keep files; the same `key` again keeps them once. Gives what stands for them in messages."""
        kept = []
        for place, file in enumerate(files):
            name = hashlib.sha256(f"{key}\n{place}".encode()).hexdigest()
            row = {
                "key": name,
                "case_id": case.id,
                "author": author,
                "kind": file.kind,
                "name": file.name,
                "mime": file.mime,
                "size": len(file.content),
                "content": file.content,
                "at": now,
            }
            await insert_once(self._connection, case_files, row, "key")
            kept.append(Attachment(file.kind, "", file.name, kept=name, place=place))
        return tuple(kept)

    async def content(self, key: str) -> bytes | None:
        """A kept file; None where it was forgotten."""
        query = select(case_files.c.content).where(case_files.c.key == key)
        content: bytes | None = (await self._connection.execute(query)).scalar()
        return content

    async def kept_of(self, case: Case, author: str) -> int:
        """How many files one side has in a case."""
        query = select(func.count()).where(case_files.c.case_id == case.id, case_files.c.author == author)
        return int((await self._connection.execute(query)).scalar_one())

    async def forget(self, case_ids: tuple[int, ...]) -> None:
        """Forget the files of these cases; what staff sent to all who are joined under a lead case stays for them."""
        leads = select(cases.c.lead_id).where(cases.c.lead_id.in_(case_ids))
        gone = delete(case_files).where(case_files.c.case_id.in_(case_ids))
        await self._connection.execute(
            gone.where((case_files.c.author == "citizen") | case_files.c.case_id.not_in(leads))
        )
