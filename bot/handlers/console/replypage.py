"""Replies for frequent use: a station keeps its own, city staff those for all; the shipped ones stand beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.desk import KeptReply, Role
from bot.handlers.console.pagekit import Parts, read_fields
from bot.handlers.console.ports import ConsoleWork
from bot.handlers.console.reply_templates import NAME_LIMIT, TEXT_LIMIT, ReplyTemplate, ReplyTemplates
from bot.handlers.console.session import Login
from bot.referral.masking import personal_in

FOR_ALL = ""
_MOST = 50
_DONE = {"kept": "已保存。", "dropped": "已删除。"}


class KeptReplies:
    """The page of kept replies."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._shipped = ReplyTemplates(parts.settings.data_dir / "reply_templates.yaml")

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        staff_only = self._parts.staff_only
        return [
            web.get("/console/replies", staff_only(self.page)),
            web.post("/console/replies", staff_only(self.keep)),
            web.post(r"/console/replies/{id:\d{1,12}}", staff_only(self.keep)),
            web.post(r"/console/replies/{id:\d{1,12}}/drop", staff_only(self.drop)),
        ]

    async def page(self, request: web.Request, login: Login) -> web.Response:
        """My replies, those for all, and the shipped ones."""
        return await self._show(login, done=_DONE.get(request.query.get("done", ""), ""))

    async def keep(self, request: web.Request, login: Login) -> web.StreamResponse:
        """A new reply, or another name and text for one."""
        station_id, fields = _shelf(login), await read_fields(request)
        name, text = fields.get("name", ""), fields.get("text", "")
        trouble = _trouble(name, text)
        async with self._parts.works.writing() as work:
            old = await self._mine(work, request, station_id)
            same = [one for one in await work.replies.of([station_id]) if one.name == name]
            if not trouble and same and (old is None or same[0].id != old.id):
                trouble = f"已经有一条叫“{name}”的。请换个名字，或直接改那一条。"
            if not trouble and old is None and len(await work.replies.of([station_id])) >= _MOST:
                trouble = f"最多留 {_MOST} 条，请先删掉不用的。"
            if not trouble:
                if old is not None and old.name != name:
                    await work.replies.drop(old.id)
                await work.replies.put(station_id, name, text, login.member.id, datetime.now(UTC))
        if trouble:
            tried = {"id": str(old.id) if old else "", "name": name, "text": text}
            return await self._show(login, status=409, trouble=trouble, tried=tried)
        raise web.HTTPSeeOther("/console/replies?done=kept")

    async def drop(self, request: web.Request, login: Login) -> web.StreamResponse:
        """Forget a reply."""
        async with self._parts.works.writing() as work:
            old = await self._mine(work, request, _shelf(login))
            assert old is not None
            await work.replies.drop(old.id)
        raise web.HTTPSeeOther("/console/replies?done=dropped")

    # ------------------------------------------------------------ private

    async def _mine(self, work: ConsoleWork, request: web.Request, station_id: str) -> KeptReply | None:
        if "id" not in request.match_info:
            return None
        found = await work.replies.get(int(request.match_info["id"]))
        if found is None or found.station_id != station_id:
            raise web.HTTPNotFound
        return found

    async def _show(self, login: Login, *, status: int = 200, **values: Any) -> web.Response:
        station_id = _shelf(login)
        async with self._parts.works.reading() as work:
            mine = await work.replies.of([station_id])
            for_all = await work.replies.of([FOR_ALL]) if station_id != FOR_ALL else []
        return self._parts.show(
            "replies.html",
            login,
            status=status,
            mine=mine,
            others=[*for_all, *self._shipped()],
            whose=self._parts.station_name(station_id) if station_id else "全市",
            name_limit=NAME_LIMIT,
            text_limit=TEXT_LIMIT,
            **{"trouble": "", "done": "", "tried": {}, **values},
        )


async def replies_for(
    work: ConsoleWork, login: Login, shipped: tuple[ReplyTemplate, ...]
) -> list[ReplyTemplate]:
    """What to choose from under a case: my station's, those for all, the shipped ones; of one name the nearest."""
    station_id = login.member.station_id or FOR_ALL
    kept = await work.replies.of(list({station_id, FOR_ALL}))
    near_first = sorted(kept, key=lambda one: one.station_id != station_id)
    all_of_them = [*(ReplyTemplate(one.name, one.text) for one in near_first), *shipped]
    by_name: dict[str, ReplyTemplate] = {}
    for one in all_of_them:
        by_name.setdefault(one.name, one)
    return list(by_name.values())


def _shelf(login: Login) -> str:
    """Where my replies are kept: at my station, or, for who looks after the city, for all."""
    if not login.reads_words or login.member.role is Role.EDITOR:
        raise web.HTTPForbidden(text="您的角色不答复群众。")
    if login.member.sees_all:
        return FOR_ALL
    if not login.member.station_id:
        raise web.HTTPForbidden(text="您没有站点。")
    return login.member.station_id


def _trouble(name: str, text: str) -> str:
    if not 0 < len(name) <= NAME_LIMIT or "\n" in name:
        return f"请写名字（最多 {NAME_LIMIT} 字）。"
    if not 0 < len(text) <= TEXT_LIMIT:
        return f"请写内容（最多 {TEXT_LIMIT} 字，现在 {len(text)} 字）。"
    # Landlines of offices are fine; what identifies a person is not.
    if any(len("".join(filter(str.isdigit, one))) >= 15 for one in personal_in(text)):
        return "内容里有证件号或银行卡号，请去掉。"
    return ""
