"""What the district and the city look at: the cases of their stations by topic and week, small numbers hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web

from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login
from bot.misses import LEAST_SHOWN
from bot.referral.workdays import LOCAL_ZONE

_WEEKS = 8
_MOST_TOPICS = 30
_NO_TOPIC = "没有对上条目"


class Overview:
    """One page of figures; it holds nobody's words."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[web.RouteDef]:
        """Its address."""
        return [web.get("/console/overview", self._parts.staff_only(self.page))]

    async def page(self, _request: web.Request, login: Login) -> web.Response:
        """The last weeks, from Monday to Monday."""
        if not login.sees_many:
            raise web.HTTPForbidden(text="这一页给区县和市级看。")
        now = datetime.now(UTC)
        mondays = _mondays(now.astimezone(LOCAL_ZONE).date())
        async with self._parts.works.reading() as work:
            weeks = [
                await work.figures.by_entry(login.stations, _start(day), _start(day + timedelta(weeks=1)))
                for day in mondays
            ]
            running = await work.figures.running(login.stations)
            overdue = await work.figures.overdue(login.stations, now)
            at_stations = await work.figures.by_station(login.stations)
        topics = self._topics(weeks)
        return self._parts.show(
            "overview.html",
            login,
            week_names=[f"{day:%m-%d}" for day in mondays],
            topics=topics[:_MOST_TOPICS],
            more=max(len(topics) - _MOST_TOPICS, 0),
            running=running,
            overdue=overdue,
            busiest=[(one, self._parts.station_name(one), count) for one, count in _busiest(at_stations)],
            least=LEAST_SHOWN,
        )

    def _topics(self, weeks: Sequence[Mapping[str | None, int]]) -> list[tuple[str, list[str]]]:
        """The topics with their cells, the most frequent first. There are no sums: they would tell what is hidden."""
        counts: dict[str, list[int]] = {}
        for position, week in enumerate(weeks):
            for entry_id, count in week.items():
                counts.setdefault(self._topic(entry_id), [0] * len(weeks))[position] += count
        rows = sorted(counts.items(), key=lambda row: (-sum(row[1]), row[0]))
        return [(name, [_cell(count) for count in cells]) for name, cells in rows]

    def _topic(self, entry_id: str | None) -> str:
        entry = self._parts.knowledge.faq.by_id.get(entry_id or "")
        return entry.question if entry else (entry_id or _NO_TOPIC)


def _mondays(today: date) -> list[date]:
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in reversed(range(_WEEKS))]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC)


def _cell(count: int) -> str:
    if not count:
        return "—"
    return str(count) if count >= LEAST_SHOWN else f"<{LEAST_SHOWN}"


def _busiest(at_stations: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(((one, count) for one, count in at_stations.items() if count), key=lambda row: -row[1])[:20]
