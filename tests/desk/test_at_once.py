"""Many people act at the same moment on cases of one matter and of one station: all of it is done, nobody waits for ever."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.conversation import Channel, Citizen
from bot.desk import Desk, Role, StaffMember
from bot.handlers.wording import ChineseDesk
from bot.storage import audit
from bot.storage.work import SqlWorks

DESK = Desk(ChineseDesk())
ROUNDS, OWNERS = 4, 6


def _now() -> datetime:
    return datetime.now(UTC)


async def _open(works: SqlWorks, citizen: Citizen, station_id: str = "S1") -> str:
    async with works.writing() as work:
        opened = await DESK.open(
            work,
            citizen,
            origin=f"test/{citizen.id}",
            station_id=station_id,
            station_name="关上街道公共法律服务站",
            question="物业锁了我家门",
            said=(),
            entry_id=None,
            consent_text="同意",
            now=_now(),
        )
    return opened.number


async def _admit(works: SqlWorks, name: str, station_id: str = "S1") -> StaffMember:
    async with works.writing() as work:
        return await work.staff.admit(name, Role.STATION, station_id, _now())


async def _matter(works: SqlWorks, member: StaffMember, nth: int) -> tuple[str, dict[str, Citizen]]:
    """A lead case, and those under it with their citizens."""
    lead = await _open(works, Citizen(Channel.TELEGRAM, f"{nth}000"))
    under = {}
    for owner in range(1, OWNERS):
        citizen = Citizen(Channel.TELEGRAM, f"{nth}00{owner}")
        under[number := await _open(works, citizen)] = citizen
        async with works.writing() as work:
            await DESK.join(work, member, number, lead, now=_now())
    return lead, under


async def test_the_owners_of_an_estate_write_while_their_lead_case_is_answered(works: SqlWorks) -> None:
    member = await _admit(works, "王调解")
    for nth in range(1, ROUNDS + 1):
        lead, under = await _matter(works, member, nth)

        async def answer(number: str = lead) -> None:
            async with works.writing() as work:
                await DESK.reply(work, member, number, "周三去看", key=f"reply/{number}", now=_now())

        async def add(number: str, citizen: Citizen) -> None:
            async with works.writing() as work:
                await DESK.citizen_adds(work, citizen, number, "还有我家", key=f"add/{number}", now=_now())

        await asyncio.gather(*(add(*one) for one in under.items()), answer())
        async with works.writing() as work:
            for number in under:
                case = await work.cases.get(number)
                assert case is not None
                assert {one.text for one in await work.cases.messages(case)} == {"周三去看", "还有我家"}
    async with works.reading() as work:
        assert await audit.find_break(work.connection) is None


async def test_cases_of_one_station_are_given_away_and_taken_at_the_same_moment(works: SqlWorks) -> None:
    members = [await _admit(works, f"员{nth}", f"S{nth % 2 + 1}") for nth in range(8)]
    for nth in range(ROUNDS):
        stations = [one.station_id or "" for one in members]
        numbers = [
            await _open(works, Citizen(Channel.TELEGRAM, f"{nth}/{place}"), station_id)
            for place, station_id in enumerate(stations)
        ]

        async def act(place: int, numbers: list[str] = numbers, stations: list[str] = stations) -> None:
            other = "S1" if stations[place] == "S2" else "S2"
            async with works.writing() as work:
                if place % 4 < 2:
                    await DESK.claim(work, members[place], numbers[place], now=_now())
                    return
                await DESK.transfer(
                    work,
                    members[place],
                    numbers[place],
                    station_id=other,
                    station_name="别的站",
                    reason="不在本辖区",
                    now=_now(),
                )

        await asyncio.gather(*(act(place) for place in range(len(members))))
    async with works.reading() as work:
        assert await audit.find_break(work.connection) is None
