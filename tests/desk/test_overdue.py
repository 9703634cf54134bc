"""Clocks and silence on a fake clock: reminder in working hours, then up the ladder, the citizen told each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Desk, OverdueTicks, Role, StaffMember
from bot.handlers.wording import ChineseDesk
from bot.referral.case import Case, CaseMessage, CaseState, Move, MoveRefused, Step
from bot.referral.division import Level
from bot.referral.station import Station
from bot.referral.workdays import LOCAL_ZONE
from bot.storage.work import SqlWork, SqlWorks

ANNA = Citizen(Channel.TELEGRAM, "anna")
FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=LOCAL_ZONE)
VILLAGE = Station("V", "关上村站", Level.VILLAGE, "530111001001", "T")
TOWN = Station("T", "关上街道站", Level.TOWNSHIP, "530111001", "C")
COUNTY = Station("C", "官渡区中心", Level.COUNTY, "530111")


class Ladder:
    """Village, township, county."""

    def get(self, station_id: str) -> Station | None:
        return next((one for one in (VILLAGE, TOWN, COUNTY) if one.id == station_id), None)

    def known(self, station_id: str) -> Station | None:
        return self.get(station_id)

    def parent(self, station: Station) -> Station | None:
        return self.get(station.parent_id or "")


@dataclass
class Days:
    """A desk with a clock that is set by hand."""

    works: SqlWorks
    desk: Desk
    now: datetime = FRIDAY

    async def open(self, serial: int = 1, question: str = "物业锁我家门") -> str:
        async with self.works.writing() as work:
            opened = await self.desk.open(
                work,
                Citizen(Channel.TELEGRAM, f"anna{serial}" if serial > 1 else "anna"),
                origin=f"o{serial}",
                station_id="V",
                station_name="关上村站",
                question=question,
                said=(CaseMessage("citizen", question, self.now),),
                entry_id=None,
                consent_text="同意",
                now=self.now,
            )
        return opened.number

    async def tick_at(self, day: int, hour: int, minute: int = 1) -> None:
        self.now = datetime(2026, 11, day, hour, minute, tzinfo=LOCAL_ZONE)
        await OverdueTicks(self.desk, self.works.writing, self.works.reading, clock=lambda: self.now).tick()

    async def case(self, number: str) -> Case:
        async with self.works.reading() as work:
            case = await work.cases.get(number)
        assert case is not None
        return case

    async def told(self, address: str) -> list[str]:
        async with self.works.writing() as work:
            return [text for to, text in await sent(work, self.now) if to == address]


async def sent(work: SqlWork, now: datetime) -> list[tuple[str, str]]:
    """All that waits, in order; it counts as sent afterwards."""
    found: list[tuple[str, str]] = []
    while parcels := await work.outbox.claim_due(Channel.TELEGRAM, now, 50):
        for parcel in parcels:
            found.append((parcel.recipient.address, parcel.message.text))
            await work.outbox.mark_sent(parcel.id, "1", now)
    return found


@pytest.fixture
async def days(works: SqlWorks) -> Days:
    async with works.writing() as work:
        for chat, station in (("-1", "V"), ("-2", "T"), ("-3", "C")):
            await work.staff.link_chat(chat, station, FRIDAY)
    return Days(works, Desk(ChineseDesk(), Ladder))


async def member(days: Days, station: str = "V", name: str = "甲") -> StaffMember:
    async with days.works.writing() as work:
        return await work.staff.admit(name, Role.STATION, station, days.now)


async def test_nobody_is_called_at_the_weekend_then_the_case_goes_up_and_the_citizen_knows(
    days: Days,
) -> None:
    number = await days.open()
    # One working hour on Friday, three on Monday.
    assert (await days.case(number)).clock.due_at == datetime(2026, 11, 23, 12, 0, tzinfo=LOCAL_ZONE)
    await days.told("")
    await days.tick_at(22, 12)
    assert await days.told("-1") == []
    await days.tick_at(23, 12)
    assert await days.told("-1") == [], "lunch"
    await days.tick_at(23, 13, 2)
    async with days.works.writing() as work:
        told = dict(await sent(work, days.now))
    assert "催办" in told["-1"]
    assert "已经催办" in told["anna"]
    await days.tick_at(23, 15, 5)
    async with days.works.writing() as work:
        told = dict(await sent(work, days.now))
    assert "已上报到关上街道站" in told["-1"]
    assert "新工单" in told["-2"]
    assert "已转到关上街道站" in told["anna"]
    case = await days.case(number)
    assert (case.state, case.station_id, case.clock.step) == (CaseState.ESCALATED, "T", Step.ACCEPT)


async def test_a_station_silent_for_two_working_days_is_listed_and_its_new_cases_go_up(days: Days) -> None:
    await days.open()
    await days.tick_at(24, 15)
    async with days.works.reading() as work:
        assert await work.pulses.silent() == {}
    await days.tick_at(24, 16, 2)
    async with days.works.writing() as work:
        assert set(await work.pulses.silent()) == {"V"}
        assert any("没有回应" in text for to, text in await sent(work, days.now) if to == "-3")
    second = await days.open(2)
    assert (await days.case(second)).station_id == "T"
    async with days.works.writing() as work:
        await work.pulses.acted("V", days.now)
    assert (await days.case(await days.open(3))).station_id == "V"


async def test_the_clock_stands_still_only_while_the_citizen_must_act(days: Days) -> None:
    number, staff = await days.open(), await member(days)
    async with days.works.writing() as work:
        await days.desk.reply(work, staff, number, "在办", key="r", now=days.now)
        case = await days.desk.ask_citizen(work, staff, number, "哪一栋？", key="a", now=days.now)
    assert case.clock.left_minutes == 5 * 7 * 60
    later = days.now + timedelta(days=6)
    async with days.works.writing() as work:
        case = await days.desk.citizen_adds(work, ANNA, number, "二栋", key="c", now=later)
    assert case.clock.step is Step.FINISH
    assert days.desk.working_time("V").minutes_between(later, case.clock.due_at or later) == 5 * 7 * 60


async def test_a_citizen_who_does_not_answer_is_reminded_once_and_then_the_station_decides(
    days: Days,
) -> None:
    number, staff = await days.open(), await member(days)
    async with days.works.writing() as work:
        await days.desk.ask_citizen(work, staff, number, "哪一栋？", key="a", now=days.now)
    await days.told("")
    await days.tick_at(27, 16, 1)
    assert any("还在等您补充" in text for text in await days.told("anna"))
    days.now = datetime(2026, 12, 4, 16, 5, tzinfo=LOCAL_ZONE)
    await OverdueTicks(days.desk, days.works.writing, days.works.reading, clock=lambda: days.now).tick()
    case = await days.case(number)
    assert (case.state, case.claimed_by, case.clock.step) == (CaseState.CLAIMED, staff.id, Step.FINISH)


async def test_a_week_after_closing_it_is_asked_once_whether_it_is_really_solved(days: Days) -> None:
    number, staff = await days.open(), await member(days)
    async with days.works.writing() as work:
        await days.desk.close(work, staff, number, "已调解", now=days.now)
    await days.told("")
    await days.tick_at(27, 15)
    assert await days.told("anna") == []
    await days.tick_at(27, 16, 1)
    await days.tick_at(28, 16, 1)
    assert [("真的解决了吗" in text) for text in await days.told("anna")] == [True]
    async with days.works.writing() as work:
        await days.desk.rate(work, ANNA, number, 1, 4, now=days.now)
        case = await days.desk.rate(work, ANNA, number, 2, 5, now=days.now)
        assert await work.cases.ratings(case) == {1: 4, 2: 5}


async def test_a_reopened_case_is_not_closed_again_by_the_same_person_alone(days: Days) -> None:
    number, staff, other = await days.open(), await member(days), await member(days, name="乙")
    async with days.works.writing() as work:
        await days.desk.close(work, staff, number, "已调解", now=days.now)
        await days.desk.reopen(work, ANNA, number, "没解决", now=days.now)
        await days.desk.claim(work, staff, number, now=days.now)
        with pytest.raises(MoveRefused, match="不能再由您一个人办结"):
            await days.desk.close(work, staff, number, "真的好了", now=days.now)
        case = await days.desk.close(work, other, number, "核实过了", now=days.now)
    assert case.closed_by == other.id


async def test_after_thirty_days_a_case_stays_closed(days: Days) -> None:
    number, staff = await days.open(), await member(days)
    async with days.works.writing() as work:
        await days.desk.close(work, staff, number, "已调解", now=days.now)
        with pytest.raises(MoveRefused, match="30 天"):
            await days.desk.reopen(work, ANNA, number, "没解决", now=days.now + timedelta(days=31))


async def test_owners_of_one_estate_are_answered_and_closed_together(days: Days) -> None:
    words = "幸福小区物业不公开收支，业委会要求查账被拒绝"
    numbers = [await days.open(n, f"{words}，我是{n}栋的") for n in (1, 2, 3)]
    staff = await member(days)
    lead, *others = numbers
    async with days.works.writing() as work:
        case = await work.cases.get(others[0])
        assert case is not None
        assert {one.number for one in await days.desk.likely_same(work, case)} == {lead, others[1]}
        for number in others:
            await days.desk.join(work, staff, number, lead, now=days.now)
        await sent(work, days.now)
        await days.desk.reply(work, staff, lead, "周五开会公开", key="r", now=days.now)
        told = [to for to, text in await sent(work, days.now) if "周五开会公开" in text]
        assert sorted(told) == ["anna", "anna2", "anna3"]
        await days.desk.close(work, staff, lead, "已公开", now=days.now)
    assert {(await days.case(number)).state for number in numbers} == {CaseState.CLOSED}


async def test_when_the_leading_citizen_withdraws_the_next_case_leads(days: Days) -> None:
    staff = await member(days)
    lead, second, third = [await days.open(n, "幸福小区物业不公开收支，拒绝查账") for n in (1, 2, 3)]
    async with days.works.writing() as work:
        for number in (second, third):
            await days.desk.join(work, staff, number, lead, now=days.now)
        await days.desk.withdraw(work, ANNA, lead, now=days.now)
    first, last = await days.case(second), await days.case(third)
    assert first.lead_id is None
    assert first.clock.look_at is not None
    assert last.lead_id == first.id


async def test_a_colleague_takes_over_and_every_look_at_numbers_is_logged(days: Days) -> None:
    number = await days.open(question="电话13888889999，身份证530111199001011234")
    first, second = await member(days), await member(days, name="乙")
    async with days.works.writing() as work:
        await days.desk.claim(work, first, number, now=days.now)
        await days.desk.substitute(work, second, number, "甲休假", now=days.now)
        with pytest.raises(MoveRefused, match="经办人"):
            await days.desk.reveal(work, first, number, now=days.now)
        case, found = await days.desk.reveal(work, second, number, now=days.now)
        assert found == ("13888889999", "530111199001011234")
        moves = [(one.move, one.actor) for one in await work.cases.moves(case)]
    assert moves[-2:] == [(Move.SUBSTITUTE, second.actor), (Move.REVEAL, second.actor)]


async def test_a_phone_is_released_only_when_the_citizen_says_so(days: Days) -> None:
    number = await days.open(question="物业锁门，我的电话是 138 8888 9999")
    async with days.works.writing() as work:
        assert not any("138 8888 9999" in text for _, text in await sent(work, days.now))
        case = await work.cases.get(number)
        assert case is not None
        assert case.phone is None
        await days.desk.release_phone(work, ANNA, number, now=days.now)
    assert (await days.case(number)).phone == "138 8888 9999"
