"""Whose cases a member of staff sees: their station's, their county's, or all."""

from __future__ import annotations

from bot.desk import Role, StaffMember
from bot.referral.directory import Directory


def stations_of(member: StaffMember, directory: Directory) -> tuple[str, ...] | None:
    """The ids of the stations; None for all. District staff belong to the station of their county."""
    if member.sees_all or member.role is Role.AUDITOR:
        return None
    own = directory.get(member.station_id or "")
    if member.role is Role.DISTRICT and own is not None:
        # Divisions are nested by the beginning of their code.
        every = (*directory.stations, *directory.former)
        return tuple(one.id for one in every if one.division_code.startswith(own.division_code))
    return (member.station_id,) if member.station_id else ()
