"""The channel on real parts (database, desk, HTTP) with an assistant that says back what it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from bot.conversation import Channel, Citizen, Inquiry, Note
from bot.desk import Desk, Invitation, Role
from bot.handlers.telegram import TelegramAccess, TelegramChannel, Webhook
from bot.handlers.telegram.pace import Pace
from bot.handlers.wording import ChineseDesk
from bot.outcome import Outcome
from bot.referral.case import CaseMessage
from bot.referral.directory import Directory
from bot.referral.division import Division, DivisionTree, Level
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN, FakeTelegram

FAST = 100_000.0


@dataclass
class FakeAssistant:
    """Says back what it was asked; raises for "boom" as often as `booms` says."""

    asked: list[Inquiry] = field(default_factory=list)
    booms: int = 0

    async def respond(self, work: Any, inquiry: Inquiry, *, key: str) -> Outcome:
        if inquiry.text == "boom" and self.booms:
            self.booms -= 1
            raise RuntimeError("boom")
        self.asked.append(inquiry)
        said = inquiry.text or (inquiry.choice.code if inquiry.choice else "") or inquiry.unsupported
        return Outcome(Note("export", f"«{said or inquiry.point}»"))


@dataclass(frozen=True)
class FakeStation:
    id: str
    name: str
    division_code: str


class FakeDirectory:
    """Stations S1 and S2."""

    gazetteer = DivisionTree(
        (
            Division("5301", "昆明市", Level.CITY, ""),
            Division("530111", "官渡区", Level.COUNTY, "5301"),
            Division("530103", "盘龙区", Level.COUNTY, "5301"),
            Division("530111001", "关上街道", Level.TOWNSHIP, "530111"),
            Division("530103010", "茨坝街道", Level.TOWNSHIP, "530103"),
        )
    )
    stations = (
        FakeStation("S1", "关上街道公共法律服务站", "530111001"),
        FakeStation("S2", "茨坝街道公共法律服务站", "530103010"),
    )

    def get(self, station_id: str) -> FakeStation | None:
        return next((one for one in self.stations if one.id == station_id), None)


def build_channel(
    works: SqlWorks,
    url: str,
    *,
    token: str = TOKEN,
    assistant: FakeAssistant | None = None,
    webhook: Webhook | None = None,
    per_second: float = FAST,
) -> TelegramChannel:
    return TelegramChannel(
        TelegramAccess(token, url),
        works,
        assistant or FakeAssistant(),
        Desk(ChineseDesk()),
        ChineseDesk(),
        lambda: cast("Directory", FakeDirectory()),
        webhook=webhook,
        is_only_sender=True,
        pace=Pace(per_second),
    )


@asynccontextmanager
async def serving(
    works: SqlWorks, fake: FakeTelegram, assistant: FakeAssistant | None = None, per_second: float = FAST
) -> AsyncIterator[TelegramChannel]:
    """The channel, running against the fake."""
    async with build_channel(
        works, fake.url, assistant=assistant, per_second=per_second
    ).running() as channel:
        yield channel


async def chat_code(works: SqlWorks, station_id: str = "S1") -> str:
    """A code that links a staff chat."""
    async with works.writing() as work:
        return await work.staff.invite(Invitation("chat", "", Role.STATION, station_id), _now())


async def open_case(
    works: SqlWorks, citizen_id: str = "42", station_id: str = "S1", question: str = "物业锁了我家门"
) -> str:
    """A citizen's new case; returns its number."""
    async with works.writing() as work:
        opened = await Desk(ChineseDesk()).open(
            work,
            Citizen(Channel.TELEGRAM, citizen_id),
            origin=f"test/{citizen_id}/{station_id}",
            station_id=station_id,
            station_name="关上街道公共法律服务站",
            question=question,
            said=(CaseMessage("citizen", question, _now()),),
            entry_id=None,
            consent_text="同意",
            now=_now(),
        )
    return opened.number


def _now() -> datetime:
    return datetime.now(UTC)
