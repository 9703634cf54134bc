"""What staff do with a case: take, answer, ask, close, hand back, give away, take over, join, look at numbers."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Literal

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.desk.acting import MESSAGE_LIMIT, PUSH_CHANNELS
from bot.desk.albums import ALBUM_REST, Grown, tell_more
from bot.desk.citizen_acts import CitizenActs
from bot.desk.corrections import correction_of
from bot.desk.people import StaffMember
from bot.desk.ports import DeskWork
from bot.referral.case import Attachment, Case, CaseMessage, Clock, Move, MoveRefused
from bot.referral.case_file import CaseFile
from bot.referral.clocks import clock_after
from bot.referral.masking import bare, personal_in

_ALONE = "这个工单是您上次办结、群众重开的，不能再由您一个人办结：请同事来点“办结”，或上报"


class StaffActs(CitizenActs):
    """Each act is one short transaction of the caller's; what is done to a lead case is done to those under it."""

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

    async def reply(
        self,
        work: DeskWork,
        member: StaffMember,
        number: str,
        text: str,
        *,
        key: str,
        now: datetime,
        attachments: tuple[Attachment, ...] = (),
        files: tuple[CaseFile, ...] = (),
        is_album: bool = False,
        is_edit: bool = False,
    ) -> Case:
        """Answer the citizen; an unclaimed case is claimed by the first who answers. The pictures of an album come one
        by one under the same `key`, and an edit comes under that of what is edited. Raises NoSuchCase, MoveRefused."""
        case = await self._held(work, member, number, now)
        if is_edit:
            edit = await correction_of(work.cases, case, key, text, attachments)
            if edit is None:
                return case
            text, attachments, key, is_album = edit.text, edit.attachments, edit.key, False
        kept = await self._kept(work, case, "staff", files, key, now)
        said = CaseMessage("staff", text[:MESSAGE_LIMIT], now, (*attachments, *kept))
        return await self._say(work, member, case, said, Move.REPLY, key=key, now=now, is_album=is_album)

    async def ask_citizen(
        self, work: DeskWork, member: StaffMember, number: str, text: str, *, key: str, now: datetime
    ) -> Case:
        """Ask the citizen for something; the case waits for them."""
        case = await self._held(work, member, number, now)
        said = CaseMessage("staff", text[:MESSAGE_LIMIT], now)
        return await self._say(work, member, case, said, Move.ASK_CITIZEN, key=key, now=now)

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

    async def hand_back(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Give the case back to the station for another member to take."""
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
        await work.pulses.acted(case.station_id, now)
        return await self._give(work, case, move, member.actor, station_id, station_name, reason, now)

    async def escalate(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Give the case to the station above. Raises NoSuchCase, MoveRefused where there is none."""
        case = await self.seen_by(work, member, number)
        above = await self._awake_parent(work, case.station_id)
        if above is None:
            raise MoveRefused("这个站点没有上级站点，请用“转办”选一个站点")
        await work.pulses.acted(case.station_id, now)
        return await self._give(work, case, Move.ESCALATE, member.actor, above.id, above.name, reason, now)

    async def join(
        self, work: DeskWork, member: StaffMember, number: str, lead_number: str, *, now: datetime
    ) -> Case:
        """Work a case under a lead case of the same matter; its citizen is told. Raises NoSuchCase, MoveRefused."""
        lead = await self.seen_by(work, member, lead_number)
        case = await self.seen_by(work, member, number)
        if lead.lead_id is not None or lead.id == case.id or lead.state.is_over:
            raise MoveRefused("请选一个正在办、自己没有并入别单的工单来牵头")
        if await work.cases.joined_to(case):
            raise MoveRefused("这个工单自己牵着别的工单，请反过来并")
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
        said = " ".join([case.question, *(one.text for one in await work.cases.messages(case))])
        withheld = set(case.withheld)
        found = personal_in(f"{case.phone or ''} {said}")
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

    async def _say(
        self,
        work: DeskWork,
        member: StaffMember,
        case: Case,
        said: CaseMessage,
        move: Move,
        *,
        key: str,
        now: datetime,
        is_album: bool = False,
    ) -> Case:
        if not await work.cases.add_message(case, said, key=key, staff_id=member.id):
            if is_album:
                await self._answer_grows(work, case, said, key, now)
            return case
        case = await self._move(work, case, move, actor=member.actor, now=now)
        await work.pulses.acted(case.station_id, now)
        not_before = now + ALBUM_REST if is_album else None
        await self._tell_citizen(work, case, self._said(move, case, said), key, now, not_before)
        for one in await work.cases.joined_to(case) if move is Move.REPLY else ():
            await work.cases.add_message(one, said, key=f"{key}/{one.id}", staff_id=member.id)
            one = await self._move(work, one, Move.REPLY, actor=member.actor, now=now)
            words = self._said(move, one, said)
            await self._tell_citizen(work, one, words, f"{key}/{one.id}", now, not_before)
        return case

    async def _answer_grows(
        self, work: DeskWork, case: Case, more: CaseMessage, key: str, now: datetime
    ) -> None:
        """One more picture of an answer's album: for the citizen, and for those who are joined under this case."""
        for one in (case, *await work.cases.joined_to(case)):
            its_key = key if one.id == case.id else f"{key}/{one.id}"
            whole = await work.cases.extend_message(one, its_key, more.attachments)
            if whole is None or Channel(one.channel) not in PUSH_CHANNELS or not one.citizen_id:
                continue
            await tell_more(
                work,
                one,
                Recipient(Channel(one.channel), one.citizen_id),
                Grown(whole, more),
                partial(self._wording.staff_replied, one),
                key=f"citizen/{its_key}",
                now=now,
            )

    def _said(self, move: Move, case: Case, said: CaseMessage) -> Message:
        if move is Move.ASK_CITIZEN:
            return self._wording.staff_asked(case, said.text)
        return self._wording.staff_replied(case, said)

    async def _held(self, work: DeskWork, member: StaffMember, number: str, now: datetime) -> Case:
        case = await self.seen_by(work, member, number)
        if case.state.is_unclaimed:
            return await self.claim(work, member, number, now=now)
        if not case.state.is_over and case.claimed_by != member.id and not member.sees_all:
            raise MoveRefused("工单已由同事接办，请先由其退回，或点“接替”")
        return case
