"""Law texts are kept by version: an import adds, and never changes or drops what is there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.faq.statutes import RetiredName, Statute, StatuteFolder
from bot.storage.statutes import StatuteImport
from bot.storage.work import SqlWorks
from tests.statutes import DAY, statute

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
OLD, LABOR = statute(), statute("labor")
NEW = statute(version_date="2026-11-01", effective_date="2026-12-01", articles={"944": "新文字。"})
RETIRED = RetiredName(name="物权法", replaced_by="civil-code", retired_date=date(2021, 1, 1))


async def take(
    works: SqlWorks, *statutes: Statute, retired: tuple[RetiredName, ...] | None = None
) -> StatuteImport:
    async with works.writing() as work:
        return await work.statutes.import_all(StatuteFolder(statutes, retired), NOW)


async def held(works: SqlWorks, day: date = DAY) -> set[str]:
    async with works.reading() as work:
        return {one.digest for one in (await work.statutes.load(day)).statutes.values()}


async def test_nothing_imported_is_an_empty_corpus(works: SqlWorks) -> None:
    async with works.reading() as work:
        assert (await work.statutes.load(DAY)).is_empty
        assert await work.statutes.stamp() == ""
        assert await work.statutes.versions() == ()


async def test_first_import_keeps_every_statute_and_reads_back_equal(works: SqlWorks) -> None:
    done = await take(works, OLD, LABOR, retired=(RETIRED,))
    assert done == StatuteImport((OLD.title, LABOR.title), (), 0, 4, retired_changed=True)
    async with works.reading() as work:
        corpus = await work.statutes.load(DAY)
        assert await work.statutes.version(OLD.digest) == OLD
        assert await work.statutes.version("0" * 64) is None
    assert corpus.find("民法典") == OLD
    assert corpus.retired("物权法") == RETIRED


async def test_second_import_of_the_same_changes_nothing(works: SqlWorks) -> None:
    await take(works, OLD, LABOR, retired=(RETIRED,))
    async with works.reading() as work:
        stamp = await work.statutes.stamp()
    done = await take(works, OLD, LABOR, retired=(RETIRED,))
    assert done.is_nothing
    assert done.unchanged == 2
    async with works.reading() as work:
        assert await work.statutes.stamp() == stamp
        assert len(await work.statutes.versions()) == 2


async def test_newer_text_is_kept_beside_the_old_one_and_holds_from_its_day(works: SqlWorks) -> None:
    await take(works, OLD, LABOR)
    done = await take(works, NEW)
    assert (done.new, done.changed, done.articles) == ((), (NEW.title,), 1)
    assert await held(works, date(2026, 11, 30)) == {OLD.digest, LABOR.digest}
    assert await held(works, date(2026, 12, 1)) == {NEW.digest, LABOR.digest}
    async with works.reading() as work:
        kept = [one.digest for one in await work.statutes.versions() if one.statute_id == "civil-code"]
    assert kept == [OLD.digest, NEW.digest]


async def test_older_text_that_is_imported_later_does_not_take_over(works: SqlWorks) -> None:
    await take(works, NEW)
    await take(works, OLD)
    assert await held(works, date(2026, 12, 1)) == {NEW.digest}


async def test_folder_without_retired_names_leaves_those_that_are_there(works: SqlWorks) -> None:
    await take(works, OLD, retired=(RETIRED,))
    await take(works, LABOR)
    async with works.reading() as work:
        assert (await work.statutes.load(DAY)).retired("物权法") == RETIRED


async def test_import_that_fails_half_way_keeps_nothing(works: SqlWorks) -> None:
    async def half() -> None:
        async with works.writing() as work:
            await work.statutes.import_all(StatuteFolder((OLD,), None), NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half()
    assert await held(works) == set()
