"""From a form on the case page to one act of the desk; a form sent twice acts once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never, get_args

from bot.desk import MESSAGE_LIMIT, Desk
from bot.handlers.console.pagekit import Fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.handlers.console.stations import search_stations, typed_station
from bot.referral.case import Case, Move
from bot.referral.directory import Directory
from bot.referral.station import Station

ActName = Literal["claim", "reply", "ask", "close", "back", "transfer", "escalate", "substitute", "join"]
ACT_NAMES: tuple[str, ...] = get_args(ActName)
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{10,40}")
_NEEDED: dict[str, str] = {
    "reply": "请先写回复内容。",
    "ask": "请先写要群众补充什么。",
    "close": "请写明办理结果，群众会看到。",
    "back": "请写明为什么退回。",
    "transfer": "请写明为什么转办，群众会看到。",
    "escalate": "请写明为什么上报，群众会看到。",
    "substitute": "请写明为什么接替。",
    "join": "请写牵头工单的工单号。",
}
# Colleagues who work in the messenger see it there.
_CHANGES_HOLDER: frozenset[ActName] = frozenset({"claim", "back", "substitute"})


class ActRefused(Exception):
    """The form cannot be acted on; `str()` says why, in Chinese."""


@dataclass(frozen=True)
class Act:
    """What a member of staff asks for. `key` is the same when the same form comes again."""

    name: ActName
    number: str
    text: str
    station: Station | None
    key: str


def read_act(name: str, number: str, fields: Fields, login: Login, directory: Directory) -> Act:
    """The act that a form asks for; for 转办 its station is searched. Raises ActRefused."""
    if not _FORM_KEY.fullmatch(fields.get("key", "")):
        raise ActRefused("这个页面放得太久了，请再按一次。")
    text = fields.get("text", "")
    if name in _NEEDED and not text:
        raise ActRefused(_NEEDED[name])
    if len(text) > MESSAGE_LIMIT:
        raise ActRefused(f"内容太长了（{len(text)} 字），最多 {MESSAGE_LIMIT} 字，请分几次说。")
    station = None
    if name == "transfer":
        search = search_stations(directory, typed_station(fields))
        station = search.one
        if station is None:
            raise ActRefused(search.trouble)
    wish = hashlib.sha256(f"{number}\n{text}\n{station.id if station else ''}".encode()).hexdigest()[:12]
    key = f"console:{login.member.id}:{fields['key']}:{name}:{wish}"
    return Act(_act_name(name), number, text, station, key)


class CaseActs:
    """Carries out acts inside the caller's transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def once(
        self, work: ConsoleWork, act: Act, login: Login, directory: Directory, now: datetime
    ) -> None:
        """Do it, unless this form came before. Raises ActRefused, MoveRefused, NoSuchCase."""
        if not await work.inbox.receive(act.key, f"console {login.member.id}", {}, now):
            return
        await self._do(work, act, login, directory, now)
        if act.name in _CHANGES_HOLDER:
            await self._desk.tell_who_has_it(work, login.member, act.number, now=now)
        await work.inbox.finish(act.key, now)

    async def _do(
        self, work: ConsoleWork, act: Act, login: Login, directory: Directory, now: datetime
    ) -> Case:
        desk, member = self._desk, login.member
        match act.name:
            case "claim":
                return await desk.claim(work, member, act.number, now=now)
            case "reply":
                return await desk.reply(work, member, act.number, act.text, key=act.key, now=now)
            case "ask":
                return await desk.ask_citizen(work, member, act.number, act.text, key=act.key, now=now)
            case "close":
                return await desk.close(work, member, act.number, act.text, now=now)
            case "back":
                return await desk.hand_back(work, member, act.number, act.text, now=now)
            case "substitute":
                return await desk.substitute(work, member, act.number, act.text, now=now)
            case "join":
                return await desk.join(work, member, act.number, act.text.strip().upper(), now=now)
            case "transfer":
                assert act.station is not None
                return await self._give(work, act, login, act.station, Move.TRANSFER, now)
            case "escalate":
                return await desk.escalate(work, member, act.number, act.text, now=now)
            case _:
                assert_never(act.name)

    async def _give(
        self,
        work: ConsoleWork,
        act: Act,
        login: Login,
        station: Station,
        move: Literal[Move.TRANSFER, Move.ESCALATE],
        now: datetime,
    ) -> Case:
        case = await self._desk.seen_by(work, login.member, act.number)
        if case.station_id == station.id:
            raise ActRefused(f"工单已经在{station.name}，请选别的站点。")
        return await self._desk.transfer(
            work,
            login.member,
            act.number,
            station_id=station.id,
            station_name=station.name,
            reason=act.text,
            now=now,
            move=move,
        )


def _act_name(name: str) -> ActName:
    for known in get_args(ActName):
        if known == name:
            found: ActName = known
            return found
    raise ActRefused("没有这个操作。")
