"""What staff set in one process of the service is what citizens read in another, a second later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.desk import Invitation, Role
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.handlers.site import Visitor
from tests.running import RunningService, running_service, small_data

STATION = "S530111001"
PATIENCE_SECONDS = 60.0


async def test_an_edit_in_one_is_read_in_the_other(tmp_path: Path) -> None:
    folders = small_data(tmp_path / "data"), tmp_path / "var"
    async with running_service(*folders) as first, running_service(*folders) as second:
        code = await _invited(folders[1])
        lead = Visitor(first.client)
        await lead.session.post(f"{first.address}/console/join/{code}")
        page = f"{first.address}/console/station"
        status, _ = await lead.submit(
            page, f"{page}/{STATION}/edit", hours="每天 0:00-24:00", duty_phone="13888888888"
        )
        assert status == 200
        told = await _card(first)
        assert "值班电话：13888888888" in told
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "值班电话：13888888888" not in (told := await _card(second)):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.2)
        assert "现在开门" in told


async def _card(service: RunningService) -> str:
    """What a citizen is told of the station."""
    await service.say("附近的服务站")
    return str((await service.say("官渡区关上街道"))["message"]["text"])


async def _invited(var: Path) -> str:
    database = Database(f"sqlite:///{var / 'legalbot.db'}")
    async with database.running(), SqlWorks(database).writing() as work:
        invitation = Invitation("console", "孙主任", Role.LEAD, STATION)
        return await work.staff.invite(invitation, datetime.now(UTC))
