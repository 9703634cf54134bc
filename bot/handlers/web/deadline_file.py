"""The calendar file of a last day, as a download: reckoned from its address, nothing is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from bot.calculator import deadline_file
from bot.deadlines.arithmetic import reckon
from bot.deadlines.ics import MIME
from bot.deadlines.loader import Rules
from bot.deadlines.words.when import read_when


def deadline_routes(rules: Rules) -> list[web.RouteDef]:
    """`/deadlines/RULE@20260305.ics`."""

    async def show(request: web.Request) -> web.Response:
        rule, when = rules.by_id.get(request.match_info["rule"]), read_when(request.match_info["when"])
        if rule is None or when is None:
            raise web.HTTPNotFound
        try:
            due = reckon(rule, when.first)
        except ValueError:
            raise web.HTTPNotFound from None
        file = deadline_file(due, when, datetime.now(UTC))
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
        return web.Response(text=file.content, content_type=MIME, charset="utf-8", headers=headers)

    return [web.get(r"/deadlines/{rule:[a-z0-9-]+}@{when:[0-9-]+}.ics", show)]
