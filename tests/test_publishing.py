"""A file goes live as a whole, leaves its trace, and can be gone back to; on either database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.faq.edit import FaqSource
from bot.faq.fault import FaqFaults
from bot.faq.knowledge import KnowledgeBase
from bot.publishing import BY_HAND, EditionTicks, PublishRefused, publish, weigh
from bot.storage.work import SqlWorks

RAW = (Path(__file__).parent / "data" / "small_faq.yaml").read_bytes()
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LEAK = "property-leak-upstairs"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "legal_faq.yaml"
    found.write_bytes(RAW)
    return found


def edited(variant: str) -> bytes:
    return FaqSource.read(RAW).with_variant(LEAK, variant).raw


def content(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)


async def put(works: SqlWorks, path: Path, new: bytes, by: str = "李律师") -> int:
    candidate = weigh(content(path), new)
    async with works.writing() as work:
        note = await publish(work.editions, path, candidate, by=by, cause="试", now=NOW)
    return note.number


async def test_publishing_keeps_the_old_file_too(works: SqlWorks, path: Path) -> None:
    new = edited("灯孔滴水")
    assert await put(works, path, new) == 2
    assert content(path) == new
    async with works.reading() as work:
        notes = await work.editions.history()
        assert [await work.editions.raw(n) for n in (1, 2, 3)] == [RAW, new, None]
    assert [(one.by, one.entries) for one in notes] == [("李律师", 10), (BY_HAND, 10)]
    assert notes[0].changes.changed == (LEAK,)
    assert notes[0].at == NOW


async def test_a_file_that_changed_meanwhile_is_not_overwritten(works: SqlWorks, path: Path) -> None:
    candidate = weigh(RAW, edited("灯孔滴水"))
    write(path, edited("别人加的"))
    with pytest.raises(PublishRefused, match="别人改过"):
        async with works.writing() as work:
            await publish(work.editions, path, candidate, by="李", cause="试", now=NOW)
    assert content(path) == edited("别人加的")
    async with works.reading() as work:
        assert await work.editions.newest() is None


async def test_where_the_file_cannot_be_written_nothing_is_logged(
    works: SqlWorks, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _raw: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.publishing.replace_file", full)
    with pytest.raises(OSError, match="No space"):
        await put(works, path, edited("灯孔滴水"))
    assert content(path) == RAW
    async with works.reading() as work:
        assert await work.editions.newest() is None


def test_faulty_files_and_great_losses_are_refused() -> None:
    with pytest.raises(FaqFaults):
        weigh(RAW, RAW[: len(RAW) // 2])
    few = FaqSource.read(RAW)
    for entry_id in ("service-12348", "property-theft-liability", "property-parking-fee"):
        if f"id: {entry_id}" in few.text:
            few = few.without(entry_id)
    source = few
    ids = [line.split(": ")[1] for line in source.text.splitlines() if line.strip().startswith("- id: ")]
    for entry_id in reversed(ids[6:]):
        source = source.without(entry_id)
    with pytest.raises(PublishRefused, match="少得太多"):
        weigh(RAW, source.raw)


async def test_an_edit_by_hand_is_logged_once(works: SqlWorks, path: Path) -> None:
    knowledge = KnowledgeBase.load(path, None)
    ticks = EditionTicks(knowledge, works.writing)
    await ticks.tick()
    await ticks.tick()
    write(path, edited("灯孔滴水"))
    assert knowledge.take_up(content(path)) == ()
    await ticks.tick()
    await EditionTicks(knowledge, works.writing).tick()
    async with works.reading() as work:
        notes = await work.editions.history()
    assert [(one.number, one.by, one.changes.changed) for one in notes] == [
        (2, BY_HAND, (LEAK,)),
        (1, BY_HAND, ()),
    ]
