"""A phone, given and taken back: each a row of the log; what was taken back is shown to nobody, however it is written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Channel, Citizen
from bot.desk import Desk, NoSuchCase, Role
from bot.handlers.wording import ChineseDesk
from bot.referral.case import MoveRefused
from bot.referral.masking import bare, covering
from bot.storage import audit
from bot.storage.work import SqlWork, SqlWorks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA, BEN = Citizen(Channel.TELEGRAM, "1"), Citizen(Channel.TELEGRAM, "2")
DESK = Desk(ChineseDesk())


async def _open(work: SqlWork, question: str) -> str:
    opened = await DESK.open(
        work, ANNA, origin="tg:1", station_id="S1", station_name="站", question=question, said=(),
        entry_id=None, consent_text="同意", now=NOW,
    )  # fmt: skip
    return opened.number


async def test_every_way_of_writing_a_phone_that_was_taken_back_is_covered(works: SqlWorks) -> None:
    async with works.writing() as work:
        number = await _open(
            work, "电话13800001111，也写作138-0000-1111、+86 138 0000 1111；座机0871-65551234"
        )
        member = await work.staff.admit("甲", Role.STATION, "S1", NOW)
        await DESK.claim(work, member, number, now=NOW)
        await DESK.citizen_adds(work, ANNA, number, "还是打13800001111吧", key="c", now=NOW)
        await DESK.release_phone(work, ANNA, number, now=NOW)
        assert "13800001111" in (await DESK.reveal(work, member, number, now=NOW))[1]
        await DESK.take_phone_back(work, ANNA, number, now=NOW)
        case, seen = await DESK.reveal(work, member, number, now=NOW)
        assert seen == ("0871-65551234",)
        assert "1111" not in covering(case.question, case.withheld).replace("*11", "")
        assert await audit.find_break(work.connection) is None


async def test_only_its_citizen_takes_a_phone_back_and_only_once(works: SqlWorks) -> None:
    async with works.writing() as work:
        number = await _open(work, "电话13800001111")
        assert await DESK.take_phone_back(work, ANNA, number, now=NOW) is None
        await DESK.release_phone(work, ANNA, number, now=NOW)
        with pytest.raises(NoSuchCase):
            await DESK.take_phone_back(work, BEN, number, now=NOW)
        assert await DESK.take_phone_back(work, ANNA, number, now=NOW) is not None
        assert await DESK.take_phone_back(work, ANNA, number, now=NOW) is None
        case = await work.cases.get(number)
        assert case is not None
        moves = [one.move.value for one in await work.cases.moves(case)]
    assert moves[-2:] == ["give_phone", "take_phone_back"]


async def test_a_phone_is_taken_back_after_closing_too_and_withdrawing_takes_it_along(
    works: SqlWorks,
) -> None:
    async with works.writing() as work:
        number = await _open(work, "电话13800001111")
        member = await work.staff.admit("甲", Role.STATION, "S1", NOW)
        await DESK.release_phone(work, ANNA, number, now=NOW)
        await DESK.close(work, member, number, "好了", now=NOW)
        assert await DESK.take_phone_back(work, ANNA, number, now=NOW) is not None
        with pytest.raises(MoveRefused):
            await DESK.release_phone(work, ANNA, number, now=NOW)
        await DESK.reopen(work, ANNA, number, "没解决", now=NOW)
        await DESK.release_phone(work, ANNA, number, now=NOW)
        await DESK.withdraw(work, ANNA, number, now=NOW)
        case = await work.cases.get(number)
        assert case is not None
        assert (case.phone, case.withheld) == (None, ("13800001111",))


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "—"]))
def test_a_phone_is_the_same_however_it_is_parted(phone: str, gap: str) -> None:
    parted = f"{phone[:3]}{gap}{phone[3:7]}{gap}{phone[7:]}"
    assert bare(parted) == bare(f"+86{gap}{parted}" if gap != "—" else f"86{parted}") == phone
    assert phone[3:9] not in bare(covering(f"打{parted}找我", (phone,)))
