"""Notices: written, previewed, tried on oneself, released by a second person, watched while they go out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.broadcast import AUTHORS, RELEASERS, Broadcasting, BroadcastRefused
from bot.conversation import Channel
from bot.delivery import Recipient
from bot.desk import Role, area_of
from bot.handlers.console.pagekit import Fields, Parts, read_fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.session import Login
from bot.handlers.cron import next_cron
from bot.handlers.wording import describe_notice
from bot.handlers.wording.broadcast_report import (
    MOVE_NAMES,
    audience_in_words,
    counts_in_lines,
    csv_head,
    csv_lines,
    progress_of,
    times_in_words,
)
from bot.notices.draft_file import DraftFaults, read_draft
from bot.notices.notice import STATE_NAMES, TEXT_LIMIT, TOPICS, Broadcast, BroadcastState, Draft, shown_count
from bot.notices.timing import TimeUnclear, read_once
from bot.referral.division import DivisionTree

_ID = r"{id:\d{1,12}}"
_ACTS = ("test", "release", "pause", "resume", "cancel", "correct", "rewrite")
_CSV_PAGE = 5000
_DONE = {
    "draft": "草稿已保存。请先试发给自己，再请另一位同事放行。",
    "test": "已试发，请在手机上看。",
    "release": "已放行。",
    "pause": "已暂停。",
    "resume": "继续发送。",
    "cancel": "已取消。",
    "correct": "这是更正的草稿：请试发，再请另一位同事放行。原来的通知已停下。",
    "rewrite": "已改好，要重新试发。",
}


class NoticePages:
    """The pages of notices."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._broadcasting = Broadcasting(
            describe_notice, next_cron, lambda member: area_of(member, parts.stations())
        )

    def routes(self) -> list[web.RouteDef]:
        """Their addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get("/console/notices", staff_only(self.all)),
            web.post("/console/notices", staff_only(self.draft)),
            web.get(f"/console/notices/{_ID}", staff_only(self.one)),
            web.get(f"/console/notices/{_ID}.csv", staff_only(self.csv)),
            web.post(f"/console/notices/{_ID}/{{act:{'|'.join(_ACTS)}}}", staff_only(self.act)),
        ]

    async def all(self, _request: web.Request, login: Login) -> web.Response:
        """The newest notices, and the form for another one."""
        return await self._show_all(login)

    async def draft(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Keep a new draft; a faulty one is shown again with what is wrong."""
        fields = await read_fields(request)
        try:
            draft = self._read(fields)
            async with self._parts.works.writing() as work:
                made = await self._broadcasting.draft(work, login.member, draft, _now())
        except (DraftFaults, BroadcastRefused, TimeUnclear) as trouble:
            return await self._show_all(login, trouble=str(trouble), fields=fields, status=409)
        raise web.HTTPSeeOther(f"/console/notices/{made.id}?done=draft")

    async def one(self, request: web.Request, login: Login) -> web.Response:
        """A notice as it is now."""
        return await self._show(
            int(request.match_info["id"]), login, done=_DONE.get(request.query.get("done", ""), "")
        )

    async def act(self, request: web.Request, login: Login) -> web.StreamResponse:
        """One act; where it is refused the page says why."""
        name, number, fields = (
            request.match_info["act"],
            int(request.match_info["id"]),
            await read_fields(request),
        )
        try:
            async with self._parts.works.writing() as work:
                shown = await self._do(work, name, number, fields, login)
            if name == "cancel":
                async with self._parts.works.writing() as work:
                    await self._broadcasting.finish_cancelled(work, _now())
        except (BroadcastRefused, DraftFaults, TimeUnclear) as refused:
            return await self._show(number, login, trouble=str(refused), status=409)
        self._parts.wake()
        raise web.HTTPSeeOther(f"/console/notices/{shown}?done={name}")

    async def csv(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Every recipient's line; read in pages, so that a long report needs little memory."""
        _require_author(login)
        number, last = int(request.match_info["id"]), 0
        async with self._parts.works.reading() as work:
            broadcast = await self._seen(work, number, login)
            if not await self._broadcasting.is_in_area(work, login.member, broadcast.draft.audience):
                raise web.HTTPForbidden(text="这个通知发到了您的范围以外，收件人名单由市级看。")
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="notice-{number}.csv"',
                "Cache-Control": "no-store",
            }
        )
        await response.prepare(request)
        await response.write(csv_head().encode())
        while True:
            async with self._parts.works.reading() as work:
                rows = await work.recipients.page(number, last, _CSV_PAGE)
            if not rows:
                return response
            last = rows[-1].id
            await response.write(csv_lines(rows).encode())

    # ------------------------------------------------------------ private

    async def _do(self, work: ConsoleWork, name: str, number: int, fields: Fields, login: Login) -> int:
        """Carry out an act; returns the number of the notice to show then."""
        member, now, broadcasting = login.member, _now(), self._broadcasting
        match name:
            case "test":
                address = await work.staff.telegram_of(member.id) or fields.get("address", "")
                if not address.isdigit():
                    raise BroadcastRefused("请写您自己的 Telegram 编号（一串数字），好把试发的通知送给您")
                await broadcasting.test(work, member, number, Recipient(Channel.TELEGRAM, address), now)
            case "release":
                text_hash, count = fields.get("hash", ""), fields.get("count", "")
                await broadcasting.release(
                    work,
                    member,
                    number,
                    text_hash=text_hash,
                    count=int(count) if count.isdigit() else -1,
                    now=now,
                )
            case "pause":
                await broadcasting.pause(work, member, number, now)
            case "resume":
                until = read_once(fields["valid_until"]) if fields.get("valid_until") else None
                await broadcasting.resume(work, member, number, now, until)
            case "cancel":
                await broadcasting.cancel(work, member, number, now)
            case "correct":
                return (await broadcasting.correct(work, member, number, fields.get("text", ""), now)).id
            case "rewrite":
                await broadcasting.rewrite(work, member, number, self._read(fields), now)
        return number

    def _read(self, fields: Fields) -> Draft:
        places = [one for one in fields.get("districts", "").replace("，", "、").split("、") if one.strip()]
        topics = [topic for topic in TOPICS if fields.get(f"topic_{topic}")]
        audience: dict[str, Any] = {"districts": places, "topics": topics}
        if fields.get("everyone") and not (places or topics):
            audience["everyone"] = True
        data = {name: fields.get(name, "") for name in ("name", "text", "link", "picture", "when")}
        data |= {name: fields.get(name, "") for name in ("valid_until", "valid_hours")}
        return read_draft(
            {**data, "audience": audience, "working_days_only": bool(fields.get("working_days_only"))},
            self._tree,
        )

    async def _show_all(self, login: Login, *, status: int = 200, **values: Any) -> web.Response:
        async with self._parts.works.reading() as work:
            newest = [
                one
                for one in await work.broadcasts.newest()
                if await self._broadcasting.touches_area(work, login.member, one.draft.audience)
            ]
        return self._parts.show(
            "notices.html",
            login,
            status=status,
            rows=[(one, STATE_NAMES[one.state]) for one in newest],
            topics=TOPICS,
            limit=TEXT_LIMIT,
            may_write=login.member.role in AUTHORS,
            **{"trouble": "", "fields": self._own_area(login), **values},
        )

    async def _show(
        self, number: int, login: Login, *, status: int = 200, trouble: str = "", done: str = ""
    ) -> web.Response:
        async with self._parts.works.reading() as work:
            broadcast = await self._seen(work, number, login)
            is_mine = await self._broadcasting.is_in_area(work, login.member, broadcast.draft.audience)
            counts = await work.recipients.counts(number)
            size = await work.recipients.count_audience(broadcast.draft.audience)
            names = await work.staff.names()
            moves = await work.broadcasts.moves(number)
            own_telegram = await work.staff.telegram_of(login.member.id)
        settled, total = progress_of(counts)
        return self._parts.show(
            "notice.html",
            login,
            status=status,
            trouble=trouble,
            done=done,
            one=broadcast,
            state=STATE_NAMES[broadcast.state],
            message=describe_notice(broadcast.id, broadcast.draft.content),
            audience=audience_in_words(broadcast.draft.audience, self._tree),
            times=times_in_words(broadcast),
            size=size,
            shown_size=shown_count(size),
            settled=settled,
            total=total,
            lines=counts_in_lines(counts),
            moves=[
                (MOVE_NAMES.get(one.move, one.move), names.get(one.staff_id or 0, "系统"), one)
                for one in moves
            ],
            may=_may(broadcast, login) if is_mine else frozenset(),
            is_mine=is_mine,
            knows_telegram=bool(own_telegram),
        )

    def _own_area(self, login: Login) -> Fields:
        """The audience that district and station staff may write to stands in the form already."""
        code = area_of(login.member, self._parts.stations())
        is_bound = login.member.role in {Role.DISTRICT, Role.LEAD} and code in self._tree
        return {"districts": self._tree.path_name(code)} if is_bound else {}

    async def _seen(self, work: ConsoleWork, number: int, login: Login) -> Broadcast:
        """A notice that reaches somebody in the member's area; others are not theirs to know of."""
        broadcast = await work.broadcasts.seen(number)
        if broadcast is None or not await self._broadcasting.touches_area(
            work, login.member, broadcast.draft.audience
        ):
            raise web.HTTPNotFound
        return broadcast

    @property
    def _tree(self) -> DivisionTree:
        return self._parts.stations().gazetteer


def _may(broadcast: Broadcast, login: Login) -> frozenset[str]:
    """The acts to offer."""
    state, member = broadcast.state, login.member
    acts: set[str] = set()
    if member.role in AUTHORS and not state.is_over:
        acts.add("cancel")
        acts |= {"test"} if state is BroadcastState.DRAFT else set()
        acts |= {"pause"} if state in {BroadcastState.SENDING, BroadcastState.RELEASED} else set()
    if member.role in AUTHORS and broadcast.started_at is not None:
        acts.add("correct")
    if member.role in RELEASERS:
        is_others = broadcast.author_id != member.id
        acts |= {"release"} if state is BroadcastState.DRAFT and is_others and broadcast.is_tested else set()
        acts |= {"resume"} if state in {BroadcastState.PAUSED, BroadcastState.HELD} else set()
    return frozenset(acts)


def _require_author(login: Login) -> None:
    if login.member.role not in AUTHORS:
        raise web.HTTPForbidden


def _now() -> datetime:
    return datetime.now(UTC)
