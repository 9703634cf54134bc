"""Who holds a case: taking it, handing it back, taking it over from a colleague."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.giving_acts import GivingActs
from bot.desk.people import StaffMember
from bot.desk.ports import DeskWork
from bot.referral.case import Case, Move, MoveRefused


class HoldingActs(GivingActs):
    """What changes who holds a case; what is done to a lead case is done to those under it."""

    async def claim(self, work: DeskWork, member: StaffMember, number: str, *, now: datetime) -> Case:
        """Take the case: of two who press at once exactly one gets it. Raises NoSuchCase, MoveRefused."""
        case = await self.seen_by(work, member, number)
        held: dict[str, Any] = {"claimed_by": member.id, "held_since": now}
        case = await self._move(work, case, Move.CLAIM, actor=member.actor, now=now, **held)
        await work.pulses.acted(case.station_id, now)
        key = f"{number}/claimed/{now.isoformat()}"
        await self._tell_citizen(work, case, self._wording.case_claimed(case), key, now)
        for one in await work.cases.joined_to(case):
            if one.state.is_unclaimed:
                await self._move(work, one, Move.CLAIM, actor=member.actor, now=now, **held)
        return case

    async def hand_back(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Give the case back to the station for another member to take. Raises NoSuchCase, MoveRefused."""
        if (await self.seen_by(work, member, number)).state.is_unclaimed:
            raise MoveRefused("工单还没有人接，不用退回")
        case = await self._held(work, member, number, now)
        free = {"claimed_by": None, "held_since": None}
        for one in await work.cases.joined_to(case):
            await self._move(work, one, Move.HAND_BACK, actor=member.actor, reason=reason, now=now, **free)
        case = await self._move(
            work, case, Move.HAND_BACK, actor=member.actor, reason=reason, now=now, lead_id=None, **free
        )
        await work.pulses.acted(case.station_id, now)
        return case

    async def substitute(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Take over a case that a colleague holds (duty, leave). Raises NoSuchCase, MoveRefused."""
        case = await self.seen_by(work, member, number)
        if case.claimed_by == member.id:
            raise MoveRefused("这个工单已经在您手上")
        held = {"claimed_by": member.id, "held_since": now}
        for one in await work.cases.joined_to(case):
            await self._move(work, one, Move.SUBSTITUTE, actor=member.actor, reason=reason, now=now, **held)
        case = await self._move(
            work, case, Move.SUBSTITUTE, actor=member.actor, reason=reason, now=now, **held
        )
        await work.pulses.acted(case.station_id, now)
        return case

    async def tell_who_has_it(
        self, work: DeskWork, member: StaffMember, number: str, *, now: datetime
    ) -> None:
        """Tell the station's chats who has the case now, or that nobody has: where that was settled elsewhere."""
        case = await self.seen_by(work, member, number)
        told = (
            self._wording.case_free(case)
            if case.state.is_unclaimed
            else self._wording.case_taken(case, member.name)
        )
        await self._tell_station(work, case, told, f"{number}/holder/{now.isoformat()}", now)

    # ------------------------------------------------------------ private

    async def _held(self, work: DeskWork, member: StaffMember, number: str, now: datetime) -> Case:
        case = await self.seen_by(work, member, number)
        if case.state.is_unclaimed:
            return await self.claim(work, member, number, now=now)
        if not case.state.is_over and case.claimed_by != member.id and not member.sees_all:
            raise MoveRefused("工单已由同事接办，请先由其退回，或点“接替”")
        return case
