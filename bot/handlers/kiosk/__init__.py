"""The kiosk: a web chat for anybody, without an account."""

from bot.handlers.kiosk.kiosk import Kiosk
from bot.handlers.kiosk.ports import Inbox, KioskWork, KioskWorks

__all__ = ["Inbox", "Kiosk", "KioskWork", "KioskWorks"]
