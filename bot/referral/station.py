"""A public legal service station, and the rules that its row in the directory must keep."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.referral.division import Level
from bot.referral.hours import OpeningHours

SOUTH, NORTH = 24.3, 26.6
WEST, EAST = 102.1, 103.7
DOMAINS = frozenset({"property", "safety", "service"})


@dataclass(frozen=True, slots=True)
class Station:
    """One 公共法律服务中心/站/室. `verified` false: derived by rule, the citizen confirms by 12348 first.

    `lat`/`lon` are WGS-84 degrees, both or neither. Empty `topics` means that it takes every topic.
    """

    id: str
    name: str
    level: Level
    division_code: str
    parent_id: str | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    hours: OpeningHours | None = None
    topics: frozenset[str] = field(default_factory=frozenset)
    verified: bool = False
    note: str = ""
    duty_phone: str = ""

    @property
    def has_point(self) -> bool:
        """Whether it has coordinates."""
        return self.lat is not None and self.lon is not None

    def takes(self, topic: str | None) -> bool:
        """Whether it takes an entry id such as `property-fee-unpaid`, by the id itself or its domain."""
        if topic is None or not self.topics:
            return True
        return topic in self.topics or topic.split("-", 1)[0] in self.topics


def is_in_bounds(lat: float, lon: float) -> bool:
    """Whether a WGS-84 point lies in the box around Kunming."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST
