"""Two staff chats and two consoles press at the same moment, in one process and in two: one wins, the others are told."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Desk, NoSuchCase, Role, StaffMember
from bot.handlers.telegram import pace
from bot.handlers.wording import ChineseDesk
from bot.referral.case import CaseMessage, MoveRefused
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.fake_telegram import FakeTelegram
from tests.handlers.telegram.service import chat_code, open_case, serving

# 200 with LEGALTEST_ROUNDS=200; a few show the rule as well.
ROUNDS = int(os.environ.get("LEGALTEST_ROUNDS", "12"))
CHATS = (-100500, -100600)
DESK = Desk(ChineseDesk())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    return str(request.getfixturevalue("postgres_url"))


def _now() -> datetime:
    return datetime.now(UTC)


async def _new_case(works: SqlWorks, nth: int) -> str:
    async with works.writing() as work:
        opened = await DESK.open(
            work,
            Citizen(Channel.KIOSK, str(nth)),
            origin=f"test/{nth}",
            station_id="S1",
            station_name="关上街道公共法律服务站",
            question="物业锁了我家门",
            said=(CaseMessage("citizen", "物业锁了我家门", _now()),),
            entry_id=None,
            consent_text="同意",
            now=_now(),
        )
    return opened.number


async def _press(works: SqlWorks, member: StaffMember, number: str, act: str) -> str:
    """One press; what it came to."""
    now = _now()
    try:
        async with works.writing() as work:
            if act == "claim":
                await DESK.claim(work, member, number, now=now)
            elif act == "close":
                await DESK.close(work, member, number, "办好了", now=now)
            else:
                there = {"station_id": f"S{member.id + 10}", "station_name": "别的站", "reason": "不在本辖区"}
                await DESK.transfer(work, member, number, now=now, **there)  # type: ignore[arg-type]
    except (MoveRefused, NoSuchCase):
        # A case that went to another station is no longer there for this one.
        return "told"
    return "won"


@pytest.mark.parametrize("act", ["claim", "close", "transfer"])
async def test_of_four_in_two_processes_exactly_one_wins(
    database: Database, database_url: str, works: SqlWorks, act: str
) -> None:
    async with works.writing() as work:
        members = [await work.staff.admit(f"员{n}", Role.STATION, "S1", _now()) for n in range(4)]
    # Another engine with connections of its own: to the database it is another process.
    async with Database(database_url).running() as other:
        hands = (works, works, SqlWorks(other), SqlWorks(other))
        for nth in range(ROUNDS):
            number = await _new_case(works, nth)
            came = await asyncio.gather(
                *(_press(hand, one, number, act) for hand, one in zip(hands, members, strict=True))
            )
            assert Counter(came) == {"won": 1, "told": 3}
    async with works.reading() as work:
        assert await audit.find_break(work.connection) is None


async def test_two_chats_press_at_once_again_and_again(
    fake: FakeTelegram, works: SqlWorks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "GROUP", pace.ChatLimit(0.0, 1))
    async with serving(works, fake) as channel:
        for chat in CHATS:
            await fake.people.say(chat, f"/link {await chat_code(works)}", user=-chat)
            await fake.people.wait_for(chat, "已绑定")
        for nth in range(ROUNDS):
            fake.world.open_chat(1000 + nth)
            number = await open_case(works, str(1000 + nth))
            channel.wake()
            shown = [await fake.people.wait_for(chat, number) for chat in CHATS]
            queries = await asyncio.gather(
                *(
                    fake.people.press_data(chat, one, f"staff-claim:{number}", user=-chat)
                    for chat, one in zip(CHATS, shown, strict=True)
                )
            )
            answers = [(await fake.people.wait_for_answer(query))["text"] for query in queries]
            assert sum("您已接单" in text for text in answers) == 1, answers
            assert sum("接办了" in text for text in answers) == 1, answers
