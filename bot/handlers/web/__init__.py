"""The web: one aiohttp application that carries the kiosk and the console."""

from bot.handlers.web.application import WebWork, WebWorks, build_web
from bot.handlers.web.serving import CannotServe, serving

__all__ = ["CannotServe", "WebWork", "WebWorks", "build_web", "serving"]
