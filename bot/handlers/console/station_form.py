"""Who may correct a station, and what the form for it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk import Role
from bot.handlers.console.session import Login
from bot.referral.station import DOMAINS, Station
from bot.referral.station_edit import FIELD_NAMES, value_of

DOMAIN_NAMES = {"property": "物业", "safety": "安全生产", "service": "公共法律服务"}


def may_edit(login: Login, station_id: str) -> bool:
    """A station's lead its own, the district its county's, the city all."""
    member = login.member
    if member.role is Role.LEAD:
        return member.station_id == station_id
    return member.role in {Role.DISTRICT, Role.CITY, Role.ADMIN} and login.may_see(station_id)


def form_of(station: Station, tried: Mapping[str, str]) -> dict[str, Any]:
    """The station as it is, or what was tried and refused."""
    topics = set(station.topics)
    if "topics" in tried:
        topics = {one.strip() for one in tried["topics"].split(";")}
        topics |= {one for one in DOMAINS if tried.get(f"domain_{one}")}
    lat, _, lon = value_of(station, "point").partition(",")
    shown = {"hours": value_of(station, "hours"), "phone": station.phone, "duty_phone": station.duty_phone}
    return {
        **{name: tried.get(name, text) for name, text in {**shown, "lat": lat, "lon": lon}.items()},
        "domains": [(one, name, one in topics) for one, name in DOMAIN_NAMES.items()],
        "topics": ";".join(sorted(one for one in topics if one and one not in DOMAINS)),
        # What was shown tells a change of mine from one that a colleague made meanwhile.
        "was": {field: tried.get(f"was_{field}", value_of(station, field)) for field in FIELD_NAMES},
    }
