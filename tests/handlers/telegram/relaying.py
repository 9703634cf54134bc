"""A citizen with a running case and a station's chat, both on the fake server, with the real desk between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from bot.assistant import Assistant
from bot.conversation import Channel, Citizen, Dialogue
from bot.desk import Desk
from bot.handlers.telegram import TelegramChannel
from bot.handlers.wording import ChineseDesk
from bot.reception import Reception
from bot.referral.case import CaseMessage, CaseMove
from bot.referral.directory import Directory
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram, People
from tests.fakes import entry, knowledge
from tests.handlers.telegram.service import FakeAssistant, FakeDirectory, chat_code, open_case, serving

CITIZEN, STAFF, WANG = 42, -100500, 501


@dataclass
class Relay:
    """Both sides of one case."""

    people: People
    works: SqlWorks
    number: str
    told: dict[str, Any] = field(default_factory=dict)

    async def messages(self) -> tuple[CaseMessage, ...]:
        async with self.works.writing() as work:
            case = await work.cases.get(self.number)
            assert case is not None
            return await work.cases.messages(case)

    async def moves(self) -> tuple[CaseMove, ...]:
        async with self.works.writing() as work:
            case = await work.cases.get(self.number)
            assert case is not None
            return await work.cases.moves(case)

    async def staff_says(self, text: str) -> dict[str, Any]:
        """A reply to the case's message."""
        return await self.people.say(STAFF, text, user=WANG, reply_to=self.told)


def answering(fake: FakeTelegram, works: SqlWorks) -> AbstractAsyncContextManager[TelegramChannel]:
    """A running channel in which citizens' words go to their cases."""
    reception = Reception(lambda: cast("Directory", FakeDirectory()), Desk(ChineseDesk()))
    return serving(works, fake, cast("FakeAssistant", Assistant(knowledge(entry("property-x")), reception)))


@asynccontextmanager
async def relaying(
    fake: FakeTelegram, works: SqlWorks, question: str = "物业锁了我家门", *, has_chat: bool = True
) -> AsyncIterator[Relay]:
    """A running channel; the case is open, and the citizen's words go to it."""
    async with answering(fake, works) as channel:
        fake.world.open_chat(CITIZEN)
        if has_chat:
            await fake.people.say(STAFF, f"/link {await chat_code(works)}", user=WANG)
            await fake.people.wait_for(STAFF, "已绑定")
        number = await open_case(works, question=question)
        async with works.writing() as work:
            me = Citizen(Channel.TELEGRAM, str(CITIZEN))
            await work.conversations.save(me, Dialogue(case_number=number), datetime.now(UTC))
        channel.wake()
        relay = Relay(fake.people, works, number)
        if has_chat:
            relay.told = await fake.people.wait_for(STAFF, f"【新工单 {number}】")
        yield relay
