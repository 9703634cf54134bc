"""Giving a case away: to another station, or to the one above."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.desk.citizen_acts import CitizenActs
from bot.desk.people import StaffMember
from bot.desk.ports import DeskWork
from bot.referral.case import Case, Move, MoveRefused


class GivingActs(CitizenActs):
    """What takes a case to another station; each act is one short transaction of the caller's."""

    async def transfer(
        self,
        work: DeskWork,
        member: StaffMember,
        number: str,
        *,
        station_id: str,
        station_name: str,
        reason: str,
        now: datetime,
        move: Literal[Move.TRANSFER, Move.ESCALATE] = Move.TRANSFER,
    ) -> Case:
        """Give the case to another station (or its parent); the citizen and the new station are told."""
        case = await self.seen_by(work, member, number)
        if case.station_id == station_id:
            raise MoveRefused("工单已经在这个站点")
        given = await self._give(work, case, move, member.actor, station_id, station_name, reason, now)
        await work.pulses.acted(case.station_id, now)
        return given

    async def escalate(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Give the case to the station above. Raises NoSuchCase, MoveRefused where there is none."""
        case = await self.seen_by(work, member, number)
        above = await self._awake_parent(work, case.station_id)
        if above is None:
            raise MoveRefused("这个站点没有上级站点，请用“转办”选一个站点")
        given = await self._give(work, case, Move.ESCALATE, member.actor, above.id, above.name, reason, now)
        await work.pulses.acted(case.station_id, now)
        return given

    # ------------------------------------------------------------ private

    async def _give(
        self,
        work: DeskWork,
        case: Case,
        move: Move,
        actor: str,
        station_id: str,
        station_name: str,
        reason: str,
        now: datetime,
    ) -> Case:
        old, followers = case.station_id, await work.cases.joined_to(case)
        there = {
            "station_id": station_id,
            "station_name": station_name,
            "claimed_by": None,
            "held_since": None,
        }
        # One case given away alone leaves its matter; a lead takes those under it along.
        case = await self._move(work, case, move, actor=actor, reason=reason, now=now, lead_id=None, **there)
        for one in (case, *followers):
            if one.id != case.id:
                one = await self._move(work, one, move, actor=actor, reason=reason, now=now, **there)
            key = f"{one.number}/{move}/{now.isoformat()}"
            await self._tell_citizen(work, one, self._wording.case_moved(one, reason), key, now)
        key = f"{case.number}/{move}/{now.isoformat()}"
        given = self._wording.case_given(case, move, reason)
        await self._tell_station(work, case, given, f"{key}/given", now, old)
        await self._arrives(work, case, f"{key}/new", now)
        return case
