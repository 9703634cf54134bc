"""The pages' templates: every value is escaped, every time is Kunming's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_LOCAL = ZoneInfo("Asia/Shanghai")


class Pages:
    """Renders the templates of this folder."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_HERE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["clock"] = _clock

    def render(self, template: str, **values: Any) -> str:
        """The page as text."""
        return self._environment.get_template(template).render(**values)

    def response(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """The page as a response that nobody keeps."""
        return web.Response(
            text=self.render(template, **values),
            status=status,
            content_type="text/html",
            charset="utf-8",
            headers={"Cache-Control": "no-store"},
        )


def _clock(moment: datetime) -> str:
    return moment.astimezone(_LOCAL).strftime("%m月%d日 %H:%M")
