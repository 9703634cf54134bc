"""Reminders go out once, in waking hours, across restarts, kills and several processes."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest

from bot.conversation import Channel, Citizen
from bot.deadlines.arithmetic import reckon
from bot.deadlines.loader import Rules, load_rules
from bot.deadlines.reminder import Reminder
from bot.handlers.wording import describe_reminder
from bot.referral.workdays import LOCAL_ZONE
from bot.reminders import MOST_RUNNING, Reminders, ReminderTicks
from bot.storage.work import SqlWorks
from tests.deadlines.conftest import DATA

ANNA = Citizen(Channel.TELEGRAM, "4711")
REMINDERS = Reminders(describe_reminder)
# Last day Thursday 26 November 2026; reminders on 27 October, 19 and 25 November at nine.
EVENT, LAST_DAY = date(2026, 11, 11), date(2026, 11, 26)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(DATA / "deadlines.yaml")


def at(month: int, day: int, hour: int = 9, minute: int = 1) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL_ZONE)


async def remind(works: SqlWorks, rules: Rules, now: datetime, citizen: Citizen = ANNA) -> Reminder:
    due = reckon(rules.by_id["appeal-judgment"], EVENT)
    assert due.last_day == LAST_DAY
    async with works.writing() as work:
        made = await REMINDERS.set(work, citizen, due, "20261111", now)
    assert made is not None
    return made


async def tick(works: SqlWorks, now: datetime) -> None:
    await ReminderTicks(REMINDERS, works.writing, clock=lambda: now).tick()


async def sent(works: SqlWorks, now: datetime) -> list[str]:
    """The texts that wait in the outbox, claimed so that the next call sees only new ones."""
    texts: list[str] = []
    while True:
        async with works.writing() as work:
            parcels = await work.outbox.claim_due(Channel.TELEGRAM, now, 50)
            for parcel in parcels:
                await work.outbox.mark_sent(parcel.id, "1", now)
        if not parcels:
            return texts
        texts += [parcel.message.text for parcel in parcels]


async def test_each_reminder_comes_at_its_time_and_once(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    for now, count in (
        (at(11, 19, 8, 59), 0),
        (at(11, 19), 1),
        (at(11, 19, 10), 0),
        (at(11, 25), 1),
        (at(11, 26), 0),
    ):
        await tick(works, now)
        await tick(works, now)
        assert len(await sent(works, now)) == count, now


async def test_a_reminder_says_the_day_and_how_many_are_left(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await tick(works, at(11, 19))
    (text,) = await sent(works, at(11, 19))
    assert "2026年11月26日（星期四）" in text
    assert "还剩 7 天" in text


async def test_several_processes_send_it_once(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await asyncio.gather(*(tick(works, at(11, 19)) for _ in range(4)))
    assert len(await sent(works, at(11, 19))) == 1


async def test_a_crash_before_the_commit_loses_and_doubles_nothing(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))

    async def killed() -> None:
        async with works.writing() as work:
            await REMINDERS.send_due(work, at(11, 19))
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        await killed()
    assert await sent(works, at(11, 19)) == []
    await tick(works, at(11, 19))
    assert len(await sent(works, at(11, 19))) == 1


async def test_at_night_it_waits_for_the_morning(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await tick(works, at(11, 19, 22))
    assert await sent(works, at(11, 19, 22)) == []
    await tick(works, at(11, 20, 8))
    (text,) = await sent(works, at(11, 20, 8))
    assert "还剩 6 天" in text


async def test_after_a_long_rest_only_the_last_one_goes_out(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await tick(works, at(11, 25, 12))
    (text,) = await sent(works, at(11, 25, 12))
    assert "还剩 1 天" in text
    await tick(works, at(11, 25, 13))
    assert await sent(works, at(11, 25, 13)) == []


async def test_after_the_last_day_none_goes_out(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await tick(works, at(11, 27))
    assert await sent(works, at(11, 27)) == []


async def test_a_cancelled_one_never_comes_and_set_again_it_does(works: SqlWorks, rules: Rules) -> None:
    made = await remind(works, rules, at(11, 12))
    async with works.writing() as work:
        assert await work.reminders.cancel(ANNA, made.code, at(11, 13)) is not None
    await tick(works, at(11, 19))
    assert await sent(works, at(11, 19)) == []
    again = await remind(works, rules, at(11, 20))
    assert again.code == made.code
    await tick(works, at(11, 25))
    assert len(await sent(works, at(11, 25))) == 1


async def test_what_went_out_does_not_come_again_when_set_again(works: SqlWorks, rules: Rules) -> None:
    await remind(works, rules, at(11, 12))
    await tick(works, at(11, 19))
    assert len(await sent(works, at(11, 19))) == 1
    await remind(works, rules, at(11, 19, 10))
    await tick(works, at(11, 19, 11))
    assert await sent(works, at(11, 19, 11)) == []


async def test_many_citizens_are_reminded_in_one_tick(works: SqlWorks, rules: Rules) -> None:
    for n in range(205):
        await remind(works, rules, at(11, 12), Citizen(Channel.TELEGRAM, str(n)))
    await tick(works, at(11, 19))
    assert len(await sent(works, at(11, 19))) == 205


async def test_nobody_keeps_more_than_enough(works: SqlWorks, rules: Rules) -> None:
    due = reckon(rules.by_id["appeal-judgment"], EVENT)
    async with works.writing() as work:
        made = [
            await REMINDERS.set(work, ANNA, due, f"202611{n:02}", at(11, 12)) for n in range(MOST_RUNNING + 1)
        ]
    assert [one is None for one in made] == [False] * MOST_RUNNING + [True]
