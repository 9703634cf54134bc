"""The web on real parts: SQLite file, FAQ, directory, HTTP over a socket."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, CookieJar, FormData, web

from bot.assistant import Assistant
from bot.conversation import Channel, Citizen
from bot.delivery import FileLost
from bot.desk import Desk, Invitation, OpenedCase, Role, StaffMember
from bot.faq.interpreter import Interpreter
from bot.faq.knowledge import KnowledgeBase
from bot.faq.memory import NOTHING_SAID, Memory
from bot.faq.statutes import LawBook
from bot.faq.understood import Close, Danger, Found, Understood, Unknown
from bot.handlers.kiosk.kiosk import EXAMPLES
from bot.handlers.web import build_web, serving
from bot.handlers.wording import ChineseDesk, consent_text
from bot.reception import Reception
from bot.referral.case import Attachment, CaseMessage
from bot.referral.directory import Directory
from bot.referral.register import StationRegister
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.work import SqlWorks

GUANSHANG = "关上街道公共法律服务站"
UNCLEAR = "物业的钱有问题"
LEAK = "楼上漏水怎么赔"
PARKING = "停车费涨价合理吗"
STRANGE = "月球上怎么种菜才能发财"
CLOSE = ("property-fee-increase", "property-parking-fee")
MEANINGS: dict[str, Understood] = {
    UNCLEAR: Close(CLOSE),
    LEAK: Found("property-leak-upstairs", 0.97),
    EXAMPLES[1]: Found("property-leak-upstairs", 0.97),
    PARKING: Found("property-parking-fee", 0.97),
    STRANGE: Unknown(),
}
Json = dict[str, Any]


class PlainKnowledge(KnowledgeBase):
    """The small FAQ, with some texts whose meaning does not hang on how the matcher is tuned."""

    @property
    def interpreter(self) -> Interpreter:
        return _Plain(super().interpreter)


class _Plain(Interpreter):
    def __init__(self, real: Interpreter) -> None:
        self._real = real

    def read(self, text: str, memory: Memory) -> Understood:
        return MEANINGS.get(text) or self._real.read(text, memory)

    def danger(self, text: str, memory: Memory = NOTHING_SAID) -> Danger | None:
        return self._real.danger(text, memory)


@dataclass
class Messenger:
    """Files by id; an id of none is gone, and with `is_off` nothing can be fetched."""

    files: dict[str, bytes] = field(default_factory=dict)
    is_off: bool = False

    async def fetch(self, file_id: str) -> bytes:
        if self.is_off:
            raise FileLost("现在连不上 Telegram，文件暂时取不到。请过一会儿再试。", is_gone=False)
        if file_id not in self.files:
            raise FileLost("Telegram 上已经取不到这个文件了。请对方再发一次。", is_gone=True)
        return self.files[file_id]


@dataclass
class Site:
    """A served web with its parts."""

    url: str
    works: SqlWorks
    desk: Desk
    knowledge: KnowledgeBase
    directory: Directory
    application: web.Application
    stations: StationRegister
    woken: list[str] = field(default_factory=list)
    laws: LawBook = field(default_factory=LawBook)
    messenger: Messenger = field(default_factory=lambda: Messenger())

    @property
    def station_id(self) -> str:
        return next(one.id for one in self.directory.stations if one.name == GUANSHANG)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Visitor]:
        """Somebody with cookies of their own."""
        async with ClientSession(self.url, cookie_jar=CookieJar(unsafe=True)) as session:
            yield Visitor(session)

    async def member(
        self, name: str = "王调解", role: Role = Role.STATION, station_id: str | None = None
    ) -> StaffMember:
        async with self.works.writing() as work:
            return await work.staff.admit(name, role, station_id, _now())

    async def invitation(
        self, name: str = "王调解", role: Role = Role.STATION, station_id: str | None = None
    ) -> str:
        async with self.works.writing() as work:
            return await work.staff.invite(Invitation("console", name, role, station_id), _now())

    async def open_case(self, question: str = "物业锁了我家门", station_id: str = "") -> OpenedCase:
        async with self.works.writing() as work:
            return await self.desk.open(
                work,
                Citizen(Channel.KIOSK, "somebody"),
                origin=f"test/{uuid4()}",
                station_id=station_id or self.station_id,
                station_name=GUANSHANG,
                question=question,
                said=(CaseMessage("citizen", question, _now()),),
                entry_id=None,
                consent_text="同意",
                now=_now(),
            )

    async def add(self, number: str, text: str, *attachments: Attachment) -> None:
        """The citizen adds words and files that stay on their messenger."""
        async with self.works.writing() as work:
            me = Citizen(Channel.KIOSK, "somebody")
            await self.desk.citizen_adds(
                work, me, number, text, key=uuid4().hex, now=_now(), attachments=attachments
            )

    async def files(self, number: str) -> list[Attachment]:
        """All files of a case, in order."""
        async with self.works.writing() as work:
            case = await work.cases.get(number)
            assert case is not None
            return [one for message in await work.cases.messages(case) for one in message.attachments]

    async def messages(self, number: str) -> list[tuple[str, str]]:
        async with self.works.writing() as work:
            case = await work.cases.get(number)
            assert case is not None
            return [(one.author, one.text) for one in await work.cases.messages(case)]

    async def state(self, number: str) -> str:
        async with self.works.writing() as work:
            case = await work.cases.get(number)
            assert case is not None
            return case.state.value


@dataclass
class Visitor:
    """A browser without a screen."""

    session: ClientSession

    async def say(self, text: str = "", *, key: str = "", **more: Any) -> Json:
        """Say something at the kiosk and read the reply."""
        body = {"id": key or uuid4().hex, **({"text": text} if text else {}), **more}
        status, reply = await self.post("/api/kiosk/say", body)
        assert status == 200, reply
        return reply

    async def post(self, path: str, body: Any) -> tuple[int, Json]:
        async with self.session.post(path, json=body) as response:
            return response.status, await response.json()

    async def page(self, path: str) -> tuple[int, str]:
        async with self.session.get(path) as response:
            return response.status, await response.text()

    async def join(self, code: str) -> None:
        """Log in to the console."""
        async with self.session.post(f"/console/join/{code}") as response:
            assert response.status == 200
            assert response.url.path == "/console"

    async def submit(self, page: str, action: str, *, key: str = "", **fields: str) -> tuple[int, str]:
        """Send a form of a console page, with the hidden fields that the page gave."""
        _, html = await self.page(page)
        hidden = {"csrf": hidden_field(html, "csrf"), "key": key or hidden_field(html, "key")}
        async with self.session.post(action, data={**hidden, **fields}) as response:
            return response.status, await response.text()

    async def send_files(
        self,
        number: str,
        files: Sequence[tuple[str, bytes]],
        *,
        text: str = "",
        key: str = "",
        page: str = "",
    ) -> tuple[int, str]:
        """Send files from the case page."""
        _, html = await self.page(page or f"/console/cases/{number}")
        fields = {"csrf": hidden_field(html, "csrf"), "key": key or hidden_field(html, "key")}
        form = FormData(fields, quote_fields=False, default_to_multipart=True)
        return await self._upload(f"/console/cases/{number}/send", form, files, text)

    async def upload(
        self, path: str, fields: dict[str, str], files: Sequence[tuple[str, bytes]]
    ) -> tuple[int, Json]:
        """A kiosk's form with files."""
        status, text = await self._upload(
            path, FormData(fields, quote_fields=False, default_to_multipart=True), files, ""
        )
        answer: Json = json.loads(text)
        return status, answer

    async def _upload(
        self, path: str, form: FormData, files: Sequence[tuple[str, bytes]], text: str
    ) -> tuple[int, str]:
        if text:
            form.add_field("text", text)
        for name, content in files:
            form.add_field("files", BytesIO(content), filename=name)
        async with self.session.post(path, data=form) as response:
            return response.status, await response.text()

    async def fetch(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """A file, with the headers it came with."""
        async with self.session.get(path) as response:
            return response.status, await response.read(), dict(response.headers)

    async def act(self, number: str, act: str, *, key: str = "", **fields: str) -> tuple[int, str]:
        """One act on the case page."""
        page = f"/console/cases/{number}"
        return await self.submit(page, f"{page}/{act}", key=key, **fields)


def hidden_field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', html)
    assert found, f"no {name} in the page"
    return found[1]


@asynccontextmanager
async def served(
    folder: Path, knowledge: KnowledgeBase, directory: Directory, **settings: Any
) -> AsyncIterator[Site]:
    """The web on an empty database in this folder."""
    async with (
        Database(f"sqlite:///{folder / 'web.db'}").running() as database,
        served_on(SqlWorks(database), knowledge, directory, **settings) as site,
    ):
        yield site


@asynccontextmanager
async def served_on(
    works: SqlWorks, knowledge: KnowledgeBase, directory: Directory, **settings: Any
) -> AsyncIterator[Site]:
    """The web on this database."""
    register, laws, messenger = StationRegister(directory), LawBook(), Messenger()
    desk = Desk(ChineseDesk(), register)
    woken: list[str] = []
    application = build_web(
        works=works,
        assistant=Assistant(knowledge, Reception(register, desk, consent_text), laws),
        desk=desk,
        knowledge=knowledge,
        stations=register,
        settings=Settings.model_validate(settings),
        wake=lambda: woken.append("woken"),
        laws=laws,
        fetch=messenger.fetch,
    )
    async with serving(application, "127.0.0.1", 0) as port:
        address = f"http://127.0.0.1:{port}"
        yield Site(address, works, desk, knowledge, directory, application, register, woken, laws, messenger)


def _now() -> datetime:
    return datetime.now(UTC)
