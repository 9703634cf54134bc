"""The files of a case: opened for whoever sees the case, and sent to its citizen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web

from bot.delivery import FileLost
from bot.desk import MESSAGE_LIMIT, NoSuchCase
from bot.handlers.case_files import FileOpener, attachment_at, lost
from bot.handlers.console.casepage import CasePage
from bot.handlers.console.pagekit import Parts
from bot.handlers.console.session import Login
from bot.handlers.uploads import UploadForm, UploadRefused
from bot.referral.case import MoveRefused
from bot.referral.case_file import CaseFile

_NUMBER = "{number:[A-Za-z0-9-]{5,20}}"
_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{10,40}")


class CaseFilePages:
    """Opening and sending files."""

    def __init__(self, parts: Parts, case_page: CasePage) -> None:
        self._parts = parts
        self._case_page = case_page
        self._opener = FileOpener(parts.works, parts.fetch)

    def routes(self) -> list[web.RouteDef]:
        """Its addresses."""
        one = rf"{_NUMBER}/files/{{message:\d{{1,18}}}}-{{place:\d{{1,3}}}}"
        return [
            web.get(f"/console/cases/{one}", self._parts.staff_only(self.open)),
            # Not by staff_only, which reads a whole form at once.
            web.post(f"/console/cases/{_NUMBER}/send", self.send),
        ]

    async def open(self, request: web.Request, login: Login) -> web.Response:
        """The file itself, for those who see the case's words."""
        number, message = request.match_info["number"].upper(), int(request.match_info["message"])
        try:
            async with self._parts.works.reading() as work:
                case = await self._parts.desk.seen_by(work, login.member, number)
                messages = await work.cases.messages(case)
            found = attachment_at(messages, message, int(request.match_info["place"]))
            return (await self._opener.open(found)).response
        except NoSuchCase:
            raise web.HTTPNotFound from None
        except FileLost as error:
            return lost(error)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Files for the citizen, perhaps with words; where they are refused the page says why and keeps the words."""
        login = await self._parts.login_of(request)
        if login is None:
            return self._parts.ask_to_log_in(await _words_of(request))
        number, fields = request.match_info["number"].upper(), {}
        try:
            form = await UploadForm.open(request)
            fields = dict(form.fields)
            login.require_csrf(fields.get("csrf", ""))
            async with self._parts.works.reading() as work:
                await self._parts.desk.seen_by(work, login.member, number)
            await self._send(login, number, form)
        except UploadRefused as refused:
            return await self._case_page.refused(str(refused), "send", number, fields, login)
        except MoveRefused as refused:
            return await self._case_page.refused(f"{refused}。", "send", number, fields, login)
        except NoSuchCase:
            raise web.HTTPNotFound from None
        self._parts.wake()
        raise web.HTTPSeeOther(f"/console/cases/{number}?done=send#done")

    async def _send(self, login: Login, number: str, form: UploadForm) -> None:
        text, form_key = form.fields.get("text", ""), form.fields.get("key", "")
        if not _FORM_KEY.fullmatch(form_key):
            raise UploadRefused("这个页面放得太久了，请再按一次。")
        if len(text) > MESSAGE_LIMIT:
            raise UploadRefused(f"说明太长了（{len(text)} 字），最多 {MESSAGE_LIMIT} 字。")
        files = await form.files()
        if not files:
            raise UploadRefused("请先选照片或文件，再点“送给群众”。")
        key = f"console:{login.member.id}:{form_key}:send:{_digest(number, text, files)}"
        now = datetime.now(UTC)
        async with self._parts.works.writing() as work:
            # The same form twice is one message.
            if await work.inbox.receive(key, f"console {login.member.id}", {}, now):
                await self._parts.desk.reply(work, login.member, number, text, key=key, now=now, files=files)
                await work.inbox.finish(key, now)


async def _words_of(request: web.Request) -> Mapping[str, str]:
    try:
        return (await UploadForm.open(request)).fields
    except UploadRefused:
        return {}


def _digest(number: str, text: str, files: tuple[CaseFile, ...]) -> str:
    said = hashlib.sha256(f"{number}\n{text}".encode())
    for file in files:
        said.update(hashlib.sha256(file.content).digest())
    return said.hexdigest()[:12]
