"""What a new list of stations would leave without a place: staff, chats and cases hang on a station's id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.referral.directory import Directory
from bot.referral.station import Station

FEW = 5
"""So many stations may close at once without being asked about, if their cases can go up the ladder."""


@dataclass(frozen=True)
class Ties:
    """How much hangs on a station's id; `cases` are those that are not over, `codes` unused invitations."""

    staff: int = 0
    codes: int = 0
    chats: int = 0
    shifts: int = 0
    replies: int = 0
    edits: int = 0
    cases: int = 0


@dataclass(frozen=True)
class CutOff:
    """A station that something hangs on and that a list lacks; `has_way_up`: an open station is above it."""

    station: Station
    ties: Ties
    has_way_up: bool


def cut_off(ties: Mapping[str, Ties], before: Directory, listed: Sequence[Station]) -> tuple[CutOff, ...]:
    """What would be cut off if `listed` took the place of `before`; what was cut off already is not told again."""
    after = _after(before, listed)
    found = (CutOff(one, ties[one.id], _climbs(after, one)) for one in after.former if one.id in ties)
    return tuple(one for one in found if _is_news(one, before))


def needs_consent(cut: Sequence[CutOff]) -> bool:
    """Whether this is more than a few stations that close, with somebody above who takes over."""
    return len(cut) > FEW or any(not one.has_way_up for one in cut)


def with_ladder(cut: Sequence[CutOff], before: Directory, listed: Sequence[Station]) -> tuple[Station, ...]:
    """The stations that close, and the closing ones above them: their cases go up over these."""
    kept = {one.id for one in listed}
    closing: dict[str, Station] = {}
    for one in cut:
        station: Station | None = one.station
        while station is not None and station.id not in kept and station.id not in closing:
            closing[station.id] = station
            station = before.known(station.parent_id or "")
    return tuple(closing.values())


def _after(before: Directory, listed: Sequence[Station]) -> Directory:
    kept = {one.id for one in listed}
    gone = [one for one in (*before.stations, *before.former) if one.id not in kept]
    return Directory(listed, before.gazetteer, gone)


def _climbs(directory: Directory, station: Station) -> bool:
    return directory.parent(station) is not None


def _is_news(one: CutOff, before: Directory) -> bool:
    if before.get(one.station.id) is not None:
        return True
    return _climbs(before, one.station) and not one.has_way_up
