"""How far the FAQ carries: what was asked, answered, asked back, referred and useful, drawn for a manager."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.coverage import Coverage, Tally, cover
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.bench import Bench
from bot.misses import LEAST_SHOWN

_WEEKS = {"4": "近 4 周", "12": "近 12 周", "26": "近半年"}
_MOST_TOPICS = 20
_DOMAINS = {"property": "物业邻里", "safety": "安全生产、工伤", "service": "公共法律服务"}
_NO_TOPIC = "没有对上条目"
_HEIGHT = 160
_STACK = ("answered", "clarified", "referred")


class CoveragePage:
    """The page of charts."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def routes(self) -> list[web.RouteDef]:
        """Its address. Figures are for all staff; they hold nobody's words."""
        return [web.get("/console/faq/coverage", self._bench.parts.staff_only(self.page))]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The charts of some weeks."""
        weeks = request.query.get("weeks", "12")
        weeks = weeks if weeks in _WEEKS else "12"
        now = datetime.now(UTC)
        async with self._bench.parts.works.reading() as work:
            asked = await work.misses.asked_since(now - timedelta(weeks=int(weeks)))
        found = await asyncio.to_thread(cover, asked, self._topic)
        domains = await asyncio.to_thread(cover, asked, self._domain)
        return self._bench.parts.show(
            "workbench/coverage.html",
            login,
            weeks=weeks,
            spans=_WEEKS,
            whole=found.whole,
            bars=_bars(found),
            height=_HEIGHT,
            topics=[_topic_row(name, tally, found.topics[0][1].asked) for name, tally in _shown(found)],
            hidden=sum(not tally.is_shown for _, tally in found.topics),
            domains=_table(domains),
            week_names=[f"{day:%m-%d}" for day, _ in domains.weeks],
            least=LEAST_SHOWN,
        )

    def _topic(self, entry_id: str | None) -> str:
        return self._bench.entry_name(entry_id) if entry_id else _NO_TOPIC

    def _domain(self, entry_id: str | None) -> str:
        return _DOMAINS.get((entry_id or "").split("-")[0], _NO_TOPIC)


def _shown(found: Coverage) -> list[tuple[str, Tally]]:
    return [(name, tally) for name, tally in found.topics if tally.is_shown][:_MOST_TOPICS]


def _bars(found: Coverage) -> list[dict[str, Any]]:
    """One stacked bar per week, in the chart's own units."""
    most = max((tally.asked for _, tally in found.weeks), default=0)
    bars = []
    for place, (week, tally) in enumerate(found.weeks):
        parts, top = [], float(_HEIGHT)
        for name in _STACK:
            count = getattr(tally, name)
            height = count / most * _HEIGHT if most else 0.0
            top -= height
            parts.append({"kind": name, "count": count, "y": round(top, 1), "height": round(height, 1)})
        bars.append({"x": place * 60, "name": f"{week:%m-%d}", "asked": tally.asked, "parts": parts})
    return bars


def _topic_row(name: str, tally: Tally, most: int) -> dict[str, Any]:
    return {"name": name, "tally": tally, "width": round(tally.asked / most * 240, 1) if most else 0}


def _table(found: Coverage) -> list[dict[str, Any]]:
    """Topic by week: the count asked and the share answered; None where too few asked."""
    return [
        {
            "name": name,
            "cells": [
                tally if (tally := found.by_topic_and_week.get((name, week))) and tally.is_shown else None
                for week, _ in found.weeks
            ],
        }
        for name, _ in found.topics
    ]
