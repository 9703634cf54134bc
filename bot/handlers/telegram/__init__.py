"""The Telegram channel: updates in as rows, answers out through the outbox."""

from bot.handlers.telegram.channel import Broadcasting, TelegramAccess, TelegramChannel, Webhook

__all__ = ["Broadcasting", "TelegramAccess", "TelegramChannel", "Webhook"]
