"""What is counted, for Prometheus: requests by route and status, and how long they take. No personal data."""

from __future__ import annotations

import time

from aiohttp import web
from aiohttp.typedefs import Middleware
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.handlers.web.guard import Handler

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class WebMetrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        labels = ("method", "route")
        self._requests = Counter(
            "legalbot_http_requests", "Requests", (*labels, "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "legalbot_http_seconds", "Seconds", labels, buckets=_BUCKETS, registry=self.registry
        )

    def counting(self) -> Middleware:
        """The middleware that counts."""

        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            started = time.perf_counter()
            resource = request.match_info.route.resource
            method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
            labels = (method, resource.canonical if resource else "unknown")
            status = 500
            try:
                response = await handler(request)
                status = response.status
                return response
            except web.HTTPException as failure:
                status = failure.status
                raise
            finally:
                self._requests.labels(*labels, str(status)).inc()
                if request.headers.get("Accept") != "text/event-stream":
                    self._seconds.labels(*labels).observe(time.perf_counter() - started)

        return count

    async def show(self, _request: web.Request) -> web.Response:
        """The counters in Prometheus' text form."""
        return web.Response(
            body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
