"""The webhook: Telegram brings updates to a route of ours; 200 is answered only after they are rows."""

from __future__ import annotations

import hmac
import json
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from bot.handlers.telegram.polling import Take

log = structlog.get_logger()

BODY_LIMIT = 1024 * 1024
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


def webhook_route(url: str, secret: str, take: Take) -> web.RouteDef:
    """The route that the path of `url` names."""

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=403)
        body = await _read_body(request)
        if body is None:
            return web.Response(status=413)
        update = _read_update(body)
        if update is None:
            return web.Response(status=400)
        try:
            await take([update])
        except Exception as error:
            log.error("update could not be kept", error=type(error).__name__)
            return web.Response(status=500)
        return web.Response()

    return web.post(urlsplit(url).path or "/", receive)


async def _read_body(request: web.Request) -> bytes | None:
    """The body; None where it is longer than the limit."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _read_update(body: bytes) -> dict[str, object] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if is_update else None
