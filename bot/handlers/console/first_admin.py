"""The way in for administrators where there is no other: a one-time link that the operator is shown."""

from __future__ import annotations

from datetime import datetime

from bot.desk import Invitation, Role
from bot.handlers.console.entrance import PURPOSE
from bot.handlers.console.ports import ConsoleWorks

_ADMINISTRATOR = Invitation(PURPOSE, "管理员", Role.ADMIN, None)


async def first_admin_link(works: ConsoleWorks, address: str, now: datetime) -> str | None:
    """A link that makes the first administrator; None where there is staff already. A new one at each call."""
    async with works.writing() as work:
        if await work.staff.has_anyone():
            return None
        return _link(address, await work.staff.invite(_ADMINISTRATOR, now))


async def admin_login_link(works: ConsoleWorks, address: str, now: datetime) -> str:
    """A link that logs the administrator in again, for the operator of the machine."""
    async with works.writing() as work:
        return _link(address, await work.staff.invite(_ADMINISTRATOR, now))


def _link(address: str, code: str) -> str:
    return f"{address}/console/join/{code}"
