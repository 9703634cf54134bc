"""Staff acts in a chat that need words: which act a reply asks for, and doing it at the desk."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery import Message
from bot.desk import PUSH_CHANNELS, Desk, DeskWording, StaffMember
from bot.handlers.telegram import sentences
from bot.handlers.telegram.coming import Said
from bot.handlers.telegram.ports import Directories
from bot.handlers.telegram.turn import Turn
from bot.referral.case import Case, Move, MoveRefused
from bot.referral.station import Station
from bot.referral.station_search import search_stations

_SIGNS: tuple[tuple[str, str], ...] = (
    ("close", "办结"),
    ("ask", "待补充|请补充"),
    ("back", "退回"),
    ("move", "转办"),
    ("up", "上报"),
    ("sub", "接替"),
)
_MOST_CHOICES = 8
_STATION_AND_REASON = re.compile(r"^(\S+?)[\s，,：:；;。]+(.+)$", re.DOTALL)
Doing = Callable[[Turn, StaffMember, str, str], Awaitable[Message]]


@dataclass(frozen=True)
class Worded:
    """An act, `reply` or one that was prompted for or signed for, and its words."""

    act: str
    text: str


def read_words(said: Said, prompted: str) -> Worded:
    """What a reply in a staff chat does: what the prompt asked for, or what its first word says."""
    text = said.text.strip()
    for act, words in _SIGNS:
        found = re.match(rf"^(?:{words})\s*[:：]\s*", text)
        if found:
            return Worded(act, text[found.end() :])
    if prompted:
        return Worded(prompted, text)
    return Worded("reply", text)


class WordedActs:
    """Does them inside the caller's transaction; each returns what the chat is told."""

    def __init__(self, desk: Desk, wording: DeskWording, directory: Directories) -> None:
        self._desk = desk
        self._wording = wording
        self._directory = directory

    async def do(self, turn: Turn, member: StaffMember, number: str, said: Said, prompted: str) -> Message:
        """Raises NoSuchCase, MoveRefused."""
        worded = read_words(said, prompted)
        acts: dict[str, Doing] = {
            "close": self._close,
            "ask": self._ask,
            "back": self._hand_back,
            "move": self._transfer,
            "up": self._escalate,
            "sub": self._substitute,
        }
        if worded.act != "reply":
            if not worded.text:
                return sentences.prompt(worded.act, number)
            done = await acts[worded.act](turn, member, number, worded.text)
            return sentences.without_file(done) if said.attachment else done
        return await self._reply(turn, member, number, worded.text, said)

    async def give(
        self, turn: Turn, member: StaffMember, number: str, station: Station, reason: str
    ) -> Message:
        """Transfer to a station that was chosen. Raises NoSuchCase, MoveRefused."""
        await self._desk.transfer(
            turn.work,
            member,
            number,
            station_id=station.id,
            station_name=station.name,
            reason=reason,
            now=turn.now,
            move=Move.TRANSFER,
        )
        return sentences.transferred(number, station.name)

    # ------------------------------------------------------------ private

    async def _reply(self, turn: Turn, member: StaffMember, number: str, text: str, said: Said) -> Message:
        case = await self._desk.reply(
            turn.work,
            member,
            number,
            text,
            key=said.ref,
            now=turn.now,
            attachments=(said.attachment,) if said.attachment else (),
            is_album=said.album is not None,
            is_edit=said.is_edit,
        )
        return sentences.passed_on(number, _is_pushed(case))

    async def _ask(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.ask_citizen(turn.work, member, number, text, key=turn.key, now=turn.now)
        return sentences.asked(number)

    async def _close(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.close(turn.work, member, number, text, now=turn.now)
        return sentences.closed(number)

    async def _hand_back(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        case = await self._desk.hand_back(turn.work, member, number, text, now=turn.now)
        return self._wording.case_free(case)

    async def _escalate(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        case = await self._desk.escalate(turn.work, member, number, text, now=turn.now)
        return sentences.transferred(number, case.station_name)

    async def _substitute(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.substitute(turn.work, member, number, text, now=turn.now)
        return sentences.substituted(number, member.name)

    async def _transfer(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        found = _STATION_AND_REASON.match(text)
        if found is None:
            return sentences.prompt("move", number)
        search = search_stations(self._directory(), found[1])
        if search.one is not None:
            return await self.give(turn, member, number, search.one, found[2].strip())
        if not search.found:
            raise MoveRefused(search.trouble.rstrip("。"))
        names = [(number, name[:60]) for number, name in search.choices[:_MOST_CHOICES]]
        more = len(search.found) - len(names) + search.more
        return sentences.which_station(number, names, found[2].strip()[:500], more)


def _is_pushed(case: Case) -> bool:
    return case.channel in {channel.value for channel in PUSH_CHANNELS}
