"""Kept replies belong to a station or to all; one name is one reply."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def test_kept_found_replaced_and_dropped(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.replies.put("S", "约时间", "您好，请周五来。", 1, NOW)
        await work.replies.put("S", "约时间", "您好，请周六来。", 2, NOW)
        await work.replies.put("", "约时间", "您好。", 2, NOW)
        await work.replies.put("T", "别的站", "您好。", 2, NOW)
        found = await work.replies.of(["S", ""])
        assert sorted((one.station_id, one.text) for one in found) == [
            ("", "您好。"),
            ("S", "您好，请周六来。"),
        ]
        mine = next(one for one in found if one.station_id == "S")
        assert await work.replies.get(mine.id) == mine
        await work.replies.drop(mine.id)
        assert await work.replies.get(mine.id) is None
