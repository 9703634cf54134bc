"""What all acts share: the move with its clock, who may see a case, and telling both sides through the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.conversation import Channel, Citizen
from bot.delivery import Message, Recipient
from bot.desk.people import Role, StaffMember
from bot.desk.ports import DeskWording, DeskWork, NoSuchCase, Stations
from bot.referral.case import Attachment, Case, Move, MoveRefused
from bot.referral.case_file import CaseFile
from bot.referral.clocks import ClockSettings, Limits, clock_after
from bot.referral.division import Level
from bot.referral.station import Station
from bot.referral.workdays import LOCAL_ZONE
from bot.referral.working_time import WorkingTime

PUSH_CHANNELS = {Channel.TELEGRAM, Channel.WECHAT}
# As long as a message of Telegram can be: nothing that somebody wrote there is cut off.
MESSAGE_LIMIT = 4096
MOST_KEPT_FILES = 60


class Acting:
    """The ground that the acts of citizens, staff and time stand on."""

    def __init__(
        self,
        wording: DeskWording,
        stations: Callable[[], Stations] | None = None,
        clocks: ClockSettings | None = None,
    ) -> None:
        self._wording = wording
        self._stations = stations
        self._clocks = clocks or ClockSettings()

    # ------------------------------------------------------------ stations

    def _station(self, station_id: str) -> Station | None:
        return self._stations().known(station_id) if self._stations else None

    def _parent(self, station_id: str) -> Station | None:
        station = self._station(station_id)
        return self._stations().parent(station) if self._stations and station else None

    async def _awake_parent(self, work: DeskWork, station_id: str) -> Station | None:
        """The next station up the ladder that answers; the topmost one whether it does or not."""
        parent = self._parent(station_id)
        while parent is not None and await work.pulses.is_silent(parent.id):
            above = self._parent(parent.id)
            if above is None:
                break
            parent = above
        return parent

    def working_time(self, station_id: str) -> WorkingTime:
        """The working time of a station."""
        station = self._station(station_id)
        return WorkingTime.of(station.hours if station else None)

    def limits(self, station_id: str) -> Limits:
        """How long its steps may take."""
        station = self._station(station_id)
        return self._clocks.of(station.level if station else Level.TOWNSHIP)

    # ------------------------------------------------------------ moves

    async def _move(
        self,
        work: DeskWork,
        case: Case,
        move: Move,
        *,
        actor: str,
        now: datetime,
        reason: str = "",
        **changes: Any,
    ) -> Case:
        """Make the move and set the clock anew, by the hours of the station that has the case afterwards."""
        station_id = str(changes.get("station_id", case.station_id))
        clock = clock_after(case.clock, move, now, self.working_time(station_id), self.limits(station_id))
        # Under a lead case only the lead's clock runs.
        if case.lead_id is not None and "lead_id" not in changes and move is not Move.CLOSE:
            clock = case.clock
        return await work.cases.move(case, move, actor=actor, reason=reason, now=now, clock=clock, **changes)

    # ------------------------------------------------------------ who may

    async def seen_by(self, work: DeskWork, member: StaffMember, number: str) -> Case:
        """The case, if this member may see it. Raises NoSuchCase, which does not say whether it exists."""
        case = await work.cases.get(number)
        if case is None or not self._may_see(member, case):
            raise NoSuchCase
        return case

    def _may_see(self, member: StaffMember, case: Case) -> bool:
        if not member.reads_words:
            return False
        if member.sees_all or member.station_id == case.station_id:
            return True
        if member.role is not Role.DISTRICT:
            return False
        own, theirs = self._station(member.station_id or ""), self._station(case.station_id)
        return bool(own and theirs and theirs.division_code.startswith(own.division_code))

    async def _own(self, work: DeskWork, citizen: Citizen, number: str) -> Case:
        case = await work.cases.get(number)
        if case is None or (case.channel, case.citizen_id) != (citizen.channel.value, citizen.id):
            raise NoSuchCase
        return case

    # ------------------------------------------------------------ telling

    async def _tell_citizen(
        self,
        work: DeskWork,
        case: Case,
        message: Message,
        key: str,
        now: datetime,
        not_before: datetime | None = None,
    ) -> None:
        channel = Channel(case.channel)
        if channel in PUSH_CHANNELS and case.citizen_id:
            await work.outbox.put(
                Recipient(channel, case.citizen_id),
                message,
                key=f"citizen/{key}",
                now=now,
                case_number=case.number,
                not_before=not_before,
            )

    async def _tell_duty(self, work: DeskWork, case: Case, message: Message, key: str, now: datetime) -> None:
        """Tell the station, naming who is on duty when it will be read: at once in working time, else when the
        station opens next."""
        day = self.working_time(case.station_id).next_working(now).astimezone(LOCAL_ZONE).date()
        on_duty = await work.duty.on_duty(case.station_id, day)
        if on_duty:
            message = self._wording.to_duty(message, [one.name for one in on_duty], day)
        await self._tell_station(work, case, message, key, now)

    async def _tell_station(
        self,
        work: DeskWork,
        case: Case,
        message: Message,
        key: str,
        now: datetime,
        station_id: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        for chat in await work.staff.chats_of(station_id or case.station_id):
            await work.outbox.put(
                Recipient(Channel.TELEGRAM, chat),
                message,
                key=f"{chat}/{key}",
                now=now,
                case_number=case.number,
                not_before=not_before,
            )

    # ------------------------------------------------------------ files

    @staticmethod
    async def _kept(
        work: DeskWork, case: Case, author: str, files: tuple[CaseFile, ...], key: str, now: datetime
    ) -> tuple[Attachment, ...]:
        """Keep what came by a page of ours. Raises MoveRefused where one side brought too much."""
        if not files:
            return ()
        # Before anything is kept: who catches the refusal goes on with the same transaction.
        if await work.files.kept_of(case, author) + len(files) > MOST_KEPT_FILES:
            raise MoveRefused(f"这个工单里最多放 {MOST_KEPT_FILES} 个文件，收不下更多，请当面交")
        return await work.files.keep(case, author, files, key=key, now=now)
