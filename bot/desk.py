"""Staff take over a case: opened by the citizen's consent, claimed, answered, closed, opened again."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

from bot.conversation import Channel, Citizen
from bot.delivery import Message, Outbox, Recipient
from bot.referral.case import Case, CaseMessage, CaseSummary, Move, MoveRefused

PUSH_CHANNELS = {Channel.TELEGRAM, Channel.WECHAT}
MOST_PICKUP_FAILURES = 10
MESSAGE_LIMIT = 3500


class Role(StrEnum):
    """What a member of staff may do."""

    STATION = "station"
    LEAD = "lead"
    DISTRICT = "district"
    CITY = "city"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True)
class StaffMember:
    """Who works cases; `station_id` is None for those who are not bound to one station."""

    id: int
    name: str
    role: Role
    station_id: str | None

    @property
    def sees_all(self) -> bool:
        """City staff and administrators see every station's cases."""
        return self.role in {Role.ADMIN, Role.CITY}


@dataclass(frozen=True)
class Invitation:
    """A one-time admission to the console, or a one-time link of a chat to a station."""

    purpose: Literal["console", "chat"]
    name: str
    role: Role
    station_id: str | None


@dataclass(frozen=True)
class NewCase:
    """A case to be opened. The same `origin` twice is one case."""

    origin: str
    citizen: Citizen
    station_id: str
    station_name: str
    question: str
    messages: tuple[CaseMessage, ...]
    entry_id: str | None
    consent_text_hash: str
    pickup_hash: str | None
    opened_at: datetime


@dataclass(frozen=True)
class OpenedCase:
    """What the citizen is told of a new case; the pickup code is shown once and kept only as a hash."""

    number: str
    station_name: str
    pickup_code: str | None


class NoSuchCase(Exception):
    """没有这个工单，或您无权查看。"""


class Cases(Protocol):
    """Where cases are kept."""

    async def open(self, new: NewCase) -> Case:
        """Keep a new case, or give the one of the same origin."""

    async def get(self, number: str) -> Case | None:
        """The case of this number."""

    async def move(
        self, case: Case, move: Move, *, actor: str, reason: str, now: datetime, **changes: Any
    ) -> Case:
        """Make a move of the table and log it. Raises MoveRefused."""

    async def add_message(
        self, case: Case, message: CaseMessage, *, key: str, staff_id: int | None = None
    ) -> bool:
        """Add a message; False where its key is known."""

    async def messages(self, case: Case) -> tuple[CaseMessage, ...]:
        """All messages, oldest first."""

    async def of_citizen(self, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first."""

    async def summary(self, case: Case) -> CaseSummary:
        """What the citizen sees of a case."""

    async def pick_up(self, number: str, pickup_hash: str, most_failures: int) -> Case | None:
        """The case whose number and pickup code match."""


class StaffRoll(Protocol):
    """Who serves at which station, and in which chats."""

    async def chats_of(self, station_id: str) -> tuple[str, ...]:
        """The messenger chats of a station."""


class DeskWork(Protocol):
    """The stores that one act of the desk touches, in one transaction."""

    @property
    def cases(self) -> Cases:
        """Cases."""

    @property
    def staff(self) -> StaffRoll:
        """Staff."""

    @property
    def outbox(self) -> Outbox:
        """Outgoing messages."""


class DeskWording(Protocol):
    """The sentences that the desk sends of its own accord."""

    def new_case(self, case: Case, said: tuple[CaseMessage, ...]) -> Message:
        """To the station: a new case."""

    def citizen_added(self, case: Case, text: str) -> Message:
        """To the station: more words."""

    def citizen_withdrew(self, case: Case) -> Message:
        """To the station: withdrawn."""

    def citizen_reopened(self, case: Case, reason: str) -> Message:
        """To the station: not solved."""

    def case_claimed(self, case: Case) -> Message:
        """To the citizen: somebody has it."""

    def case_taken(self, case: Case, by: str) -> Message:
        """To the station's chat: who has it."""

    def staff_replied(self, case: Case, text: str) -> Message:
        """To the citizen: the answer."""

    def staff_asked(self, case: Case, text: str) -> Message:
        """To the citizen: a question."""

    def case_closed(self, case: Case, reason: str) -> Message:
        """To the citizen: closed."""

    def case_moved(self, case: Case, reason: str) -> Message:
        """To the citizen: another station has it."""


class Desk:
    """The acts on a case, each one short transaction of the caller's; messages go through the outbox."""

    def __init__(self, wording: DeskWording) -> None:
        self._wording = wording

    # ------------------------------------------------------------ the citizen's acts

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
        """Open a case and tell the station's chats. At a kiosk nobody can be called back: a pickup code is made."""
        code = None if citizen.channel in PUSH_CHANNELS else f"{secrets.randbelow(10**8):08d}"
        case = await work.cases.open(
            NewCase(
                origin,
                citizen,
                station_id,
                station_name,
                question[:MESSAGE_LIMIT],
                said,
                entry_id,
                _hashed(consent_text),
                _hashed(code) if code else None,
                now,
            )
        )
        await self._tell_station(work, case, self._wording.new_case(case, said), f"{case.number}/new", now)
        return OpenedCase(case.number, case.station_name, code)

    async def citizen_adds(
        self, work: DeskWork, citizen: Citizen, number: str, text: str, *, key: str, now: datetime
    ) -> Case:
        """Add the citizen's words to their running case and pass them on. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        case = await work.cases.move(case, Move.CITIZEN_ADDS, actor="citizen", reason="", now=now)
        await work.cases.add_message(case, CaseMessage("citizen", text[:MESSAGE_LIMIT], now), key=key)
        await self._tell_station(
            work, case, self._wording.citizen_added(case, text[:MESSAGE_LIMIT]), key, now
        )
        return case

    async def withdraw(self, work: DeskWork, citizen: Citizen, number: str, *, now: datetime) -> Case:
        """The citizen no longer wants the case worked. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        case = await work.cases.move(case, Move.WITHDRAW, actor="citizen", reason="", now=now)
        await self._tell_station(work, case, self._wording.citizen_withdrew(case), f"{number}/withdrawn", now)
        return case

    async def reopen(
        self, work: DeskWork, citizen: Citizen, number: str, reason: str, *, now: datetime
    ) -> Case:
        """The citizen says that a closed case is not solved. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        case = await work.cases.move(
            case, Move.REOPEN, actor="citizen", reason=reason, now=now, claimed_by=None
        )
        key = f"{number}/reopened/{now.isoformat()}"
        await self._tell_station(work, case, self._wording.citizen_reopened(case, reason), key, now)
        return case

    async def cases_of(self, work: DeskWork, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first."""
        return await work.cases.of_citizen(citizen)

    async def pick_up(self, work: DeskWork, number: str, pickup_code: str) -> tuple[Case, CaseSummary] | None:
        """A kiosk case by its number and pickup code; None where they do not match."""
        code = "".join(pickup_code.split())
        case = await work.cases.pick_up(number, _hashed(code), MOST_PICKUP_FAILURES)
        return None if case is None else (case, await work.cases.summary(case))

    # ------------------------------------------------------------ the staff's acts

    async def claim(self, work: DeskWork, member: StaffMember, number: str, *, now: datetime) -> Case:
        """Take the case: of two who press at once exactly one gets it. Raises NoSuchCase, MoveRefused."""
        case = await self.seen_by(work, member, number)
        case = await work.cases.move(
            case, Move.CLAIM, actor=_actor(member), reason="", now=now, claimed_by=member.id
        )
        await self._tell_citizen(
            work, case, self._wording.case_claimed(case), f"{number}/claimed/{now.isoformat()}", now
        )
        return case

    async def reply(
        self, work: DeskWork, member: StaffMember, number: str, text: str, *, key: str, now: datetime
    ) -> Case:
        """Answer the citizen; an unclaimed case is claimed by the first who answers."""
        return await self._say(work, member, number, text, Move.REPLY, key=key, now=now)

    async def ask_citizen(
        self, work: DeskWork, member: StaffMember, number: str, text: str, *, key: str, now: datetime
    ) -> Case:
        """Ask the citizen for something; the case waits for them."""
        return await self._say(work, member, number, text, Move.ASK_CITIZEN, key=key, now=now)

    async def close(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Close the case with a reason that the citizen reads."""
        case = await self._held(work, member, number, now)
        case = await work.cases.move(case, Move.CLOSE, actor=_actor(member), reason=reason, now=now)
        key = f"{number}/closed/{now.isoformat()}"
        await self._tell_citizen(work, case, self._wording.case_closed(case, reason), key, now)
        return case

    async def hand_back(
        self, work: DeskWork, member: StaffMember, number: str, reason: str, *, now: datetime
    ) -> Case:
        """Give the case back to the station for another member to take."""
        case = await self._held(work, member, number, now)
        return await work.cases.move(
            case, Move.HAND_BACK, actor=_actor(member), reason=reason, now=now, claimed_by=None
        )

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
        case = await work.cases.move(
            case,
            move,
            actor=_actor(member),
            reason=reason,
            now=now,
            claimed_by=None,
            station_id=station_id,
            station_name=station_name,
        )
        key = f"{number}/{move}/{now.isoformat()}"
        await self._tell_citizen(work, case, self._wording.case_moved(case, reason), key, now)
        said = await work.cases.messages(case)
        await self._tell_station(work, case, self._wording.new_case(case, said), f"{key}/new", now)
        return case

    async def seen_by(self, work: DeskWork, member: StaffMember, number: str) -> Case:
        """The case, if this member may see it. Raises NoSuchCase, which does not say whether it exists."""
        case = await work.cases.get(number)
        if case is None or not (member.sees_all or member.station_id == case.station_id):
            raise NoSuchCase
        return case

    # ------------------------------------------------------------ private

    async def _say(
        self,
        work: DeskWork,
        member: StaffMember,
        number: str,
        text: str,
        move: Move,
        *,
        key: str,
        now: datetime,
    ) -> Case:
        case = await self._held(work, member, number, now)
        said = CaseMessage("staff", text[:MESSAGE_LIMIT], now)
        if not await work.cases.add_message(case, said, key=key, staff_id=member.id):
            return case
        case = await work.cases.move(case, move, actor=_actor(member), reason="", now=now)
        word = self._wording.staff_asked if move is Move.ASK_CITIZEN else self._wording.staff_replied
        await self._tell_citizen(work, case, word(case, said.text), key, now)
        return case

    async def _held(self, work: DeskWork, member: StaffMember, number: str, now: datetime) -> Case:
        case = await self.seen_by(work, member, number)
        if case.state.is_unclaimed:
            return await self.claim(work, member, number, now=now)
        if not case.state.is_over and case.claimed_by != member.id and not member.sees_all:
            raise MoveRefused("工单已由同事接办，请先由其退回")
        return case

    async def _own(self, work: DeskWork, citizen: Citizen, number: str) -> Case:
        case = await work.cases.get(number)
        if case is None or (case.channel, case.citizen_id) != (citizen.channel.value, citizen.id):
            raise NoSuchCase
        return case

    async def _tell_citizen(
        self, work: DeskWork, case: Case, message: Message, key: str, now: datetime
    ) -> None:
        channel = Channel(case.channel)
        if channel in PUSH_CHANNELS and case.citizen_id:
            recipient = Recipient(channel, case.citizen_id)
            await work.outbox.put(recipient, message, key=f"citizen/{key}", now=now, case_number=case.number)

    async def _tell_station(
        self, work: DeskWork, case: Case, message: Message, key: str, now: datetime
    ) -> None:
        for chat in await work.staff.chats_of(case.station_id):
            recipient = Recipient(Channel.TELEGRAM, chat)
            await work.outbox.put(recipient, message, key=f"{chat}/{key}", now=now, case_number=case.number)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _actor(member: StaffMember) -> str:
    return f"staff:{member.id}"
