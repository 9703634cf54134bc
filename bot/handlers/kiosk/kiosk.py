"""The kiosk's requests: show the page, say something, start afresh."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.assistant import Assistant
from bot.conversation import Dialogue, Inquiry, Note
from bot.delivery import FileLost
from bot.desk import Desk
from bot.handlers.case_files import Fetch, FileOpener, no_messenger
from bot.handlers.kiosk.forms import files_of, open_form
from bot.handlers.kiosk.pace import Pace
from bot.handlers.kiosk.pickup import PickupDesk
from bot.handlers.kiosk.ports import KioskWorks
from bot.handlers.kiosk.reading import (
    BadRequest,
    Said,
    read_body,
    read_pickup,
    read_pickup_act,
    read_pickup_file,
    read_said,
)
from bot.handlers.kiosk.session import (
    KioskSession,
    keep_session,
    keep_station,
    new_session,
    session_of,
    station_of,
)
from bot.handlers.kiosk.showing import show_outcome
from bot.handlers.pages import Pages
from bot.handlers.uploads import UploadForm
from bot.handlers.wording import describe
from bot.outcome import Outcome
from bot.referral.case_file import CaseFile
from bot.referral.register import StationRegister
from bot.referral.station import Station
from bot.settings import Settings

WARN_SECONDS = 20
EXAMPLES = (
    "物业服务差，能少交物业费吗？",
    "楼上漏水不肯修，怎么办？",
    "高空掉东西砸坏了车，谁来赔？",
    "老板不给报工伤，自己能报吗？",
    "电动车能推进楼道里充电吗？",
    "请不起律师，怎么申请法律援助？",
)
_UPLOADS_AT_ONCE = 8
_UPLOAD_SECONDS = 150.0
_TOO_MANY = "现在送文件的人太多，请过一会儿再点一次。"
_TOO_SLOW = "文件传得太慢，没有传完。请少选几个，再试一次。"
_TOO_FAST = "您点得太快了，请等一会儿再试。"
_Handler = Callable[[web.Request, KioskSession], Awaitable[dict[str, Any]]]


class Kiosk:
    """The kiosk's page and its requests."""

    def __init__(
        self,
        works: KioskWorks,
        assistant: Assistant,
        desk: Desk,
        stations: StationRegister,
        settings: Settings,
        pages: Pages,
        wake: Callable[[], None],
        fetch: Fetch = no_messenger,
    ) -> None:
        self._works = works
        self._assistant = assistant
        self._stations = stations
        self._settings = settings
        self._pages = pages
        self._wake = wake
        self._pickups = PickupDesk(works, desk, FileOpener(works, fetch))
        self._is_https = settings.address.startswith("https:")
        self._pace = Pace(120, 60.0)
        self._pickup_pace = Pace(10, 60.0)
        self._file_pace = Pace(60, 60.0)
        self._upload_pace = Pace(20, 60.0)
        # Each may hold 20 MB in memory, and nobody here has an account.
        self._uploads = asyncio.Semaphore(_UPLOADS_AT_ONCE)
        self._newcomers = Pace(3000, 60.0)

    def routes(self) -> list[web.RouteDef]:
        """The kiosk's addresses."""
        return [
            web.get("/", self.page),
            web.post("/api/kiosk/say", self._api(self._say)),
            web.post("/api/kiosk/reset", self.reset),
            web.post("/api/kiosk/pickup", self._api(self._pick_up)),
            web.post("/api/kiosk/pickup/act", self._api(self._act_on_pickup)),
            web.post("/api/kiosk/pickup/add", self._api(self._add_to_pickup)),
            web.post("/api/kiosk/pickup/file", self._open_file),
            web.post("/api/kiosk/files", self._api(self._say_with_files)),
        ]

    async def page(self, request: web.Request) -> web.Response:
        """The page, made for the station that the browser stands at."""
        named = self._stations().get(request.query.get("station", ""))
        station = named or self._station(request)
        session = session_of(request)
        talk = await self._talk_of(session)
        response = self._pages.response(
            "kiosk.html",
            station=station,
            examples=EXAMPLES,
            is_resumed=talk != Dialogue(),
            running_case=await self._running_case(talk),
            idle_seconds=self._settings.kiosk_idle_seconds,
            warn_seconds=WARN_SECONDS,
        )
        if named is not None:
            keep_station(response, named.id, is_https=self._is_https)
        if session.is_new:
            keep_session(response, session, is_https=self._is_https)
        return response

    async def reset(self, request: web.Request) -> web.Response:
        """Erase the conversation of this session and begin another one."""
        session = session_of(request)
        if not session.is_new:
            async with self._works.writing() as work:
                await work.conversations.erase(session.citizen)
                await work.inbox.forget_lane(session.lane)
        response = _json({"kind": "reset"})
        keep_session(response, new_session(), is_https=self._is_https)
        return response

    # ------------------------------------------------------------ private

    async def _say(self, request: web.Request, session: KioskSession) -> dict[str, Any]:
        said = read_said(await read_body(request))
        station = self._station(request)
        reply = await self._answer(session, said, station.id if station else None)
        self._wake()
        return reply

    async def _answer(self, session: KioskSession, said: Said, station_id: str | None) -> dict[str, Any]:
        key, now = session.key(said.id), datetime.now(UTC)
        inquiry = Inquiry(
            session.citizen,
            now,
            said.text,
            said.choice,
            said.point,
            station_id=station_id,
            files=said.files,
        )
        async with self._works.writing() as work:
            if not await work.inbox.receive(key, session.lane, {}, now):
                return dict(await work.inbox.reply_to(key))
            outcome = await self._assistant.respond(work, inquiry, key=key)
            reply = show_outcome(outcome, describe(outcome.reply))
            await work.inbox.finish(key, now, reply)
        return reply

    async def _pick_up(self, request: web.Request, session: KioskSession) -> dict[str, Any]:
        if not self._pickup_pace.allows(session.id, time.monotonic()):
            raise BadRequest(_TOO_FAST, 429)
        return await self._pickups.show(read_pickup(await read_body(request)))

    async def _act_on_pickup(self, request: web.Request, session: KioskSession) -> dict[str, Any]:
        act = read_pickup_act(await read_body(request))
        shown = await self._pickups.act(act, session.key(act.id), session.lane, datetime.now(UTC))
        self._wake()
        return shown

    async def _say_with_files(self, request: web.Request, session: KioskSession) -> dict[str, Any]:
        """Photos and files beside words. They are read only where a case runs that takes them."""
        self._require_room(session)
        form = await open_form(request)
        said = read_said({"id": form.fields.get("id"), "text": form.fields.get("text", "")})
        if said.choice is None and await self._running_case(await self._talk_of(session)):
            said = replace(said, files=await self._files_of(form))
        elif not said.text.strip():
            return show_outcome(Outcome(Note("files_need_case")), describe(Note("files_need_case")))
        station = self._station(request)
        reply = await self._answer(session, said, station.id if station else None)
        self._wake()
        return reply

    async def _talk_of(self, session: KioskSession) -> Dialogue:
        if session.is_new:
            return Dialogue()
        async with self._works.reading() as work:
            return await work.conversations.load(session.citizen)

    async def _running_case(self, talk: Dialogue) -> str | None:
        """The number of the case that words and files of this conversation go to."""
        if talk.case_number is None:
            return None
        async with self._works.reading() as work:
            case = await work.cases.get(talk.case_number)
        return case.number if case is not None and not case.state.is_over else None

    async def _add_to_pickup(self, request: web.Request, session: KioskSession) -> dict[str, Any]:
        self._require_room(session)
        form = await open_form(request)
        fields = form.fields
        act = read_pickup_act({**fields, "act": "add"}, needs_text=False)
        await self._pickups.require(act.pickup)
        act = replace(act, files=await self._files_of(form))
        if not (act.text or act.files):
            raise BadRequest("请先写上要补充的内容，或选一张照片。")
        shown = await self._pickups.act(act, session.key(act.id), session.lane, datetime.now(UTC))
        self._wake()
        return shown

    async def _open_file(self, request: web.Request) -> web.Response:
        session = session_of(request)
        try:
            if not self._file_pace.allows(session.id, time.monotonic()):
                raise BadRequest(_TOO_FAST, 429)
            return (await self._pickups.open_file(read_pickup_file(await read_body(request)))).response
        except BadRequest as refused:
            return _json({"error": str(refused)}, refused.status)
        except FileLost as error:
            return _json({"error": str(error)}, 410 if error.is_gone else 503)

    async def _files_of(self, form: UploadForm) -> tuple[CaseFile, ...]:
        if self._uploads.locked():
            raise BadRequest(_TOO_MANY, 503)
        try:
            async with self._uploads, asyncio.timeout(_UPLOAD_SECONDS):
                return await files_of(form)
        except TimeoutError:
            raise BadRequest(_TOO_SLOW, 408) from None

    def _require_room(self, session: KioskSession) -> None:
        if not self._upload_pace.allows(session.id, time.monotonic()):
            raise BadRequest(_TOO_FAST, 429)

    def _api(self, handler: _Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            session = session_of(request)
            try:
                self._require_pace(request, session)
                response = _json(await handler(request, session))
            except BadRequest as refused:
                response = _json({"error": str(refused)}, refused.status)
            if session.is_new:
                keep_session(response, session, is_https=self._is_https)
            return response

        return answer

    def _require_pace(self, request: web.Request, session: KioskSession) -> None:
        now = time.monotonic()
        is_slow = (
            self._newcomers.allows(request.remote or "", now)
            if session.is_new
            else self._pace.allows(session.id, now)
        )
        if not is_slow:
            raise BadRequest(_TOO_FAST, 429)

    def _station(self, request: web.Request) -> Station | None:
        directory = self._stations()
        return directory.get(station_of(request) or "") or directory.get(self._settings.kiosk_station or "")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})
