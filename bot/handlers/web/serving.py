"""Serve an application on a port for as long as the context lasts."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

_SHUTDOWN_SECONDS = 3.0


class CannotServe(Exception):
    """The port cannot be used; `str()` says why and what to do, in Chinese."""


@asynccontextmanager
async def serving(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Yields the port that is served (another one than asked for only where 0 was). Raises CannotServe."""
    # Addresses hold invitation codes: no access log.
    runner = web.AppRunner(
        application, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_SECONDS
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise CannotServe(_why(error, host, port)) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"{host}:{port} 已经被别的程序占用，网页没有开起来。"
            "建议：关掉那个程序，或设置 LEGALBOT_PORT 换一个端口。"
        )
    if error.errno == errno.EACCES:
        return f"没有权限使用 {host}:{port}。建议：设置 LEGALBOT_PORT 换一个 1024 以上的端口。"
    return f"{host}:{port} 打不开（{error.strerror or error}）。建议：检查 LEGALBOT_HOST 和 LEGALBOT_PORT。"
