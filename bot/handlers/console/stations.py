"""What a form says of its station."""

from __future__ import annotations

from collections.abc import Mapping

from bot.referral.station_search import StationSearch, search_stations


def typed_station(fields: Mapping[str, str]) -> str:
    """What a form says of its station: the one chosen from a list, else what was typed."""
    return fields.get("station_id", "") or fields.get("station", "")


__all__ = ["StationSearch", "search_stations", "typed_station"]
