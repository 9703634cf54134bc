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


async def test_a_lane_is_answered_in_the_order_of_the_senders_numbers(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.inbox.receive("tg:9", "a", {}, NOW, 9)
        await work.inbox.receive("tg:8", "a", {}, NOW + timedelta(seconds=1), 8)
        await work.inbox.receive("tg:7", "b", {}, NOW, 7)
    order = []
    async with works.writing() as work:
        while (arrival := await work.inbox.next_open("a")) is not None:
            order.append(arrival.number)
            await work.inbox.finish(arrival.key, NOW)
    assert order == [8, 9]
    async with works.reading() as work:
        assert await work.inbox.number_before("tg:", 9) == 8
        assert await work.inbox.number_before("tg:", 7) is None
        assert await work.inbox.open_lanes("tg:", NOW, 10) == ["b"]
