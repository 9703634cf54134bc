"""One case: what was asked, what was said, who did what, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot.conversation import Channel
from bot.desk import MESSAGE_LIMIT, NoSuchCase
from bot.handlers.console.acts import ACT_NAMES, Act, ActRefused, CaseActs, read_act
from bot.handlers.console.masking import masked
from bot.handlers.console.pagekit import Fields, Parts, read_fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.reply_templates import ReplyTemplates
from bot.handlers.console.replypage import replies_for
from bot.handlers.console.rota import on_duty_today
from bot.handlers.console.session import Login
from bot.handlers.console.shownfiles import shown_files, shown_words
from bot.handlers.console.states import STAFF_STATE_NAMES
from bot.handlers.console.stations import StationSearch, search_stations, typed_station
from bot.handlers.wording.clock import describe_left, describe_staff_due, is_late
from bot.referral.case import ALLOWED, MOVE_NAMES, Case, CaseMove, Move, MoveRefused

_CHANNELS = {
    Channel.TELEGRAM.value: "Telegram（回复会直接送到群众那里）",
    Channel.WECHAT.value: "微信（回复会直接送到群众那里）",
    Channel.KIOSK.value: "自助终端（群众凭工单号和取件码回来看）",
    Channel.TERMINAL.value: "命令行（群众凭工单号和取件码到自助终端看）",
}
_WHO = {"citizen": "群众", "staff": "我方", "system": "系统"}
_DONE = {
    "claim": "已接单。",
    "reply": "回复已送出。",
    "ask": "已请群众补充。",
    "send": "已送出。",
    "close": "已办结。",
    "back": "已退回，等同事接单。",
    "transfer": "已转办。",
    "escalate": "已上报。",
    "substitute": "已由您接替。",
    "join": "已并入，一起办。",
    "draft": "已交给问答编辑，写成了草稿。",
}
_NUMBER = "{number:[A-Za-z0-9-]{5,20}}"
_GIVEN_AWAY = {"transfer", "escalate"}


class CasePage:
    """The page of a case and its forms."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._acts = CaseActs(parts.desk)
        self._templates = ReplyTemplates(parts.settings.data_dir / "reply_templates.yaml")

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get(f"/console/cases/{_NUMBER}", staff_only(self.page)),
            web.post(f"/console/cases/{_NUMBER}/reveal", staff_only(self.reveal)),
            web.post(f"/console/cases/{_NUMBER}/{{act:{'|'.join(ACT_NAMES)}}}", staff_only(self.act)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """The case as it is now."""
        done = _DONE.get(request.query.get("done", ""), "")
        return await self._show(_number(request), login, done=done)

    async def act(self, request: web.Request, login: Login) -> web.StreamResponse:
        """One act; where it is refused the page says why and keeps what was written."""
        name, number, fields = request.match_info["act"], _number(request), await read_fields(request)
        directory = self._parts.stations()
        try:
            act = read_act(name, number, fields, login, directory)
            async with self._parts.works.writing() as work:
                await self._acts.once(work, act, login, directory, datetime.now(UTC))
        except (ActRefused, MoveRefused) as refused:
            return await self.refused(str(refused), name, number, fields, login)
        except NoSuchCase:
            raise web.HTTPNotFound from None
        self._parts.wake()
        raise web.HTTPSeeOther(await self._next(act, login))

    async def reveal(self, request: web.Request, login: Login) -> web.Response:
        """The case with its numbers in full, once, for who works it; that they looked is logged."""
        number = _number(request)
        try:
            async with self._parts.works.writing() as work:
                await self._parts.desk.reveal(work, login.member, number, now=datetime.now(UTC))
        except MoveRefused as refused:
            return await self._show(number, login, status=409, trouble=f"{refused}。")
        except NoSuchCase:
            raise web.HTTPNotFound from None
        return await self._show(number, login, is_revealed=True)

    async def _next(self, act: Act, login: Login) -> str:
        if act.name in _GIVEN_AWAY and not login.member.sees_all:
            return f"/console?done={act.name}#done"
        return f"/console/cases/{act.number}?done={act.name}#done"

    async def refused(self, why: str, name: str, number: str, fields: Fields, login: Login) -> web.Response:
        """The case as it is now, why an act was refused, and what was written for it."""
        search = StationSearch()
        if name == "transfer":
            search = search_stations(self._parts.stations(), typed_station(fields))
        return await self._show(
            number, login, status=409, trouble=why, tried=name, text=fields.get("text", ""), search=search
        )

    async def _show(
        self,
        number: str,
        login: Login,
        *,
        status: int = 200,
        done: str = "",
        trouble: str = "",
        tried: str = "",
        text: str = "",
        search: StationSearch | None = None,
        is_revealed: bool = False,
    ) -> web.Response:
        try:
            async with self._parts.works.reading() as work:
                shown = await self._read(work, number, login, is_revealed=is_revealed)
        except NoSuchCase:
            raise web.HTTPNotFound from None
        if tried == "claim":
            trouble, done = _on_lost_claim(shown, login, trouble)
        return self._parts.show(
            "case.html",
            login,
            status=status,
            done=done,
            trouble=trouble,
            tried=tried,
            text=text,
            search=search or StationSearch(),
            limit=MESSAGE_LIMIT,
            **shown,
        )

    async def _read(
        self, work: ConsoleWork, number: str, login: Login, *, is_revealed: bool
    ) -> dict[str, Any]:
        case = await self._readable(work, login, number)
        names = await work.staff.names()
        words = partial(shown_words, case, is_revealed=is_revealed)
        parent, now = self._parent(case), datetime.now(UTC)
        return {
            "case": case,
            "state": STAFF_STATE_NAMES[case.state],
            "question": words(case.question) if login.reads_words else "",
            "channel": _CHANNELS.get(case.channel, case.channel),
            "said": [
                {
                    "who": _WHO[one.author],
                    "author": one.author,
                    "text": words(one.text),
                    "at": one.at,
                    "files": shown_files(case, one, is_revealed=is_revealed),
                }
                for one in (await work.cases.messages(case) if login.reads_words else ())
            ],
            "moves": [
                _move(one, names, reads_words=login.reads_words) for one in await work.cases.moves(case)
            ],
            "holder": names.get(case.claimed_by, "") if case.claimed_by else "",
            "is_mine": case.claimed_by == login.member.id,
            "is_masked": not is_revealed,
            "phone": words(case.phone) if case.phone and login.reads_words else "",
            "due": describe_staff_due(case.clock),
            "left": describe_left(case.clock, self._parts.desk.working_time(case.station_id), now),
            "is_late": is_late(case.clock, now),
            "on_duty": await on_duty_today(work, login, now, case.station_id),
            "templates": await replies_for(work, login, self._templates()) if login.reads_words else [],
            "likely": [
                (one.number, masked(one.question)[:60]) for one in await self._likely(work, case, login)
            ],
            "may": _may(case, login),
            "parent_name": parent,
            "entry": self._entry_name(case.entry_id) if login.reads_words else "",
        }

    async def _readable(self, work: ConsoleWork, login: Login, number: str) -> Case:
        if login.reads_words:
            return await self._parts.desk.seen_by(work, login.member, number)
        case = await work.cases.get(number)
        if case is None or not login.may_see(case.station_id):
            raise NoSuchCase
        return case

    async def _likely(self, work: ConsoleWork, case: Case, login: Login) -> list[Case]:
        if case.state.is_over or not login.reads_words:
            return []
        return await self._parts.desk.likely_same(work, case)

    def _parent(self, case: Case) -> str:
        directory = self._parts.stations()
        station = directory.get(case.station_id)
        parent = directory.parent(station) if station else None
        return parent.name if parent else ""

    def _entry_name(self, entry_id: str | None) -> str:
        entry = self._parts.knowledge.faq.by_id.get(entry_id or "")
        return entry.question if entry else ""


def _number(request: web.Request) -> str:
    return request.match_info["number"].upper()


def _may(case: Case, login: Login) -> frozenset[str]:
    """The moves to offer: those of the table, less those that belong to the colleague who holds the case."""
    if not login.reads_words:
        return frozenset()
    of_table = {move.value for move in Move if (case.state, move) in ALLOWED}
    if case.state.is_unclaimed:
        of_table |= {Move.REPLY.value, Move.ASK_CITIZEN.value}
    is_others = case.claimed_by not in {None, login.member.id} and not case.state.is_over
    if is_others and not login.member.sees_all:
        of_table &= {Move.TRANSFER.value, Move.ESCALATE.value, Move.SUBSTITUTE.value}
    return frozenset(of_table)


def _move(move: CaseMove, names: Mapping[int, str], *, reads_words: bool) -> dict[str, Any]:
    kind, _, staff_id = move.actor.partition(":")
    who = names.get(int(staff_id), "工作人员") if kind == "staff" and staff_id.isdigit() else ""
    return {
        "at": move.at,
        "who": who or ("群众" if kind == "citizen" else "系统"),
        "what": MOVE_NAMES[move.move],
        "after": STAFF_STATE_NAMES[move.after],
        "reason": masked(move.reason) if reads_words else "",
    }


def _on_lost_claim(shown: Mapping[str, Any], login: Login, trouble: str) -> tuple[str, str]:
    case: Case = shown["case"]
    if case.claimed_by == login.member.id:
        return "", _DONE["claim"]
    if case.claimed_by is not None and not case.state.is_over:
        return f"没有接到：{shown['holder'] or '同事'}已经接了这个工单。", ""
    return trouble, ""
