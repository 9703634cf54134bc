"""A citizen comes back with case number and pickup code: reads the reply, adds words, opens the case again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, assert_never

from bot.conversation import Channel, Citizen
from bot.desk import Desk
from bot.handlers.case_files import FileOpener, OpenedFile, attachment_at
from bot.handlers.kiosk.ports import KioskWork, KioskWorks
from bot.handlers.kiosk.reading import BadRequest, Pickup, PickupAct, PickupFile
from bot.handlers.kiosk.showing import rating_round, show_case
from bot.referral.case import Case, CaseSummary, MoveRefused

_NO_PHONE = "还没有看到您写电话，请先在“补充说明”里写上电话，再点一次"
_NO_MATCH = "没有查到。请核对工单号和取件码；多次输错会锁定，可以到服务站或打 12348 询问。"


class PickupDesk:
    """Acts on the case that number and code open, whichever session it came from."""

    def __init__(self, works: KioskWorks, desk: Desk, opener: FileOpener) -> None:
        self._works = works
        self._desk = desk
        self._opener = opener

    async def show(self, pickup: Pickup) -> dict[str, Any]:
        """The case. Raises BadRequest where number and code do not match."""
        async with self._works.writing() as work:
            found = await self._desk.pick_up(work, pickup.number, pickup.code)
        # Raised after the transaction, so that the wrong try stays counted.
        return {"kind": "case", "case": show_case(_require(found)[1], datetime.now(UTC))}

    async def require(self, pickup: Pickup) -> tuple[Case, CaseSummary]:
        """The case, before anything large is read for it. Raises BadRequest."""
        async with self._works.writing() as work:
            found = await self._desk.pick_up(work, pickup.number, pickup.code)
        return _require(found)

    async def open_file(self, wanted: PickupFile) -> OpenedFile:
        """A file of the case. Raises BadRequest, FileLost."""
        _, summary = await self.require(wanted.pickup)
        return await self._opener.open(attachment_at(summary.messages, wanted.message, wanted.place))

    async def act(self, act: PickupAct, key: str, lane: str, now: datetime) -> dict[str, Any]:
        """Do it once, however often it is sent. Raises BadRequest where it cannot be done."""
        async with self._works.writing() as work:
            found = await self._desk.pick_up(work, act.pickup.number, act.pickup.code)
            if found is not None:
                shown = await self._once(work, found[0], act, key, lane, now)
                return {"kind": "case", "case": show_case(shown, now)}
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
        return await work.cases.summary(await work.cases.get(case.number) or case)

    async def _do(self, work: KioskWork, case: Case, act: PickupAct, key: str, now: datetime) -> Case:
        owner = Citizen(Channel(case.channel), case.citizen_id)
        desk, number = self._desk, case.number
        match act.act:
            case "add":
                return await desk.citizen_adds(
                    work, owner, number, act.text, key=key, now=now, files=act.files
                )
            case "reopen":
                return await desk.reopen(work, owner, number, act.text or "没解决", now=now)
            case "withdraw":
                return await desk.withdraw(work, owner, number, now=now)
            case "rate":
                return await desk.rate(work, owner, number, rating_round(case, now), act.stars, now=now)
            case "release":
                if await desk.release_phone(work, owner, number, now=now) is None:
                    raise MoveRefused(_NO_PHONE)
                return case
            case "take_back":
                await desk.take_phone_back(work, owner, number, now=now)
                return case
            case _:
                assert_never(act.act)


def _require(found: tuple[Case, CaseSummary] | None) -> tuple[Case, CaseSummary]:
    if found is None:
        raise BadRequest(_NO_MATCH, 404)
    return found
