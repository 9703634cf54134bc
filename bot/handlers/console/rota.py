"""Who is on duty today, as the pages show it."""

from __future__ import annotations

from datetime import datetime

from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.referral.workdays import LOCAL_ZONE


async def on_duty_today(work: ConsoleWork, login: Login, now: datetime, station_id: str = "") -> str:
    """Names of those on duty at a station (empty: my own) this day; empty where no duty is set."""
    at = station_id or login.member.station_id
    if at is None:
        return ""
    people = await work.duty.on_duty(at, now.astimezone(LOCAL_ZONE).date())
    return "、".join(f"{one.name}（您）" if one.id == login.member.id else one.name for one in people)
