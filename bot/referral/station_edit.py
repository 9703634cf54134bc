"""What staff set at their station counts over what the list says; a later list is compared with it, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.referral.hours import OpeningHours
from bot.referral.station import DOMAINS, Station
from bot.referral.station_rows import service_faults, topics_in

FIELD_NAMES = {
    "hours": "开放时间",
    "phone": "电话",
    "duty_phone": "值班电话",
    "topics": "受理事项",
    "point": "坐标",
}
_TEXT_LIMIT = 300
_PLACE_OF = {"lat": "point", "lon": "point"}
Edits = Mapping[str, Mapping[str, str]]


class EditRefused(Exception):
    """What was typed cannot be taken; `faults` are Chinese sentences, each with its cure."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class StationEdit:
    """One field of one station as staff set it; an empty value was cleared by them."""

    station_id: str
    field: str
    value: str
    staff_id: int | None
    at: datetime


@dataclass(frozen=True)
class StationChange:
    """One line of a station's history."""

    field: str
    before: str
    after: str
    actor: str
    at: datetime


def value_of(station: Station, field: str) -> str:
    """A field of a station as the text that is kept of it; empty where nothing is given."""
    match field:
        case "hours":
            return station.hours.text if station.hours else ""
        case "topics":
            return ";".join(sorted(station.topics))
        case "point":
            return f"{station.lat},{station.lon}" if station.has_point else ""
        case "phone":
            return station.phone
        case "duty_phone":
            return station.duty_phone
        case _:
            raise KeyError(field)


def edited(stations: Iterable[Station], edits: Edits) -> tuple[Station, ...]:
    """The stations with what staff set."""
    return tuple(applied(one, edits[one.id]) if one.id in edits else one for one in stations)


def applied(station: Station, values: Mapping[str, str]) -> Station:
    """One station with these fields."""
    changes: dict[str, Any] = {}
    for field, value in values.items():
        changes |= _as_read(field, value)
    return replace(station, **changes)


def read_values(typed: Mapping[str, str], known_topics: Container[str]) -> dict[str, str]:
    """The values of a form with hours, phone, duty_phone, topics, lat and lon, in the form that is kept.
    Raises EditRefused with everything wrong at once."""
    plain = {name: unicodedata.normalize("NFKC", text).strip() for name, text in typed.items()}
    row = {"lat": "", "lon": "", "phone": "", "duty_phone": "", "topics": "", **plain}
    row["hours"] = typed.get("hours", "").strip()
    faults = [
        f"{FIELD_NAMES[_PLACE_OF.get(column, column)]}：{message.removeprefix('开放时间')}。建议：{cure}"
        for column, message, cure in service_faults(row)
    ]
    faults += [f"{FIELD_NAMES[name]}：太长了" for name in ("hours", "phone") if len(row[name]) > _TEXT_LIMIT]
    topics = topics_in(row["topics"])
    faults += [
        f"受理事项：没有编号为 {one} 的条目。建议：照问答库里的编号填写"
        for one in topics
        if one not in DOMAINS and one not in known_topics and "-" in one
    ]
    if faults:
        raise EditRefused(list(dict.fromkeys(faults)))
    point = f"{float(row['lat'])},{float(row['lon'])}" if row["lat"] else ""
    phones = {name: _phones(row[name]) for name in ("phone", "duty_phone")}
    return {"hours": row["hours"], **phones, "topics": ";".join(sorted(set(topics))), "point": point}


def contested(listed: Iterable[Station], edits: Iterable[StationEdit]) -> list[tuple[StationEdit, str]]:
    """The edits from which this list differs, each with the list's value. What the list leaves empty contests
    nothing."""
    by_id = {station.id: station for station in listed}
    found: list[tuple[StationEdit, str]] = []
    for edit in edits:
        station = by_id.get(edit.station_id)
        theirs = value_of(station, edit.field) if station else ""
        if theirs and not _is_same(edit.field, theirs, edit.value):
            found.append((edit, theirs))
    return found


def _is_same(field: str, one: str, other: str) -> bool:
    if not other:
        return False
    if field == "hours":
        return OpeningHours.parse(one).rules == OpeningHours.parse(other).rules
    return _as_read(field, one) == _as_read(field, other)


def _as_read(field: str, value: str) -> dict[str, Any]:
    match field:
        case "hours":
            return {"hours": OpeningHours.parse(value) if value else None}
        case "topics":
            return {"topics": frozenset(topics_in(value))}
        case "point":
            lat, _, lon = value.partition(",")
            return {"lat": float(lat) if lat else None, "lon": float(lon) if lon else None}
        case "phone" | "duty_phone":
            return {field: value}
        case _:
            raise KeyError(field)


def _phones(text: str) -> str:
    return ";".join(one.strip() for one in re.split(r"[;；/、,，]", text) if one.strip())
