"""What came in is kept until it is answered, and answered once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_redelivered_arrival_is_kept_once(works: SqlWorks) -> None:
    async with works.writing() as work:
        assert await work.inbox.receive("tg:1", "chat 1", {"n": 1}, NOW)
        assert not await work.inbox.receive("tg:1", "chat 1", {"n": 2}, NOW)
        assert [one.payload for one in await work.inbox.open_arrivals("tg:")] == [{"n": 1}]


async def test_finished_arrival_keeps_its_reply_and_drops_its_words(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.inbox.receive("kiosk:a:1", "a", {"text": "私事"}, NOW)
        assert await work.inbox.finish("kiosk:a:1", NOW, {"text": "答"})
        assert not await work.inbox.finish("kiosk:a:1", NOW, {"text": "again"})
        assert await work.inbox.reply_to("kiosk:a:1") == {"text": "答"}
        assert await work.inbox.open_arrivals("kiosk:") == []


async def test_unfinished_transaction_leaves_the_arrival_open(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.inbox.receive("tg:1", "chat 1", {}, NOW)
    try:
        async with works.writing() as work:
            await work.inbox.finish("tg:1", NOW)
            raise ConnectionError
    except ConnectionError:
        pass
    async with works.reading() as work:
        assert len(await work.inbox.open_arrivals("tg:")) == 1


async def test_only_finished_arrivals_are_forgotten(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.inbox.receive("tg:1", "a", {}, NOW)
        await work.inbox.receive("tg:2", "a", {}, NOW)
        await work.inbox.finish("tg:1", NOW)
        assert await work.inbox.forget_before(NOW + timedelta(days=4)) == 1
        assert [one.key for one in await work.inbox.open_arrivals("tg:")] == ["tg:2"]
