"""A port that cannot be had is said in one Chinese line."""

import socket

import pytest
from aiohttp import ClientSession, web

from bot.handlers.web import CannotServe, serving


async def test_a_taken_port_is_said_with_its_cure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=f"{port} 已经被别的程序占用.*LEGALBOT_PORT"):
            async with serving(web.Application(), "127.0.0.1", port):
                pass


async def test_the_port_is_free_again_afterwards() -> None:
    async with (
        serving(web.Application(), "127.0.0.1", 0) as port,
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/") as response,
    ):
        assert response.status == 404
    async with serving(web.Application(), "127.0.0.1", port) as again:
        assert again == port
