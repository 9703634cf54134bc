"""Table definitions, nothing else; importing this package makes `metadata` whole."""

from bot.storage.tables.base import UtcDateTime, metadata
from bot.storage.tables.broadcasts import (
    broadcast_moves,
    broadcast_recipients,
    broadcasts,
    leases,
    send_turns,
    subscribers,
    subscriptions,
)
from bot.storage.tables.casework import (
    case_files,
    case_messages,
    case_moves,
    case_ratings,
    cases,
    station_pulses,
)
from bot.storage.tables.conversation import conversations, inbox, inquiries, outbox
from bot.storage.tables.law import answer_texts, entry_standings, retired_laws, statutes
from bot.storage.tables.people import invitations, staff, staff_chats, staff_sessions
from bot.storage.tables.register import marks, stations
from bot.storage.tables.reminders import reminder_times, reminders
from bot.storage.tables.stationwork import duty_shifts, reply_templates, station_changes, station_edits
from bot.storage.tables.workbench import faq_drafts, faq_editions, miss_marks

__all__ = [
    "UtcDateTime",
    "answer_texts",
    "broadcast_moves",
    "broadcast_recipients",
    "broadcasts",
    "case_files",
    "case_messages",
    "case_moves",
    "case_ratings",
    "cases",
    "conversations",
    "duty_shifts",
    "entry_standings",
    "faq_drafts",
    "faq_editions",
    "inbox",
    "inquiries",
    "invitations",
    "leases",
    "marks",
    "metadata",
    "miss_marks",
    "outbox",
    "reminder_times",
    "reminders",
    "reply_templates",
    "retired_laws",
    "send_turns",
    "staff",
    "staff_chats",
    "staff_sessions",
    "station_changes",
    "station_edits",
    "station_pulses",
    "stations",
    "statutes",
    "subscribers",
    "subscriptions",
]
