"""Table definitions, nothing else; importing this package makes `metadata` whole."""

from bot.storage.tables.base import UtcDateTime, metadata
from bot.storage.tables.casework import case_messages, case_moves, cases
from bot.storage.tables.conversation import conversations, inbox, inquiries, outbox
from bot.storage.tables.people import invitations, staff, staff_chats, staff_sessions
from bot.storage.tables.register import marks, stations

__all__ = [
    "UtcDateTime",
    "case_messages",
    "case_moves",
    "cases",
    "conversations",
    "inbox",
    "inquiries",
    "invitations",
    "marks",
    "metadata",
    "outbox",
    "staff",
    "staff_chats",
    "staff_sessions",
    "stations",
]
