"""A citizen comes back with case number and pickup code: reads the reply, adds words, opens the case again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.conversation import Channel, Citizen
from bot.desk import Desk
from bot.handlers.kiosk.ports import KioskWork, KioskWorks
from bot.handlers.kiosk.reading import BadRequest, Pickup, PickupAct
from bot.handlers.kiosk.showing import show_case
from bot.referral.case import Case, CaseSummary, MoveRefused

_NO_MATCH = "没有查到。请核对工单号和取件码；多次输错会锁定，可以到服务站或打 12348 询问。"


class PickupDesk:
    """Acts on the case that number and code open, whichever session it came from."""

    def __init__(self, works: KioskWorks, desk: Desk) -> None:
        self._works = works
        self._desk = desk

    async def show(self, pickup: Pickup) -> dict[str, Any]:
        """The case. Raises BadRequest where number and code do not match."""
        async with self._works.writing() as work:
            found = await self._desk.pick_up(work, pickup.number, pickup.code)
        # Raised after the transaction, so that the wrong try stays counted.
        return {"kind": "case", "case": show_case(_require(found)[1])}

    async def act(self, act: PickupAct, key: str, lane: str, now: datetime) -> dict[str, Any]:
        """Do it once, however often it is sent. Raises BadRequest where it cannot be done."""
        async with self._works.writing() as work:
            found = await self._desk.pick_up(work, act.pickup.number, act.pickup.code)
            if found is not None:
                shown = await self._once(work, found[0], act, key, lane, now)
                return {"kind": "case", "case": show_case(shown)}
        raise BadRequest(_NO_MATCH, 404)

    async def _once(
        self, work: KioskWork, case: Case, act: PickupAct, key: str, lane: str, now: datetime
    ) -> CaseSummary:
        if await work.inbox.receive(key, lane, {}, now):
            try:
                case = await self._do(work, case, act, key, now)
            except MoveRefused as refused:
                raise BadRequest(f"没有办成：{refused}。", 409) from refused
            await work.inbox.finish(key, now, {})
        return await work.cases.summary(case)

    async def _do(self, work: KioskWork, case: Case, act: PickupAct, key: str, now: datetime) -> Case:
        owner = Citizen(Channel(case.channel), case.citizen_id)
        if act.act == "add":
            return await self._desk.citizen_adds(work, owner, case.number, act.text, key=key, now=now)
        if act.act == "reopen":
            return await self._desk.reopen(work, owner, case.number, act.text or "没解决", now=now)
        return await self._desk.withdraw(work, owner, case.number, now=now)


def _require(found: tuple[Case, CaseSummary] | None) -> tuple[Case, CaseSummary]:
    if found is None:
        raise BadRequest(_NO_MATCH, 404)
    return found
