"""The area of a member of staff: the division of the station to which they belong."""

from __future__ import annotations

from bot.desk.people import StaffMember
from bot.desk.ports import Stations

NOBODYS = "-"


def area_of(member: StaffMember, stations: Stations) -> str:
    """The code of the division of a member's station; of one whose station is closed, a code that is nobody's."""
    own = stations.get(member.station_id or "")
    return own.division_code if own else NOBODYS
