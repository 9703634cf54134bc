"""Cron expressions through APScheduler, read as cron itself reads them, in Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime

from apscheduler.triggers.cron import CronTrigger

from bot.referral.workdays import LOCAL_ZONE

_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def next_cron(fields: str, after: datetime) -> datetime | None:
    """The first moment after `after` that five cron fields name. Raises ValueError with a Chinese reason."""
    minute, hour, day, month, weekday = fields.split()
    if day != "*" and weekday != "*":
        # Cron takes either of both, APScheduler only both together: neither is what all staff expect.
        raise ValueError("“日”和“星期”只能限定一个，另一个写 *")
    try:
        trigger = CronTrigger(
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=_weekdays(weekday),
            timezone=LOCAL_ZONE,
        )
    except ValueError:
        raise ValueError("五个字段依次是 分 时 日 月 星期，如 0 9 * * 1") from None
    moment: datetime | None = trigger.get_next_fire_time(after, after)
    return moment


def _weekdays(field: str) -> str:
    """Names for numbers: in cron 0 and 7 are Sunday, in APScheduler 0 is Monday."""
    return ",".join(_named(part) for part in field.split(","))


def _named(part: str) -> str:
    first, dash, last = part.partition("-")
    if not first.isdigit():
        return part
    if not dash:
        return _NAMES[_number(first)]
    if not last.isdigit():
        raise ValueError(part)
    return ",".join(_NAMES[number] for number in range(_number(first), _number(last) + 1))


def _number(text: str) -> int:
    if int(text) > 7:
        raise ValueError(text)
    return int(text)
