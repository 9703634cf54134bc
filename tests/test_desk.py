"""The desk: a case is opened once, claimed by one, answered, closed, opened again, and every move is logged."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import Desk, NoSuchCase, OpenedCase, Role, StaffMember
from bot.handlers.wording import ChineseDesk
from bot.referral.case import CaseMessage, CaseState, Move, MoveRefused
from bot.storage import audit
from bot.storage.work import SqlWork, SqlWorks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Citizen(Channel.TELEGRAM, "anna-chat")
VISITOR = Citizen(Channel.KIOSK, "kiosk-session")


@pytest.fixture
def desk() -> Desk:
    return Desk(ChineseDesk())


async def _open(desk: Desk, work: SqlWork, citizen: Citizen = ANNA, origin: str = "tg:1") -> OpenedCase:
    return await desk.open(
        work,
        citizen,
        origin=origin,
        station_id="S1",
        station_name="关上街道公共法律服务站",
        question="物业锁我家门",
        said=(CaseMessage("citizen", "物业锁我家门", NOW),),
        entry_id=None,
        consent_text="同意",
        now=NOW,
    )


async def _member(
    work: SqlWork, name: str = "甲", station: str | None = "S1", role: Role = Role.STATION
) -> StaffMember:
    return await work.staff.admit(name, role, station, NOW)


async def _sent(work: SqlWork, channel: Channel = Channel.TELEGRAM) -> list[tuple[str, str]]:
    """All that waits in the outbox, in order, marked as sent."""
    found: list[tuple[str, str]] = []
    while parcels := await work.outbox.claim_due(channel, NOW, 50):
        for parcel in parcels:
            found.append((parcel.recipient.address, parcel.message.text))
            await work.outbox.mark_sent(parcel.id, "1", NOW)
    return found


async def test_opening_tells_the_stations_chats_and_nobody_elses(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        await work.staff.link_chat("-100", "S1", NOW)
        await work.staff.link_chat("-200", "S2", NOW)
        opened = await _open(desk, work)
        sent = await _sent(work)
    assert [address for address, _ in sent] == ["-100"]
    assert opened.number in sent[0][1]
    assert "anna-chat" not in sent[0][1]


async def test_same_origin_is_one_case(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        first, second = await _open(desk, work), await _open(desk, work)
        assert first.number == second.number
        assert len(await work.cases.of_citizen(ANNA)) == 1


async def test_reply_reaches_the_citizen_and_claims_the_case(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        case = await desk.reply(work, member, opened.number, "请带合同来", key="r1", now=NOW)
        sent = await _sent(work)
    assert (case.state, case.claimed_by) == (CaseState.CLAIMED, member.id)
    assert [address for address, _ in sent] == ["anna-chat", "anna-chat"]
    assert "请带合同来" in sent[1][1]
    assert member.name not in sent[1][1]


async def test_same_reply_twice_is_sent_once(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.reply(work, member, opened.number, "请带合同来", key="r1", now=NOW)
        await desk.reply(work, member, opened.number, "请带合同来", key="r1", now=NOW)
        assert sum("请带合同来" in text for _, text in await _sent(work)) == 1


async def test_of_two_who_claim_at_once_exactly_one_gets_it(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened = await _open(desk, work)
        members = [await _member(work, name) for name in ("甲", "乙")]

    async def claim(member: StaffMember) -> int | None:
        try:
            async with works.writing() as work:
                return (await desk.claim(work, member, opened.number, now=NOW)).claimed_by
        except MoveRefused:
            return None

    winners = await asyncio.gather(*map(claim, members))
    assert sorted(winner is None for winner in winners) == [False, True]


async def test_other_station_cannot_see_the_case(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, stranger = await _open(desk, work), await _member(work, station="S2")
        with pytest.raises(NoSuchCase):
            await desk.reply(work, stranger, opened.number, "看看", key="r1", now=NOW)


async def test_colleague_cannot_answer_over_the_head_of_the_one_who_has_it(
    works: SqlWorks, desk: Desk
) -> None:
    async with works.writing() as work:
        opened = await _open(desk, work)
        first, second = await _member(work), await _member(work, "乙")
        await desk.claim(work, first, opened.number, now=NOW)
        with pytest.raises(MoveRefused, match="同事"):
            await desk.reply(work, second, opened.number, "我来", key="r2", now=NOW)


async def test_closed_case_can_be_reopened_by_its_citizen_only(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.close(work, member, opened.number, "已调解", now=NOW)
        with pytest.raises(NoSuchCase):
            await desk.reopen(work, VISITOR, opened.number, "没解决", now=NOW)
        case = await desk.reopen(work, ANNA, opened.number, "没解决", now=NOW)
    assert (case.state, case.claimed_by) == (CaseState.REOPENED, None)


async def test_words_after_closing_are_refused_not_lost_silently(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.close(work, member, opened.number, "已调解", now=NOW)
        with pytest.raises(MoveRefused):
            await desk.citizen_adds(work, ANNA, opened.number, "还有", key="c1", now=NOW)


async def test_transfer_moves_the_case_to_the_other_stations_chat(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        await work.staff.link_chat("-200", "S2", NOW)
        opened, member = await _open(desk, work), await _member(work)
        case = await desk.transfer(
            work, member, opened.number, station_id="S2", station_name="二站", reason="属地", now=NOW
        )
        sent = await _sent(work)
    assert (case.station_id, case.state) == ("S2", CaseState.TRANSFERRED)
    assert {address for address, _ in sent} == {"-200", "anna-chat"}


async def test_kiosk_case_is_picked_up_with_its_code_only(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened = await _open(desk, work, VISITOR)
        assert opened.pickup_code is not None
        assert await desk.pick_up(work, opened.number, "00000000") is None
        found = await desk.pick_up(work, opened.number, f" {opened.pickup_code[:4]} {opened.pickup_code[4:]}")
    assert found is not None
    assert found[1].number == opened.number


async def test_guessing_pickup_codes_locks_the_case(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened = await _open(desk, work, VISITOR)
        for guess in range(10):
            await desk.pick_up(work, opened.number, f"wrong {guess}")
        assert await desk.pick_up(work, opened.number, opened.pickup_code or "") is None


async def test_moves_are_logged_with_who_and_why(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.close(work, member, opened.number, "已调解", now=NOW)
        case = await work.cases.get(opened.number)
        assert case is not None
        moves = await work.cases.moves(case)
    assert [(one.move, one.actor, one.reason) for one in moves] == [
        (Move.OPEN, "citizen", "交给关上街道公共法律服务站"),
        (Move.CLAIM, f"staff:{member.id}", ""),
        (Move.CLOSE, f"staff:{member.id}", "已调解"),
    ]


async def test_changed_log_is_found_out(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.close(work, member, opened.number, "已调解", now=NOW)
        assert await audit.find_break(work.connection) is None
        await work.connection.exec_driver_sql("UPDATE case_moves SET reason = '改过' WHERE move = 'close'")
        assert await audit.find_break(work.connection) is not None


async def test_deleted_end_of_the_log_is_found_out(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        opened, member = await _open(desk, work), await _member(work)
        await desk.close(work, member, opened.number, "已调解", now=NOW)
        await work.connection.exec_driver_sql("DELETE FROM case_moves WHERE move = 'close'")
        assert await audit.find_break(work.connection) is not None


async def test_erasing_takes_words_out_of_finished_cases_only(works: SqlWorks, desk: Desk) -> None:
    async with works.writing() as work:
        done, running = await _open(desk, work, origin="tg:1"), await _open(desk, work, origin="tg:2")
        await desk.close(work, await _member(work), done.number, "已调解", now=NOW)
        await work.cases.erase(ANNA)
        closed, open_ = await work.cases.get(done.number), await work.cases.get(running.number)
    assert closed is not None
    assert "物业" not in closed.question
    assert open_ is not None
    assert open_.question == "物业锁我家门"


async def test_a_refused_act_leaves_nothing_behind_in_the_transaction_that_goes_on(
    works: SqlWorks, desk: Desk
) -> None:
    async with works.writing() as work:
        done, lead = await _open(desk, work, origin="tg:1"), await _open(desk, work, origin="tg:2")
        member = await _member(work)
        await desk.close(work, member, done.number, "已调解", now=NOW)
        before = await _standing(work, done.number), await _standing(work, lead.number)
        with pytest.raises(MoveRefused):
            await desk.reply(work, member, done.number, "晚了一步", key="late", now=NOW)
        with pytest.raises(MoveRefused):
            await desk.join(work, member, done.number, lead.number, now=NOW)
        with pytest.raises(MoveRefused, match="还没有人接"):
            await desk.hand_back(work, member, lead.number, "没空", now=NOW)
    async with works.writing() as work:
        assert (await _standing(work, done.number), await _standing(work, lead.number)) == before


async def _standing(work: SqlWork, number: str) -> tuple[str, int, int]:
    """A case's state, and how many moves and messages it has."""
    case = await work.cases.get(number)
    assert case is not None
    return case.state.value, len(await work.cases.moves(case)), len(await work.cases.messages(case))
