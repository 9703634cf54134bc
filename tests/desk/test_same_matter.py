"""Forty owners of one estate: each is shown with the others, joined under one case, and all hear what it hears."""

from __future__ import annotations

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Desk, Role
from bot.handlers.wording import ChineseDesk
from bot.referral.case import CaseState, MoveRefused
from bot.storage import audit
from bot.storage.work import SqlWorks
from tests.desk.test_overdue import FRIDAY, Ladder, sent

WAYS = ("停水三天了", "从周一开始断水", "家里没水用", "自来水停了没人管")


async def test_forty_owners(works: SqlWorks) -> None:
    desk = Desk(ChineseDesk(), Ladder)
    numbers = []
    async with works.writing() as work:
        staff = await work.staff.admit("甲", Role.STATION, "V", FRIDAY)
        for serial in range(41):
            # The last one is of another estate, every eighth comes from a kiosk.
            estate = "金色年华小区" if serial < 40 else "银海畅园小区"
            channel = Channel.KIOSK if serial % 8 == 7 else Channel.TELEGRAM
            opened = await desk.open(
                work,
                Citizen(channel, f"owner{serial}"),
                origin=f"o{serial}",
                station_id="V",
                station_name="关上村站",
                question=f"我是{estate}的业主，{WAYS[serial % 4]}",
                said=(),
                entry_id=None,
                consent_text="同意",
                now=FRIDAY,
            )
            numbers.append(opened.number)
    lead, others, stranger = numbers[0], numbers[1:40], numbers[40]
    async with works.writing() as work:
        for number in others:
            case = await work.cases.get(number)
            assert case is not None
            likely = {one.number for one in await desk.likely_same(work, case)}
            assert likely
            assert stranger not in likely
            await desk.join(work, staff, number, lead, now=FRIDAY)
        await sent(work, FRIDAY)
        await desk.reply(work, staff, lead, "水管已经修好", key="r", now=FRIDAY)
        told = [to for to, text in await sent(work, FRIDAY) if "水管已经修好" in text]
        at_home = [f"owner{serial}" for serial in range(40) if serial % 8 != 7]
        assert sorted(told) == sorted(at_home)
        for number in numbers:
            case = await work.cases.get(number)
            assert case is not None
            heard = [one.text for one in await work.cases.messages(case)]
            assert heard == ([] if number == stranger else ["水管已经修好"])
        await desk.close(work, staff, lead, "供水恢复", now=FRIDAY)
        for number in numbers:
            case = await work.cases.get(number)
            assert case is not None
            assert case.state is (CaseState.OPEN if number == stranger else CaseState.CLOSED)
        assert await audit.find_break(work.connection) is None


async def test_a_colleague_s_case_is_not_joined_over_their_head(works: SqlWorks) -> None:
    desk = Desk(ChineseDesk(), Ladder)
    async with works.writing() as work:
        one, other = [await work.staff.admit(name, Role.STATION, "V", FRIDAY) for name in ("甲", "乙")]
        city = await work.staff.admit("市", Role.CITY, None, FRIDAY)
        lead, case = [
            (
                await desk.open(
                    work,
                    Citizen(Channel.TELEGRAM, serial),
                    origin=serial,
                    station_id="V",
                    station_name="关上村站",
                    question="停水",
                    said=(),
                    entry_id=None,
                    consent_text="同意",
                    now=FRIDAY,
                )
            ).number
            for serial in ("a", "b")
        ]
        await desk.claim(work, other, case, now=FRIDAY)
        with pytest.raises(MoveRefused, match="同事接办"):
            await desk.join(work, one, case, lead, now=FRIDAY)
        joined = await desk.join(work, city, case, lead, now=FRIDAY)
        assert joined.lead_id is not None
