"""A station that vanished from the list leaves no case behind: its cases go up, and those above see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.conversation import Channel, Citizen
from bot.desk import Desk, OverdueTicks, Role, StaffMember
from bot.handlers.console.scope import stations_of
from bot.handlers.wording import ChineseDesk
from bot.referral.case import CaseState
from bot.referral.directory import Directory
from bot.referral.division import Level
from bot.referral.loader import load_divisions
from bot.referral.station import Station
from bot.referral.workdays import LOCAL_ZONE
from bot.storage.work import SqlWorks

DATA = Path(__file__).parents[2] / "data"
CITY = Station("C", "市中心", Level.CITY, "5301")
COUNTY = Station("D", "官渡区中心", Level.COUNTY, "530111", "C")
TOWN = Station("T", "关上街道站", Level.TOWNSHIP, "530111001", "D")
VILLAGE = Station("V", "关上社区室", Level.VILLAGE, "530111001001", "T")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL_ZONE)


async def test_its_cases_go_to_the_next_open_station_above(works: SqlWorks) -> None:
    tree = load_divisions(DATA / "divisions.csv")
    async with works.writing() as work:
        await work.stations.import_all([CITY, COUNTY, TOWN, VILLAGE], MONDAY)
        opened = await Desk(ChineseDesk()).open(
            work,
            Citizen(Channel.TELEGRAM, "anna"),
            origin="o",
            station_id="V",
            station_name="关上社区室",
            question="问",
            said=(),
            entry_id=None,
            consent_text="同意",
            now=MONDAY,
        )
        await work.stations.import_all([CITY, COUNTY], MONDAY)
        directory = Directory(await work.stations.load(tree), tree, await work.stations.former())
    assert [directory.get(one) for one in "TV"] == [None, None]
    district = StaffMember(1, "区局", Role.DISTRICT, "D")
    assert set(stations_of(district, directory) or ()) == {"D", "T", "V"}
    desk = Desk(ChineseDesk(), lambda: directory)
    for later in (timedelta(hours=6), timedelta(days=1, hours=2)):
        await OverdueTicks(desk, works.writing, works.reading, clock=partial(_at, MONDAY + later)).tick()
    async with works.reading() as work:
        case = await work.cases.get(opened.number)
    assert case is not None
    assert (case.state, case.station_id) == (CaseState.ESCALATED, "D")


def _at(moment: datetime) -> datetime:
    return moment
