"""One act in a staff chat: its transaction, its key, its moment, and where answers to it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.handlers.telegram.coming import Place
from bot.handlers.telegram.ports import ChannelWork


@dataclass(frozen=True)
class Turn:
    """One act in a staff chat: its transaction, its key, its moment, and where it was done."""

    work: ChannelWork
    key: str
    now: datetime
    place: Place
    reply_to: int | None

    async def tell(self, message: Message, *, case_number: str | None = None) -> None:
        """Put an answer to the act into the outbox."""
        await self.tell_at(self.place.address, message, case_number=case_number, reply_to=self.reply_to)

    async def tell_at(
        self, address: str, message: Message, *, case_number: str | None = None, reply_to: int | None = None
    ) -> None:
        """Put a message to a chat into the outbox, once for each act and chat."""
        await self.work.outbox.put(
            Recipient(Channel.TELEGRAM, address),
            message,
            key=f"{self.key}/{address}",
            now=self.now,
            case_number=case_number,
            reply_to=str(reply_to) if reply_to else None,
        )


async def station_at(work: ChannelWork, place: Place) -> str | None:
    """The station that a chat, or this topic of it, is linked to."""
    for address in dict.fromkeys((place.address, str(place.chat_id))):
        station_id = await work.staff.station_of_chat(address)
        if station_id is not None:
            return station_id
    return None
