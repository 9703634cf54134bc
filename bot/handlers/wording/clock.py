"""When something is due, as citizens and staff read it: 11月24日 周二 10:30前."""

from __future__ import annotations

from datetime import datetime

from bot.referral.case import Clock, Step
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import is_estimate

_WEEKDAYS = "一二三四五六日"
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
