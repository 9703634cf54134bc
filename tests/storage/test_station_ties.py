"""What hangs on each station, counted over all tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation import Channel, Citizen
from bot.desk import Desk, Invitation, Role
from bot.handlers.wording import ChineseDesk
from bot.referral.cut_off import Ties
from bot.referral.duty import Shift
from bot.storage.work import SqlWork, SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def _open(work: SqlWork, station_id: str, origin: str) -> str:
    case = await Desk(ChineseDesk()).open(
        work,
        Citizen(Channel.TELEGRAM, "anna"),
        origin=origin,
        station_id=station_id,
        station_name="站",
        question="问",
        said=(),
        entry_id=None,
        consent_text="同意",
        now=NOW,
    )
    return case.number


async def test_everything_that_names_a_station_counts(works: SqlWorks) -> None:
    async with works.writing() as work:
        member = await work.staff.admit("李", Role.STATION, "X1", NOW)
        left = await work.staff.admit("走了", Role.STATION, "X2", NOW)
        await work.staff.dismiss(left.id)
        await work.staff.admit("市级", Role.CITY, None, NOW)
        await work.staff.link_chat("-1001", "X1", NOW)
        await work.staff.invite(Invitation("console", "新人", Role.STATION, "X1"), NOW)
        await work.duty.add("X1", Shift(member.id, frozenset({0, 1}), None, None))
        await work.station_edits.put("X1", {"phone": ""}, {"phone": "12348"}, member.id, NOW)
        await _open(work, "X1", "one")
        await _open(work, "X1", "two")
    async with works.reading() as work:
        everything = Ties(staff=1, codes=1, chats=1, shifts=1, edits=1, cases=2)
        assert await work.station_ties.all(NOW) == {"X1": everything}
        later = await work.station_ties.all(NOW + timedelta(days=30))
        assert later["X1"].codes == 0
