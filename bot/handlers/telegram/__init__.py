"""The Telegram channel: updates in as rows, answers out through the outbox."""

from bot.handlers.telegram.channel import TelegramAccess, TelegramChannel, Webhook

__all__ = ["TelegramAccess", "TelegramChannel", "Webhook"]
