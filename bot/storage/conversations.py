"""The running conversation of each citizen: one row, replaced as it goes on."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen, Dialogue
from bot.storage.codec import from_json, to_json
from bot.storage.tables import conversations
from bot.storage.upsert import upsert


class SqlConversations:
    """Conversations in a database; implements `assistant.Conversations`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(self, citizen: Citizen) -> Dialogue:
        """The citizen's dialogue; a new one where there is none, or where an older release wrote another form."""
        row = (
            await self._connection.execute(
                select(conversations.c.dialogue).where(
                    conversations.c.channel == citizen.channel.value, conversations.c.citizen_id == citizen.id
                )
            )
        ).first()
        if row is None:
            return Dialogue()
        try:
            return from_json(Dialogue, row.dialogue)
        except ValidationError:
            return Dialogue()

    async def save(self, citizen: Citizen, dialogue: Dialogue, now: datetime) -> None:
        """Replace the citizen's dialogue."""
        key = {"channel": citizen.channel.value, "citizen_id": citizen.id}
        await upsert(self._connection, conversations, key, {"dialogue": to_json(dialogue), "changed_at": now})

    async def erase(self, citizen: Citizen) -> None:
        """Forget the conversation."""
        await self._connection.execute(
            delete(conversations).where(
                conversations.c.channel == citizen.channel.value, conversations.c.citizen_id == citizen.id
            )
        )

    async def forget_before(self, moment: datetime) -> int:
        """Forget conversations that rested since before `moment`; returns how many."""
        result = await self._connection.execute(
            delete(conversations).where(conversations.c.changed_at < moment)
        )
        return result.rowcount
