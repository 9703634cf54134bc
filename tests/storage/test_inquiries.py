"""An answer can be shown later as it was given, whatever became of its entry."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.conversation import Channel, Citizen
from bot.faq.entry import Entry
from bot.inquiry_record import InquiryRecord
from bot.storage.work import SqlWorks
from tests.fakes import entry
from tests.statutes import corpus

ANNA = Citizen(Channel.KIOSK, "anna")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FEE = entry("property-fee")


async def record(works: SqlWorks, given: Entry | None) -> str:
    cited = corpus().cited(FEE.citations[0])
    async with works.writing() as work:
        return await work.inquiries.record(
            InquiryRecord(
                citizen=ANNA,
                text="物业费",
                kind="answer" if given else "refer",
                entry_id=FEE.id,
                entry_hash=given.content_hash if given else None,
                confidence=0.9,
                candidates=(),
                division_code=None,
                asked_at=NOW,
                given=given,
                laws=(cited,) if given and cited else (),
            )
        )


async def test_answer_is_found_by_its_code_with_text_and_law_version(works: SqlWorks) -> None:
    code = await record(works, FEE)
    async with works.reading() as work:
        found = await work.inquiries.given_answer(f" {code.lower()} ")
    assert found is not None
    assert found.entry is not None
    assert (found.question, found.asked_at, found.entry["answer"]) == ("物业费", NOW, FEE.answer)
    (law,) = found.laws
    assert (law.title, law.article, law.version_date, law.effective_date) == (
        "《民法典》第944条",
        "944",
        "2020-05-28",
        "2021-01-01",
    )


async def test_two_answers_of_one_text_share_it_and_an_edited_one_has_its_own(works: SqlWorks) -> None:
    edited = entry("property-fee", answer="改过的解答。")
    codes = [await record(works, one) for one in (FEE, FEE, edited)]
    async with works.reading() as work:
        found = [await work.inquiries.given_answer(code) for code in codes]
    assert [one.entry["answer"] for one in found if one and one.entry] == [
        FEE.answer,
        FEE.answer,
        edited.answer,
    ]


async def test_reply_without_an_entrys_text_has_none(works: SqlWorks) -> None:
    code = await record(works, None)
    async with works.reading() as work:
        found = await work.inquiries.given_answer(code)
        unknown = await work.inquiries.given_answer("XXXXXXX")
    assert found is not None
    assert (found.entry, found.laws) == (None, ())
    assert unknown is None


async def test_erased_answer_is_gone(works: SqlWorks) -> None:
    code = await record(works, FEE)
    async with works.writing() as work:
        await work.inquiries.erase(ANNA)
    async with works.reading() as work:
        assert await work.inquiries.given_answer(code) is None
