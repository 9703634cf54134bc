"""What staff say to the citizen: answers, pictures, questions."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.desk.acting import MESSAGE_LIMIT, PUSH_CHANNELS
from bot.desk.albums import ALBUM_REST, Grown, tell_more
from bot.desk.corrections import correction_of
from bot.desk.holding_acts import HoldingActs
from bot.desk.people import StaffMember
from bot.desk.ports import DeskWork
from bot.referral.case import Attachment, Case, CaseMessage, Move, require_move
from bot.referral.case_file import CaseFile


class SpeakingActs(HoldingActs):
    """What is said to a citizen is said to all whose cases are joined under theirs."""

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

    # ------------------------------------------------------------ private

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
        # Before anything is kept: who catches the refusal goes on with the same transaction.
        require_move(case.state, move)
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
