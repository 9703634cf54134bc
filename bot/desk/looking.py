"""What staff look for and keep at hand: a word of a search, a reply for frequent use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchWord:
    """One word of a search, with the stations that it names by their name or their division."""

    text: str
    station_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptReply:
    """A reply for frequent use; an empty `station_id` is for all stations."""

    id: int
    station_id: str
    name: str
    text: str
