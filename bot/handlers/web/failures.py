"""Failures, said in Chinese; what is logged holds no words of a citizen."""

from __future__ import annotations

import traceback

import structlog
from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.handlers.pages import Pages
from bot.handlers.web.guard import Handler

_log = structlog.get_logger()
_SENTENCES = {
    403: "这个操作没有权限。",
    404: "没有这个页面。",
    405: "这个地址不能这样用。",
    413: "内容太长了，请用几句话说说重点。",
}
_OURS = "系统出了点问题，请稍后再试。急事请打 12348；有人受伤或有危险，请打 120、119、110。"


def tell_failures(pages: Pages) -> Middleware:
    """A middleware: a failure becomes a Chinese page, or JSON where JSON was asked for."""

    @web.middleware
    async def tell(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as failure:
            if failure.status < 400:
                raise
            own = failure.text if failure.status == 403 and not _is_default(failure) else None
            return _told(pages, request, failure.status, own or _SENTENCES.get(failure.status, _OURS))
        except ConnectionResetError:
            raise
        except Exception as error:
            _log.error("web request failed", route=_route(request), error=_place(error))
            return _told(pages, request, 500, _OURS)

    return tell


def _told(pages: Pages, request: web.Request, status: int, sentence: str) -> web.Response:
    if request.path.startswith("/api/"):
        return web.json_response({"error": sentence}, status=status)
    home = "/console" if request.path.startswith("/console") else "/"
    return pages.response("failure.html", status=status, sentence=sentence, home=home)


def _is_default(failure: web.HTTPException) -> bool:
    return failure.text == f"{failure.status}: {failure.reason}"


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


def _place(error: BaseException) -> str:
    # Not str(error): database errors quote the values of their rows.
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(
        f"{frame.name}:{frame.lineno}" for frame in reversed(frames)
    )
