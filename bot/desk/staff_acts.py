"""What staff do with a case beside taking, giving and answering it: closing, joining, looking at numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.people import StaffMember
from bot.desk.ports import DeskWork
from bot.desk.speaking_acts import SpeakingActs
from bot.referral.case import Case, Clock, Move, MoveRefused, require_move
from bot.referral.clocks import clock_after
from bot.referral.masking import bare, personal_in

_ALONE = "这个工单是您上次办结、群众重开的，不能再由您一个人办结：请同事来点“办结”，或上报"


class StaffActs(SpeakingActs):
    """Each act is one short transaction of the caller's; what is done to a lead case is done to those under it."""

    async def close(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Close the case with a reason that the citizen reads. One that was opened again after this member closed
        it needs another one: their colleague may close it over their head. Raises NoSuchCase, MoveRefused."""
        case = await self.seen_by(work, member, number)
        if case.barred_closer == member.id and not case.state.is_over:
            raise MoveRefused(_ALONE)
        if case.barred_closer is None or case.barred_closer != case.claimed_by:
            case = await self._held(work, member, number, now)
        for one in (case, *await self._closed_along(work, case, member, now)):
            one = await self._move(
                work,
                one,
                Move.CLOSE,
                actor=member.actor,
                reason=reason,
                now=now,
                closed_at=now,
                closed_by=member.id,
            )
            key = f"{one.number}/closed/{now.isoformat()}"
            await self._tell_citizen(work, one, self._wording.case_closed(one, reason), key, now)
            case = one if one.id == case.id else case
        await work.pulses.acted(case.station_id, now)
        return case

    async def join(
        self, work: DeskWork, member: StaffMember, number: str, lead_number: str, *, now: datetime
    ) -> Case:
        """Work a case under a lead case of the same matter; its citizen is told. Raises NoSuchCase, MoveRefused."""
        lead = await self.seen_by(work, member, lead_number)
        case = await self.seen_by(work, member, number)
        if lead.lead_id is not None or lead.id == case.id or lead.state.is_over:
            raise MoveRefused("请选一个正在办、自己没有并入别单的工单来牵头")
        if case.claimed_by not in {None, member.id, lead.claimed_by} and not member.sees_all:
            raise MoveRefused("这个工单已由同事接办，请同事来并，或先点“接替”")
        if await work.cases.joined_to(case):
            raise MoveRefused("这个工单自己牵着别的工单，请反过来并")
        require_move(case.state, Move.JOIN)
        if lead.state.is_unclaimed:
            lead = await self.claim(work, member, lead_number, now=now)
        held: dict[str, Any] = {"claimed_by": lead.claimed_by, "held_since": lead.held_since}
        if case.state.is_unclaimed:
            case = await self._move(work, case, Move.CLAIM, actor=member.actor, now=now, **held)
        case = await self._move(
            work,
            case,
            Move.JOIN,
            actor=member.actor,
            reason=f"与 {lead.number} 同一件事",
            now=now,
            lead_id=lead.id,
            station_id=lead.station_id,
            station_name=lead.station_name,
            **held,
        )
        await work.pulses.acted(case.station_id, now)
        key = f"{number}/joined/{now.isoformat()}"
        await self._tell_citizen(work, case, self._wording.case_joined(case), key, now)
        return case

    async def reveal(
        self, work: DeskWork, member: StaffMember, number: str, *, now: datetime
    ) -> tuple[Case, tuple[str, ...]]:
        """The numbers that are masked in a case, for who works it; looking is logged. Raises MoveRefused."""
        case = await self.seen_by(work, member, number)
        if case.claimed_by != member.id:
            raise MoveRefused("只有经办人能看被遮住的号码，请先接单")
        case = await self._move(work, case, Move.REVEAL, actor=member.actor, now=now)
        # Line by line: digits of two messages are no number together.
        said = [case.phone or "", case.question, *(one.text for one in await work.cases.messages(case))]
        withheld = set(case.withheld)
        found = personal_in("\n".join(said))
        return case, tuple(one for one in found if bare(one) not in withheld)

    # ------------------------------------------------------------ private

    async def _closed_along(
        self, work: DeskWork, case: Case, member: StaffMember, now: datetime
    ) -> list[Case]:
        """The cases under a lead that close with it; one that this member may not close alone goes on by itself."""
        followers = await work.cases.joined_to(case)
        for one in followers:
            if one.barred_closer == member.id:
                parted = await self._move(
                    work, one, Move.PART, actor="system", reason="群众说没解决，单独办", now=now, lead_id=None
                )
                working, limits = self.working_time(one.station_id), self.limits(one.station_id)
                await work.cases.set_clock(parted, clock_after(Clock(), Move.REPLY, now, working, limits))
        return [one for one in followers if one.barred_closer != member.id]
