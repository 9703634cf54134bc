"""Staff who are logged in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.desk import Role
from tests.handlers.site import Site, Visitor


@pytest.fixture
async def mediator(site: Site) -> AsyncIterator[Visitor]:
    """A member of the station of 关上."""
    async with site.browser() as visitor:
        await visitor.join(await site.invitation("王调解", Role.STATION, site.station_id))
        yield visitor


@pytest.fixture
async def colleague(site: Site) -> AsyncIterator[Visitor]:
    """Another member of the same station."""
    async with site.browser() as visitor:
        await visitor.join(await site.invitation("李调解", Role.STATION, site.station_id))
        yield visitor


@pytest.fixture
async def stranger(site: Site) -> AsyncIterator[Visitor]:
    """A member of another station."""
    elsewhere = next(one.id for one in site.directory.stations if one.id != site.station_id)
    async with site.browser() as visitor:
        await visitor.join(await site.invitation("赵调解", Role.STATION, elsewhere))
        yield visitor


@pytest.fixture
async def admin(site: Site) -> AsyncIterator[Visitor]:
    """An administrator."""
    async with site.browser() as visitor:
        await visitor.join(await site.invitation("管理员", Role.ADMIN))
        yield visitor
