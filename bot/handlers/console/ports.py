"""What the console needs of the storage, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol

from bot.desk import (
    Cases,
    DeskWork,
    Duty,
    Invitation,
    KeptReply,
    Pulses,
    Role,
    SearchWord,
    StaffMember,
    StaffRoll,
)
from bot.handlers.console.bench_ports import BenchWork
from bot.handlers.console.notice_ports import NoticePagesWork
from bot.referral.case import Case, CaseMove, CaseState
from bot.referral.duty import Shift
from bot.referral.station_edit import StationChange


class ConsoleInbox(Protocol):
    """Says whether a form came in before."""

    async def receive(self, key: str, lane: str, payload: Any, now: datetime) -> bool: ...
    async def finish(self, key: str, now: datetime, reply: Any = None) -> bool: ...


class ConsoleCases(Cases, Protocol):
    """Cases as staff see them."""

    async def moves(self, case: Case) -> tuple[CaseMove, ...]: ...
    async def of_stations(
        self, station_ids: Sequence[str] | None, states: Sequence[CaseState] = (), limit: int = 200
    ) -> list[Case]: ...
    async def counts(self, station_ids: Sequence[str] | None) -> Mapping[CaseState, int]: ...
    async def overdue(
        self, station_ids: Sequence[str] | None, now: datetime, limit: int = 200
    ) -> list[Case]: ...
    async def held_by(self, staff_id: int) -> list[Case]: ...
    async def changed_since(self, moment: datetime, limit: int = 1000) -> list[Case]: ...


class ConsoleSearch(Protocol):
    """Finds cases by number, place and the words that staff may read."""

    async def find(
        self,
        station_ids: Sequence[str] | None,
        states: Sequence[CaseState],
        words: Sequence[SearchWord],
        limit: int,
        *,
        in_words: bool,
    ) -> list[Case]: ...


class ConsoleDuty(Duty, Protocol):
    """Who stands in on which days."""

    async def shifts(self, station_id: str) -> list[Shift]: ...
    async def add(self, station_id: str, shift: Shift) -> None: ...
    async def end(self, station_id: str, shift_id: int) -> Shift | None: ...


class ConsoleEdits(Protocol):
    """What staff set at stations."""

    async def of(self, station_id: str) -> Mapping[str, str]: ...
    async def put(
        self,
        station_id: str,
        before: Mapping[str, str],
        after: Mapping[str, str],
        staff_id: int,
        now: datetime,
    ) -> None: ...
    async def note(self, station_id: str, change: StationChange) -> None: ...
    async def history(self, station_id: str, limit: int = 30) -> list[StationChange]: ...


class ConsoleReplies(Protocol):
    """Replies kept for frequent use."""

    async def of(self, station_ids: Sequence[str]) -> list[KeptReply]: ...
    async def get(self, reply_id: int) -> KeptReply | None: ...
    async def put(self, station_id: str, name: str, text: str, staff_id: int, now: datetime) -> None: ...
    async def drop(self, reply_id: int) -> None: ...


class ConsoleFigures(Protocol):
    """Counts of cases of some stations (None: of all)."""

    async def by_station(self, station_ids: Sequence[str] | None) -> Mapping[str, int]: ...
    async def running(self, station_ids: Sequence[str] | None) -> int: ...
    async def overdue(self, station_ids: Sequence[str] | None, now: datetime) -> int: ...
    async def closed_since(self, station_ids: Sequence[str] | None, moment: datetime) -> int: ...
    async def by_entry(
        self, station_ids: Sequence[str] | None, start: datetime, end: datetime
    ) -> Mapping[str | None, int]: ...


class ConsoleStaff(StaffRoll, Protocol):
    """Staff, invitations, sessions and linked chats."""

    async def has_anyone(self) -> bool: ...
    async def get(self, staff_id: int) -> StaffMember | None: ...
    async def everyone(self) -> list[StaffMember]: ...
    async def names(self) -> Mapping[int, str]: ...
    async def named(self, name: str, role: Role, station_id: str | None) -> StaffMember | None: ...
    async def admit(
        self, name: str, role: Role, station_id: str | None, now: datetime, telegram_user: str | None = None
    ) -> StaffMember: ...
    async def dismiss(self, staff_id: int) -> None: ...
    async def invite(self, invitation: Invitation, now: datetime) -> str: ...
    async def peek_invitation(self, code: str, purpose: str, now: datetime) -> Invitation | None: ...
    async def take_invitation(self, code: str, purpose: str, now: datetime) -> Invitation | None: ...
    async def log_in(self, staff_id: int, now: datetime) -> str: ...
    async def log_out(self, token: str) -> None: ...
    async def of_session(self, token: str, now: datetime) -> StaffMember | None: ...
    async def telegram_of(self, staff_id: int) -> str | None: ...
    async def unlink_chat(self, chat_id: str) -> None: ...
    async def station_of_chat(self, chat_id: str) -> str | None: ...


class ConsolePulses(Pulses, Protocol):
    """Which stations answer."""

    async def silent(self) -> Mapping[str, datetime]: ...


class ConsoleWork(DeskWork, BenchWork, NoticePagesWork, Protocol):
    """The stores that one request of the console touches."""

    @property
    def cases(self) -> ConsoleCases: ...
    @property
    def search(self) -> ConsoleSearch: ...
    @property
    def duty(self) -> ConsoleDuty: ...
    @property
    def station_edits(self) -> ConsoleEdits: ...
    @property
    def replies(self) -> ConsoleReplies: ...
    @property
    def figures(self) -> ConsoleFigures: ...
    @property
    def staff(self) -> ConsoleStaff: ...
    @property
    def pulses(self) -> ConsolePulses: ...
    @property
    def inbox(self) -> ConsoleInbox: ...


class ConsoleWorks(Protocol):
    """Opens units of work."""

    def writing(self) -> AbstractAsyncContextManager[ConsoleWork]:
        """A unit that is kept at its end, or undone on an exception."""

    def reading(self) -> AbstractAsyncContextManager[ConsoleWork]:
        """A unit that only reads."""


__all__ = ["ConsoleWorks"]
