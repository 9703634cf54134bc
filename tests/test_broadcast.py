"""A notice's way: draft, test, second person, due, sent; stale ones wait; stops and corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.broadcast import BroadcastRefused, next_parcels
from bot.broadcast_ticks import BroadcastTicks
from bot.conversation import Channel, Citizen
from bot.delivery import Recipient
from bot.desk import Role, StaffMember
from bot.notices.notice import Audience, BroadcastState, Content, Draft, RecipientState, Timing
from bot.notices.quiet import QuietHours
from bot.storage.work import SqlWork, SqlWorks
from tests.handlers.telegram.notices_at_hand import AUTHOR, BROADCASTING, RELEASER

# A Monday, 10:00 in Kunming.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DRAFT = Draft("安全生产月", Content("请检查燃气。"), Audience(topics=("safety",)))
HOUR = timedelta(hours=1)


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def _subscribe(works: SqlWorks, *people: str, topic: str = "safety", division: str = "530111") -> None:
    async with works.writing() as work:
        for one in people:
            await work.subscribers.opt_in(Citizen(Channel.TELEGRAM, one), topic, division, "同意", NOW)


async def _released(work: SqlWork, draft: Draft = DRAFT, now: datetime = NOW) -> int:
    made = await BROADCASTING.draft(work, AUTHOR, draft, now)
    await BROADCASTING.test(work, AUTHOR, made.id, Recipient(Channel.TELEGRAM, "9"), now)
    count = await work.recipients.count_audience(draft.audience)
    hashed = made.text_hash
    await BROADCASTING.release(work, RELEASER, made.id, text_hash=hashed, count=count, now=now)
    return made.id


async def _sent(works: SqlWorks, now: datetime, addresses: Iterable[str] | None = None) -> list[str]:
    """Send what may go out now."""
    async with works.writing() as work:
        parcels = await next_parcels(work, Channel.TELEGRAM, now, 100)
        chosen = [one for one in parcels if addresses is None or one.address in addresses]
        await work.recipients.mark_sending([one.id for one in chosen], now)
        for one in chosen:
            await work.recipients.settle(one.id, RecipientState.SENT, sent_ref="1", sent_at=now)
    return [one.address for one in chosen]


def _ticks(works: SqlWorks, clock: _Clock) -> BroadcastTicks:
    return BroadcastTicks(BROADCASTING, works.writing, lambda: True, clock)


async def _state(works: SqlWorks, number: int) -> BroadcastState:
    async with works.writing() as work:
        found = await work.broadcasts.get(number)
        assert found is not None
        return found.state


async def test_released_by_another_it_reaches_those_who_want_it(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2")
    await _subscribe(works, "3", topic="lecture")
    async with works.writing() as work:
        number = await _released(work)
    ticks = _ticks(works, _Clock())
    await ticks.tick()
    assert await _sent(works, NOW) == ["1", "2"]
    assert await _sent(works, NOW) == []
    await ticks.tick()
    assert await _state(works, number) is BroadcastState.DONE


@pytest.mark.parametrize(
    ("divisions", "reached"),
    [
        ((), 3),
        (("5301",), 3),
        (("530111",), 2),
        (("530111001",), 1),
        (("530111", "530102"), 3),
        (("530103",), 0),
    ],
)
async def test_an_area_reaches_all_within_it(
    works: SqlWorks, divisions: tuple[str, ...], reached: int
) -> None:
    await _subscribe(works, "1", division="530111")
    await _subscribe(works, "2", division="530111001")
    await _subscribe(works, "3", division="530102")
    async with works.reading() as work:
        assert await work.recipients.count_audience(Audience(divisions)) == reached


async def test_who_wrote_it_may_not_release_it_nor_may_untested_or_changed_words_go(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    async with works.writing() as work:
        made = await BROADCASTING.draft(work, AUTHOR, DRAFT, NOW)
        seen: dict[str, Any] = {"text_hash": made.text_hash, "count": 1, "now": NOW}
        with pytest.raises(BroadcastRefused, match="还没有试发"):
            await BROADCASTING.release(work, RELEASER, made.id, **seen)
        await BROADCASTING.test(work, AUTHOR, made.id, Recipient(Channel.TELEGRAM, "9"), NOW)
        with pytest.raises(BroadcastRefused, match="不能自己放行"):
            await BROADCASTING.release(work, AUTHOR, made.id, **seen)
        with pytest.raises(BroadcastRefused, match="人数"):
            await BROADCASTING.release(work, RELEASER, made.id, text_hash=made.text_hash, count=2, now=NOW)
        with pytest.raises(BroadcastRefused, match="角色"):
            await BROADCASTING.release(work, StaffMember(3, "站", Role.STATION, "S"), made.id, **seen)
        other = replace(DRAFT, content=Content("另外的话"))
        await BROADCASTING.rewrite(work, AUTHOR, made.id, other, NOW)
        with pytest.raises(BroadcastRefused, match="改了"):
            await BROADCASTING.release(work, RELEASER, made.id, **seen)
        with pytest.raises(BroadcastRefused, match="还没有试发"):
            await BROADCASTING.release(work, RELEASER, made.id, text_hash=other.text_hash, count=1, now=NOW)


async def test_what_became_stale_while_the_service_was_down_waits_for_an_operator(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    timing = Timing(due_at=NOW + HOUR, valid_until=NOW + 3 * HOUR)
    async with works.writing() as work:
        number = await _released(work, replace(DRAFT, timing=timing))
    clock = _Clock()
    clock.now = NOW + 4 * HOUR
    await _ticks(works, clock).tick()
    assert await _state(works, number) is BroadcastState.HELD
    assert await _sent(works, clock.now) == []
    async with works.writing() as work:
        with pytest.raises(BroadcastRefused, match="新的有效期"):
            await BROADCASTING.resume(work, RELEASER, number, clock.now)
        await BROADCASTING.resume(work, RELEASER, number, clock.now, clock.now + HOUR)
    await _ticks(works, clock).tick()
    assert await _sent(works, clock.now) == ["1"]


async def test_late_but_still_valid_it_goes_out(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    async with works.writing() as work:
        await _released(work, replace(DRAFT, timing=Timing(NOW + HOUR, valid_until=NOW + 9 * HOUR)))
    clock = _Clock()
    clock.now = NOW + 5 * HOUR
    await _ticks(works, clock).tick()
    assert await _sent(works, clock.now) == ["1"]


async def test_nobody_is_written_to_in_their_quiet_hours(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2")
    async with works.writing() as work:
        await work.subscribers.set_quiet(Citizen(Channel.TELEGRAM, "2"), QuietHours(22 * 60, 7 * 60))
        await _released(work)
    await _ticks(works, _Clock()).tick()
    evening = NOW.replace(hour=13, minute=30)  # 21:30
    assert await _sent(works, evening) == ["2"]
    assert await _sent(works, NOW + timedelta(hours=21, minutes=59)) == []  # 7:59
    assert await _sent(works, NOW + timedelta(hours=22)) == ["1"]


async def test_working_days_only_waits_over_a_holiday(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    holiday = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
    async with works.writing() as work:
        await _released(work, replace(DRAFT, timing=Timing(working_days_only=True)), holiday)
    clock = _Clock()
    clock.now = holiday
    await _ticks(works, clock).tick()
    assert await _sent(works, holiday) == []
    assert await _sent(works, datetime(2026, 10, 8, 2, 0, tzinfo=UTC)) == ["1"]


async def test_an_audience_that_grew_much_is_looked_at_again(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    async with works.writing() as work:
        number = await _released(work, replace(DRAFT, timing=Timing(due_at=NOW + HOUR)))
    await _subscribe(works, *(str(one) for one in range(100, 160)))
    clock = _Clock()
    clock.now = NOW + HOUR
    await _ticks(works, clock).tick()
    assert await _state(works, number) is BroadcastState.HELD


async def test_a_series_makes_each_time_once_and_skips_those_that_were_missed(works: SqlWorks) -> None:
    await _subscribe(works, "1")
    async with works.writing() as work:
        series = await _released(work, replace(DRAFT, timing=Timing(recurrence="每天 9:00", valid_hours=2)))
    clock = _Clock()
    clock.now = NOW + timedelta(days=3)  # 10:00 of the third day: two were missed
    ticks = _ticks(works, clock)
    await ticks.tick()
    await ticks.tick()
    assert await _sent(works, clock.now) == ["1"]
    async with works.reading() as work:
        made = [one for one in await work.broadcasts.newest() if one.series_id == series]
    assert [one.due_at for one in made] == [NOW + timedelta(days=3) - HOUR]
    clock.now += timedelta(days=1)
    await ticks.tick()
    await ticks.tick()
    assert await _sent(works, clock.now) == ["1"]


async def test_a_pause_and_a_cancel_stop_it_and_show_who_got_it(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2", "3")
    async with works.writing() as work:
        number = await _released(work)
    ticks = _ticks(works, _Clock())
    await ticks.tick()
    assert await _sent(works, NOW, ["1"]) == ["1"]
    async with works.writing() as work:
        await BROADCASTING.pause(work, AUTHOR, number, NOW)
    assert await _sent(works, NOW) == []
    async with works.writing() as work:
        await BROADCASTING.resume(work, RELEASER, number, NOW)
    assert await _sent(works, NOW, ["2"]) == ["2"]
    async with works.writing() as work:
        await BROADCASTING.cancel(work, AUTHOR, number, NOW)
    assert await _sent(works, NOW) == []
    await ticks.tick()
    async with works.reading() as work:
        rows = await work.recipients.page(number, 0, 10)
    assert [(one.address, one.state) for one in rows] == [
        ("1", RecipientState.SENT),
        ("2", RecipientState.SENT),
        ("3", RecipientState.CANCELLED),
    ]


async def test_a_correction_goes_to_those_who_got_it(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2", "3")
    async with works.writing() as work:
        number = await _released(work)
    ticks = _ticks(works, _Clock())
    await ticks.tick()
    await _sent(works, NOW, ["1", "2"])
    async with works.writing() as work:
        made = await BROADCASTING.correct(work, AUTHOR, number, "时间改为周五", NOW)
        await work.subscribers.opt_out(Citizen(Channel.TELEGRAM, "2"), NOW)
        await BROADCASTING.test(work, AUTHOR, made.id, Recipient(Channel.TELEGRAM, "9"), NOW)
        await BROADCASTING.release(work, RELEASER, made.id, text_hash=made.text_hash, count=1, now=NOW)
    await ticks.tick()
    assert await _sent(works, NOW) == ["1"]
    assert await _state(works, number) is BroadcastState.PAUSED


async def test_who_leaves_before_their_turn_gets_nothing(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2")
    async with works.writing() as work:
        await _released(work)
    await _ticks(works, _Clock()).tick()
    async with works.writing() as work:
        await work.subscribers.opt_out(Citizen(Channel.TELEGRAM, "1"), NOW)
    assert await _sent(works, NOW) == ["2"]


async def test_under_way_when_its_sender_died_is_unknown_and_never_sent_again(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2")
    async with works.writing() as work:
        number = await _released(work)
    clock = _Clock()
    ticks = _ticks(works, clock)
    await ticks.tick()
    async with works.writing() as work:
        (first, *_) = await next_parcels(work, Channel.TELEGRAM, NOW, 1)
        await work.recipients.mark_sending([first.id], NOW)
    clock.now = NOW + timedelta(seconds=61)
    await ticks.tick()
    assert await _sent(works, clock.now) == ["2"]
    await ticks.tick()
    async with works.reading() as work:
        assert await work.recipients.counts(number) == {RecipientState.UNKNOWN: 1, RecipientState.SENT: 1}
    assert await _state(works, number) is BroadcastState.DONE


async def test_past_its_validity_the_rest_is_held(works: SqlWorks) -> None:
    await _subscribe(works, "1", "2")
    async with works.writing() as work:
        number = await _released(work, replace(DRAFT, timing=Timing(valid_until=NOW + HOUR)))
    clock = _Clock()
    await _ticks(works, clock).tick()
    await _sent(works, NOW, ["1"])
    clock.now = NOW + HOUR
    assert await _sent(works, clock.now) == []
    await _ticks(works, clock).tick()
    assert await _state(works, number) is BroadcastState.HELD


@pytest.mark.parametrize(
    "draft",
    [
        Draft("x", Content("")),
        Draft("x", Content("字" * 4000)),
        Draft("x", Content("好", link="javascript:alert(1)")),
        Draft("x", Content("好"), Audience(topics=("nothing",))),
    ],
)
async def test_an_unsound_draft_is_refused(works: SqlWorks, draft: Draft) -> None:
    async with works.writing() as work:
        with pytest.raises(BroadcastRefused):
            await BROADCASTING.draft(work, AUTHOR, draft, NOW)
