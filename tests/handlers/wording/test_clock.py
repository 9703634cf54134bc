"""Working time that is left, and lateness, in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.handlers.wording.clock import describe_left, is_late
from bot.referral.case import Clock, Step
from bot.referral.hours import OpeningHours
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import WorkingTime

WORKING = WorkingTime(OpeningHours.parse("工作日 9:00-12:00,13:00-17:00"))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("now", "due", "shown"),
    [
        (at(23, 9), at(23, 12), "还剩 3 个工作小时"),
        (at(23, 11), at(23, 14), "还剩 2 个工作小时"),
        (at(20, 16), at(23, 10), "还剩 2 个工作小时"),
        (at(21, 16), at(23, 10), "还剩 1 个工作小时"),
        (at(23, 9), at(23, 9, 40), "还剩 40 分钟工作时间"),
        (at(23, 9), at(30, 9), "还剩 35 个工作小时"),
        (at(23, 12), at(23, 12), "刚刚超时"),
        (at(23, 12, 30), at(23, 12), "刚刚超时"),
        (at(23, 13, 5), at(23, 12), "已超时 5 分钟工作时间"),
        (at(24, 10), at(23, 16), "已超时 2 个工作小时"),
        (at(23, 9), at(1, 9, month=9), "已超时 83 天"),
    ],
)
def test_only_working_time_counts(now: datetime, due: datetime, shown: str) -> None:
    clock = Clock(Step.ACCEPT, due, due)
    assert describe_left(clock, WORKING, now) == shown
    assert is_late(clock, now) is ("超时" in shown)


@pytest.mark.parametrize("step", [Step.CITIZEN, Step.FOLLOW_UP, Step.NONE])
def test_while_the_station_need_not_act_nothing_is_late(step: Step) -> None:
    clock = Clock(step, at(1, 9), at(1, 9))
    assert describe_left(clock, WORKING, at(23, 9)) == ""
    assert not is_late(clock, at(23, 9))
