"""Who works cases, and what each role may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a member of staff may do."""

    STATION = "station"
    LEAD = "lead"
    DISTRICT = "district"
    CITY = "city"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class StaffMember:
    """Who works cases; `station_id` is None for those who are not bound to one station."""

    id: int
    name: str
    role: Role
    station_id: str | None

    @property
    def sees_all(self) -> bool:
        """City staff and administrators see every station's cases."""
        return self.role in {Role.ADMIN, Role.CITY}

    @property
    def reads_words(self) -> bool:
        """Auditors see numbers, states, stations and moves, never what anybody wrote."""
        return self.role is not Role.AUDITOR

    @property
    def actor(self) -> str:
        """How the log of moves names them."""
        return f"staff:{self.id}"


@dataclass(frozen=True)
class Invitation:
    """A one-time admission to the console, or a one-time link of a chat to a station."""

    purpose: Literal["console", "chat"]
    name: str
    role: Role
    station_id: str | None
