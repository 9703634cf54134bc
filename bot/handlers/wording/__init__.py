"""Every Chinese sentence a citizen or a station's chat may read: describe(reply) → Message."""

from bot.handlers.wording.deadline_talk import describe_reminder
from bot.handlers.wording.desk import ChineseDesk
from bot.handlers.wording.notice import describe_notice, subscription_consent
from bot.handlers.wording.reply import consent_text, describe, hotlines_in

__all__ = [
    "ChineseDesk",
    "consent_text",
    "describe",
    "describe_notice",
    "describe_reminder",
    "hotlines_in",
    "subscription_consent",
]
