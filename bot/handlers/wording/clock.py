"""When something is due, as citizens and staff read it: 11月24日 周二 10:30前."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.referral.case import Clock, Step
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import WorkingTime, is_estimate

_WEEKDAYS = "一二三四五六日"
# Working time is not counted over longer stretches than this.
_LONG_AGO = timedelta(days=50)
_STEPS = {
    Step.ACCEPT: "服务站接单",
    Step.REPLY: "经办人第一次答复您",
    Step.FINISH: "办结，或告诉您下一步",
    Step.CITIZEN: "等您补充（您补充之前，服务站的时限停着不走）",
}
STAFF_STEPS = {
    Step.ACCEPT: "接单",
    Step.REPLY: "第一次答复",
    Step.FINISH: "办结或说明下一步",
    Step.CITIZEN: "等群众补充",
}


def describe_moment(at: datetime) -> str:
    """A moment in local time."""
    local = at.astimezone(LOCAL_ZONE)
    return f"{local.month}月{local.day}日 周{_WEEKDAYS[local.weekday()]} {local:%H:%M}"


def describe_next_step(clock: Clock) -> str:
    """What comes next by when, for the citizen; empty where nothing does."""
    what = _STEPS.get(clock.step)
    if what is None:
        return ""
    if clock.due_at is None:
        return f"下一步：{what}。"
    note = "（那一年的放假安排还没公布，先按周一至周五算）" if is_estimate(clock.due_at) else ""
    late = "，已经超时，系统会催办" if clock.nudges and clock.step is not Step.CITIZEN else ""
    return f"下一步：{what}，{describe_moment(clock.due_at)}前{note}{late}。"


def describe_staff_due(clock: Clock) -> str:
    """What the station has to do by when; empty where nothing is due."""
    what = STAFF_STEPS.get(clock.step)
    if what is None or clock.due_at is None:
        return ""
    note = "，放假安排未公布，暂按周一至周五算" if is_estimate(clock.due_at) else ""
    return f"{what}：{describe_moment(clock.due_at)} 前{note}{'（已催办）' if clock.nudges else ''}"


def is_late(clock: Clock, now: datetime) -> bool:
    """Whether the station should have acted by now. While the citizen must act it cannot be late."""
    has_to_act = clock.step in {Step.ACCEPT, Step.REPLY, Step.FINISH}
    return has_to_act and clock.due_at is not None and clock.due_at <= now


def describe_left(clock: Clock, working: WorkingTime, now: datetime) -> str:
    """How much working time the station has left, or by how much it is late; empty where it need not act."""
    if clock.due_at is None or clock.step not in {Step.ACCEPT, Step.REPLY, Step.FINISH}:
        return ""
    if not is_late(clock, now):
        return f"还剩 {_working(working.minutes_between(now, clock.due_at))}"
    if now - clock.due_at > _LONG_AGO:
        return f"已超时 {(now - clock.due_at).days} 天"
    minutes = working.minutes_between(clock.due_at, now)
    return f"已超时 {_working(minutes)}" if minutes else "刚刚超时"


def _working(minutes: int) -> str:
    return f"{minutes // 60} 个工作小时" if minutes >= 60 else f"{minutes} 分钟工作时间"
