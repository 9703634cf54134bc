"""What a citizen does with a case: opens it, adds to it, withdraws it, opens it again, rates it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from functools import partial

from bot.conversation import Channel, Citizen
from bot.delivery import Recipient
from bot.desk.acting import MESSAGE_LIMIT, PUSH_CHANNELS
from bot.desk.albums import ALBUM_REST, Grown, tell_more
from bot.desk.corrections import correction_of
from bot.desk.phone_acts import PhoneActs
from bot.desk.ports import DeskWork, NewCase, OpenedCase
from bot.referral.case import (
    Attachment,
    Case,
    CaseMessage,
    CaseState,
    CaseSummary,
    Clock,
    Move,
    MoveRefused,
    require_move,
)
from bot.referral.case_file import CaseFile
from bot.referral.clocks import REOPEN_WITHIN, clock_after

MOST_PICKUP_FAILURES = 10


class CitizenActs(PhoneActs):
    """Each act is one short transaction of the caller's."""

    async def open(
        self,
        work: DeskWork,
        citizen: Citizen,
        *,
        origin: str,
        station_id: str,
        station_name: str,
        question: str,
        said: tuple[CaseMessage, ...],
        entry_id: str | None,
        consent_text: str,
        now: datetime,
    ) -> OpenedCase:
        """Open a case and tell the station's chats; a silent station's new cases go to the one above it.
        At a kiosk nobody can be called back: a pickup code is made."""
        code = None if citizen.channel in PUSH_CHANNELS else f"{secrets.randbelow(10**8):08d}"
        if await work.pulses.is_silent(station_id):
            above = await self._awake_parent(work, station_id)
            station_id, station_name = (above.id, above.name) if above else (station_id, station_name)
        case = await work.cases.open(
            NewCase(
                origin,
                citizen,
                station_id,
                station_name,
                question[:MESSAGE_LIMIT],
                said,
                entry_id,
                hashed(consent_text),
                hashed(code) if code else None,
                now,
                clock_after(Clock(), None, now, self.working_time(station_id), self.limits(station_id)),
            )
        )
        await self._arrives(work, case, f"{case.number}/new", now)
        return OpenedCase(case.number, case.station_name, code)

    async def citizen_adds(
        self,
        work: DeskWork,
        citizen: Citizen,
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
        """Add the citizen's words and files to their running case and pass them on; the pictures of an album come
        one by one under the same `key`, and an edit comes under that of what is edited.
        Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        require_move(case.state, Move.CITIZEN_ADDS)
        if is_edit:
            edit = await correction_of(work.cases, case, key, text, attachments)
            if edit is None:
                return case
            text, attachments, key, is_album = edit.text, edit.attachments, edit.key, False
        kept = await self._kept(work, case, "citizen", files, key, now)
        said = CaseMessage("citizen", text[:MESSAGE_LIMIT], now, (*attachments, *kept))
        if not await work.cases.add_message(case, said, key=key):
            if is_album:
                await self._album_grows(work, case, said, key, now)
            return case
        case = await self._move(work, case, Move.CITIZEN_ADDS, actor="citizen", now=now)
        message, not_before = self._wording.citizen_added(case, said), now + ALBUM_REST if is_album else None
        await self._tell_station(work, case, message, key, now, not_before=not_before)
        return case

    async def withdraw(self, work: DeskWork, citizen: Citizen, number: str, *, now: datetime) -> Case:
        """The citizen no longer wants the case worked. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        case = await self._move(work, case, Move.WITHDRAW, actor="citizen", now=now, lead_id=None)
        await work.cases.withhold_phone(case)
        await self._tell_station(work, case, self._wording.citizen_withdrew(case), f"{number}/withdrawn", now)
        await self._pass_lead_on(work, case, now)
        if not await work.cases.waiting_at(case.station_id) and not await work.pulses.is_silent(
            case.station_id
        ):
            await work.pulses.acted(case.station_id, now)
        return case

    async def reopen(
        self, work: DeskWork, citizen: Citizen, number: str, reason: str, *, now: datetime
    ) -> Case:
        """The citizen says that a case closed in the last 30 days is not solved. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        if case.closed_at is not None and now - case.closed_at > REOPEN_WITHIN:
            raise MoveRefused("办结已经超过 30 天，不能重开；请提交新的工单")
        case = await self._move(
            work,
            case,
            Move.REOPEN,
            actor="citizen",
            reason=reason,
            now=now,
            claimed_by=None,
            held_since=None,
            lead_id=None,
            barred_closer=case.closed_by,
        )
        await work.pulses.case_came(case.station_id, now)
        key = f"{number}/reopened/{now.isoformat()}"
        await self._tell_duty(work, case, self._wording.citizen_reopened(case, reason), key, now)
        return case

    async def rate(
        self, work: DeskWork, citizen: Citizen, number: str, which: int, stars: int, *, now: datetime
    ) -> Case:
        """1 to 5 stars, on closing (`which` 1) or a week later (2). Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        if case.state is not CaseState.CLOSED:
            raise MoveRefused("工单办结以后才能评价")
        await work.cases.rate(case, which, stars, now)
        key = f"{number}/rated/{which}/{stars}"
        await self._tell_station(work, case, self._wording.citizen_rated(case, stars), key, now)
        return case

    async def cases_of(self, work: DeskWork, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first."""
        return await work.cases.of_citizen(citizen)

    async def pick_up(self, work: DeskWork, number: str, pickup_code: str) -> tuple[Case, CaseSummary] | None:
        """A kiosk case by its number and pickup code; None where they do not match."""
        code = "".join(pickup_code.split())
        case = await work.cases.pick_up(number, hashed(code), MOST_PICKUP_FAILURES)
        return None if case is None else (case, await work.cases.summary(case))

    # ------------------------------------------------------------ private

    async def _album_grows(
        self, work: DeskWork, case: Case, more: CaseMessage, key: str, now: datetime
    ) -> None:
        whole = await work.cases.extend_message(case, key, more.attachments)
        if whole is None:
            return
        for chat in await work.staff.chats_of(case.station_id):
            await tell_more(
                work,
                case,
                Recipient(Channel.TELEGRAM, chat),
                Grown(whole, more),
                partial(self._wording.citizen_added, case),
                key=f"{chat}/{key}",
                now=now,
            )

    async def _pass_lead_on(self, work: DeskWork, case: Case, now: datetime) -> None:
        """The lead case of a matter ended alone: the oldest of the others leads from now on."""
        others = await work.cases.joined_to(case)
        for position, one in enumerate(others):
            lead_id = others[0].id if position else None
            clock = case.clock if lead_id is None else one.clock
            reason = f"牵头工单 {case.number} 已结束，改由本单牵头"
            if lead_id is None:
                one = await self._move(
                    work, one, Move.PART, actor="system", reason=reason, now=now, lead_id=None
                )
                clock = clock_after(
                    Clock(),
                    Move.CLAIM if one.claimed_by else None,
                    now,
                    self.working_time(one.station_id),
                    self.limits(one.station_id),
                )
                await work.cases.set_clock(one, clock)
                continue
            await work.cases.move(
                one, Move.JOIN, actor="system", reason=reason, now=now, clock=clock, lead_id=lead_id
            )


def hashed(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
