"""What the desk needs: cases, staff, signs of life of stations, outgoing messages, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bot.conversation import Citizen
from bot.delivery import Message, Outbox
from bot.desk.people import StaffMember
from bot.referral.case import Attachment, Case, CaseMessage, CaseSummary, Clock, Move
from bot.referral.case_file import CaseFile
from bot.referral.station import Station


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
    clock: Clock = field(default_factory=Clock)


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

    async def of_message(self, key: str) -> Case | None:
        """The case that a message of this key belongs to."""

    async def by_id(self, case_id: int) -> Case | None:
        """The case of this id."""

    async def move(
        self,
        case: Case,
        move: Move,
        *,
        actor: str,
        reason: str,
        now: datetime,
        clock: Clock | None = None,
        **changes: Any,
    ) -> Case:
        """Make a move of the table and log it. Raises MoveRefused."""

    async def set_clock(self, case: Case, clock: Clock) -> None:
        """Another clock, without a move."""

    async def keep_phone(self, case: Case, phone: str) -> None:
        """The citizen released this phone for this case."""

    async def withhold_phone(self, case: Case) -> None:
        """The citizen took the phone back."""

    async def rate(self, case: Case, which: int, stars: int, now: datetime) -> None:
        """The citizen's rating on closing (1) or a week later (2); a second one replaces it."""

    async def add_message(
        self, case: Case, message: CaseMessage, *, key: str, staff_id: int | None = None
    ) -> bool:
        """Add a message; False where its key is known."""

    async def extend_message(
        self, case: Case, key: str, attachments: tuple[Attachment, ...]
    ) -> CaseMessage | None:
        """Add pictures to the album of this key; None where there is none."""

    async def message(self, case: Case, key: str) -> CaseMessage | None:
        """The message of this key."""

    async def messages(self, case: Case) -> tuple[CaseMessage, ...]:
        """All messages, oldest first."""

    async def joined_to(self, case: Case) -> list[Case]:
        """The running cases under this lead case."""

    async def neighbours(self, case: Case, since: datetime, limit: int) -> list[Case]:
        """Running cases of the same station that came since, newest first, without this one."""

    async def waiting_at(self, station_id: str) -> int:
        """How many unclaimed cases wait at a station."""

    async def due(self, now: datetime, limit: int) -> list[str]:
        """The numbers of cases whose clock asks for a look, the longest waiting first."""

    async def of_citizen(self, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first."""

    async def summary(self, case: Case) -> CaseSummary:
        """What the citizen sees of a case."""

    async def pick_up(self, number: str, pickup_hash: str, most_failures: int) -> Case | None:
        """The case whose number and pickup code match."""


class CaseFiles(Protocol):
    """Files that came by a page of ours."""

    async def keep(
        self, case: Case, author: str, files: tuple[CaseFile, ...], *, key: str, now: datetime
    ) -> tuple[Attachment, ...]:
        """Keep files, the same key once; gives what stands for them in messages."""

    async def content(self, key: str) -> bytes | None:
        """A kept file; None where it was forgotten."""

    async def kept_of(self, case: Case, author: str) -> int:
        """How many files one side has in a case."""


class StaffRoll(Protocol):
    """Who serves at which station, and in which chats."""

    async def chats_of(self, station_id: str) -> tuple[str, ...]:
        """The messenger chats of a station."""


class Duty(Protocol):
    """Who stands in on which days."""

    async def on_duty(self, station_id: str, day: date) -> tuple[StaffMember, ...]:
        """Who is on duty at a station that day; empty where no duty is set."""


class Pulses(Protocol):
    """Signs of life of stations."""

    async def case_came(self, station_id: str, now: datetime) -> None:
        """A case waits there."""

    async def acted(self, station_id: str, now: datetime) -> None:
        """Somebody there did something."""

    async def is_silent(self, station_id: str) -> bool:
        """Whether it is listed as silent."""

    async def waiting(self) -> list[tuple[str, datetime]]:
        """Where cases wait unanswered, since when."""

    async def fell_silent(self, station_id: str, now: datetime) -> bool:
        """List it."""


class DeskWork(Protocol):
    """The stores that one act of the desk touches, in one transaction."""

    @property
    def cases(self) -> Cases:
        """Cases."""

    @property
    def files(self) -> CaseFiles:
        """Files of cases."""

    @property
    def staff(self) -> StaffRoll:
        """Staff."""

    @property
    def duty(self) -> Duty:
        """Who is on duty."""

    @property
    def pulses(self) -> Pulses:
        """Signs of life."""

    @property
    def outbox(self) -> Outbox:
        """Outgoing messages."""


class Stations(Protocol):
    """The directory, as far as the desk needs it."""

    def get(self, station_id: str) -> Station | None:
        """The station of this id."""

    def known(self, station_id: str) -> Station | None:
        """The same, or a closed one whose cases still run."""

    def parent(self, station: Station) -> Station | None:
        """One step up the ladder."""


class DeskWording(Protocol):
    """The sentences that the desk sends of its own accord. Those to a station mask personal data."""

    def new_case(self, case: Case, said: tuple[CaseMessage, ...], likely: Sequence[Case] = ()) -> Message:
        """To the station: a new case, and those that it is likely the same matter as."""

    def to_duty(self, message: Message, names: Sequence[str], day: date) -> Message:
        """A message to a station, with who is on duty that day."""

    def citizen_added(self, case: Case, said: CaseMessage) -> Message:
        """To the station: more words, or files."""

    def citizen_withdrew(self, case: Case) -> Message:
        """To the station: withdrawn."""

    def citizen_reopened(self, case: Case, reason: str) -> Message:
        """To the station: not solved."""

    def citizen_gave_phone(self, case: Case) -> Message:
        """To the station: a phone was released."""

    def citizen_took_phone_back(self, case: Case) -> Message:
        """To the station: the phone is not theirs to see any more."""

    def citizen_rated(self, case: Case, stars: int) -> Message:
        """To the station: how content the citizen is."""

    def case_claimed(self, case: Case) -> Message:
        """To the citizen: somebody has it."""

    def case_taken(self, case: Case, by: str) -> Message:
        """To the station's chat: who has it."""

    def case_free(self, case: Case) -> Message:
        """To the station's chat: nobody has it any more."""

    def case_given(self, case: Case, move: Move, reason: str) -> Message:
        """To the station that no longer has it."""

    def staff_replied(self, case: Case, said: CaseMessage) -> Message:
        """To the citizen: the answer."""

    def staff_asked(self, case: Case, text: str) -> Message:
        """To the citizen: a question."""

    def case_closed(self, case: Case, reason: str) -> Message:
        """To the citizen: closed."""

    def case_moved(self, case: Case, reason: str) -> Message:
        """To the citizen: another station has it."""

    def case_joined(self, case: Case) -> Message:
        """To the citizen: worked together with the same matter of others."""

    def station_reminded(self, case: Case) -> Message:
        """To the station: overdue."""

    def citizen_told_of_delay(self, case: Case) -> Message:
        """To the citizen: the station was reminded."""

    def citizen_reminded(self, case: Case) -> Message:
        """To the citizen: the station waits for you."""

    def waiting_stopped(self, case: Case) -> Message:
        """To the station: the citizen did not answer, decide."""

    def really_solved(self, case: Case) -> Message:
        """To the citizen, a week after closing."""

    def station_fell_silent(self, station_name: str, days: int) -> Message:
        """To a silent station, and to those above it."""
