"""What every response carries, and what no request from another site may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# Files of a picked-up case are asked for with its code, never by an address: the page shows what it was given.
_KIOSK_POLICY = _CONTENT_POLICY.replace("img-src 'self'", "img-src 'self' blob:")
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READS = {"GET", "HEAD", "OPTIONS"}
_OWN_SITES = {"same-origin", "none"}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give a response the headers that keep the browser strict."""
    if request.path == "/":
        response.headers.setdefault("Content-Security-Policy", _KIOSK_POLICY)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # Files of ours may be kept, if asked after each time; all else may hold what people wrote.
    is_file = request.path.startswith("/static/")
    response.headers.setdefault("Cache-Control", "no-cache" if is_file else "no-store")


@web.middleware
async def refuse_other_sites(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A browser says from where it acts: another site's page may change nothing here."""
    if request.method not in _READS and not _is_own(request):
        raise web.HTTPForbidden(text="这个请求来自别的网站，没有执行。")
    return await handler(request)


def _is_own(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _OWN_SITES
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
