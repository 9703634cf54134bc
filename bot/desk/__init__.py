"""Staff take over a case: opened by the citizen's consent, claimed, answered, closed, opened again; never lost."""

from bot.desk.acting import MESSAGE_LIMIT, PUSH_CHANNELS
from bot.desk.area import area_of
from bot.desk.desk import Desk
from bot.desk.looking import KeptReply, SearchWord
from bot.desk.overdue import OverdueTicks
from bot.desk.people import Invitation, Role, StaffMember
from bot.desk.ports import (
    Cases,
    DeskWording,
    DeskWork,
    Duty,
    NewCase,
    NoSuchCase,
    OpenedCase,
    Pulses,
    StaffRoll,
    Stations,
)

__all__ = [
    "MESSAGE_LIMIT",
    "PUSH_CHANNELS",
    "Cases",
    "Desk",
    "DeskWording",
    "DeskWork",
    "Duty",
    "Invitation",
    "KeptReply",
    "NewCase",
    "NoSuchCase",
    "OpenedCase",
    "OverdueTicks",
    "Pulses",
    "Role",
    "SearchWord",
    "StaffMember",
    "StaffRoll",
    "Stations",
    "area_of",
]
