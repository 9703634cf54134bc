"""Messages of a case: an album grows in order, and rows of the first release are read as ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, update

from bot.conversation import Channel, Citizen
from bot.delivery import Message, Progress, Recipient
from bot.desk import Desk, Role
from bot.handlers.wording import ChineseDesk
from bot.referral.case import Attachment, Case, CaseMessage
from bot.referral.case_file import CaseFile
from bot.storage.tables import case_messages, outbox
from bot.storage.work import SqlWork, SqlWorks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Recipient(Channel.TELEGRAM, "-100")


async def _case(work: SqlWork, citizen: str = "1") -> Case:
    opened = await Desk(ChineseDesk()).open(
        work, Citizen(Channel.TELEGRAM, citizen), origin=f"tg:{citizen}", station_id="S1", station_name="站",
        question="物业锁门", said=(), entry_id=None, consent_text="同意", now=NOW,
    )  # fmt: skip
    case = await work.cases.get(opened.number)
    assert case is not None
    return case


def _photo(place: int, caption: str = "") -> Attachment:
    return Attachment("photo", f"p{place}", caption=caption, place=place)


async def test_an_album_is_in_order_however_its_pictures_come(works: SqlWorks) -> None:
    async with works.writing() as work:
        case = await _case(work)
        await work.cases.add_message(case, CaseMessage("citizen", "二", NOW, (_photo(2, "二"),)), key="a")
        for picture in (_photo(3), _photo(1, "一"), _photo(3)):
            grown = await work.cases.extend_message(case, "a", (picture,))
        assert grown == (await work.cases.messages(case))[-1]
        assert grown is not None
        assert [one.place for one in grown.attachments] == [1, 2, 3]
        assert grown.text == "一\n二"
        assert await work.cases.extend_message(case, "b", (_photo(1),)) is None


async def test_another_cases_album_is_not_touched(works: SqlWorks) -> None:
    async with works.writing() as work:
        mine, other = await _case(work), await _case(work, "2")
        await work.cases.add_message(mine, CaseMessage("citizen", "", NOW, (_photo(1),)), key="a")
        assert await work.cases.extend_message(other, "a", (_photo(2),)) is None
        found = await work.cases.of_message("a")
        assert found is not None
        assert found.number == mine.number


async def test_rows_of_the_first_release_are_read(works: SqlWorks) -> None:
    old: dict[str, Any] = {"kind": "photo", "file_id": "p1", "name": ""}
    async with works.writing() as work:
        case = await _case(work)
        row = {"case_id": case.id, "author": "citizen", "text": "", "attachment": old, "key": "k", "at": NOW}
        await work.connection.execute(insert(case_messages).values(**row))
        assert (await work.cases.messages(case))[-1].attachments == (Attachment("photo", "p1"),)
        await work.outbox.put(ANNA, Message("群众补充"), key="k", now=NOW)
        kept = {"text": "群众补充", "buttons": [], "laws": [], "tone": "plain", "attachment": old}
        await work.connection.execute(update(outbox).values(message=kept))
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 1)
        assert parcel.message == Message("群众补充", attachments=(Attachment("photo", "p1"),))


async def test_a_message_that_waits_is_amended_and_one_on_its_way_is_not(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.outbox.put(ANNA, Message("一"), key="k", now=NOW)
        assert await work.outbox.amend("k", Message("一、二"), not_before=NOW)
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 1)
        assert parcel.message.text == "一、二"
        assert not await work.outbox.amend("k", Message("三"), not_before=NOW)
        await work.outbox.release_leases(Channel.TELEGRAM)
        # Perhaps a part of it went out before the lease was lost.
        assert not await work.outbox.amend("k", Message("三"), not_before=NOW)
        assert not await work.outbox.amend("unknown", Message("三"), not_before=NOW)


async def test_whoever_takes_a_message_over_knows_how_far_it_came(works: SqlWorks) -> None:
    progress = Progress(((104, 105),), (106,), "少一张")
    async with works.writing() as work:
        await work.outbox.put(ANNA, Message("一"), key="k", now=NOW, case_number="KM1")
        (parcel,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 1)
        await work.outbox.keep_progress(parcel.id, progress)
        await work.outbox.release_leases(Channel.TELEGRAM)
        (again,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 1)
        assert again.progress == progress
        await work.outbox.mark_sent(parcel.id, "107", NOW)
        assert await work.outbox.case_of_part(ANNA, "105") == "KM1"
        for ref, recipient in (("103", ANNA), ("105", Recipient(Channel.TELEGRAM, "-200")), ("x", ANNA)):
            assert await work.outbox.case_of_part(recipient, ref) is None


async def test_what_was_sent_to_all_of_a_matter_outlives_the_words_of_its_lead(works: SqlWorks) -> None:
    async with works.writing() as work:
        desk = Desk(ChineseDesk())
        lead, other = await _case(work), await _case(work, "2")
        member = await work.staff.admit("甲", Role.STATION, "S1", NOW)
        await desk.join(work, member, other.number, lead.number, now=NOW)
        paper, photo = (CaseFile("document", name, "application/octet-stream", b"%PDF") for name in "ab")
        await desk.reply(work, member, lead.number, "请看", key="r", now=NOW, files=(paper,))
        me = Citizen(Channel.TELEGRAM, "1")
        await desk.citizen_adds(work, me, lead.number, "", key="c", now=NOW, files=(photo,))
        keys = [file.kept for one in await work.cases.messages(lead) for file in one.attachments]
        await desk.close(work, member, lead.number, "好了", now=NOW)
        await work.cases.erase(me)
        assert [await work.files.content(key) is not None for key in keys] == [True, False]
        assert [one.kept for one in (await work.cases.messages(other))[-1].attachments] == keys[:1]
