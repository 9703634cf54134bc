"""What the workbench's pages share: who may edit, publishing, and running trials."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

from aiohttp import web

from bot.desk import Role
from bot.faq.edit import FaqSource
from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.statutes.findings import Findings, check_law
from bot.handlers.console.pagekit import Page, Parts
from bot.handlers.console.session import Login
from bot.handlers.console.workbench.trials import Trials
from bot.law_upkeep import today
from bot.publishing import Candidate, EditionNote, publish, weigh

NO_LAW = "没有导入法条，引用的条号没有核对。"
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
Edit = Callable[[FaqSource], FaqSource]


class Bench:
    """The FAQ file and those who may change it."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.trials = Trials(parts.settings, parts.works)

    def editors_only(self, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page for FAQ editors and administrators."""

        async def open_page(request: web.Request, login: Login) -> web.StreamResponse:
            _require_editor(login)
            return await page(request, login)

        return self.parts.staff_only(open_page)

    def uploads_only(self, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The same for a form that carries a file: `page` reads the form itself and must check its token."""

        async def open_page(request: web.Request) -> web.StreamResponse:
            login = await self.parts.login_of(request)
            if login is None:
                return self.parts.ask_to_log_in({})
            _require_editor(login)
            return await page(request, login)

        return open_page

    async def candidate(self, edit: Edit) -> Candidate:
        """The present file with an edit made, checked as a whole. Raises CannotEdit, FaqFaults, PublishRefused."""
        return await asyncio.to_thread(self._edited, edit)

    async def candidate_of(self, raw: bytes) -> Candidate:
        """A whole file in place of the present one. Raises FaqFaults, PublishRefused."""
        return await asyncio.to_thread(lambda: weigh(self._present(), raw))

    async def put_live(self, candidate: Candidate, login: Login, cause: str) -> EditionNote:
        """Publish. Raises PublishRefused."""
        async with self.parts.works.writing() as work:
            return await publish(
                work.editions,
                self.parts.knowledge.path,
                candidate,
                by=login.member.name,
                cause=cause,
                now=datetime.now(UTC),
            )

    async def present(self) -> bytes:
        """The file as it is on disk. Raises OSError."""
        return await asyncio.to_thread(self._present)

    async def law_of(self, entries: Iterable[Entry]) -> Findings | None:
        """What the imported law texts say about these entries; None where none were imported."""
        async with self.parts.works.reading() as work:
            corpus = await work.statutes.load(today())
        if corpus.is_empty:
            return None
        return await asyncio.to_thread(check_law, Faq(tuple(entries), ""), corpus, lambda _place: 0)

    def entry_name(self, entry_id: str) -> str:
        """What staff know an entry by."""
        entry = self.parts.knowledge.faq.by_id.get(entry_id)
        return entry.label if entry else entry_id

    def _edited(self, edit: Edit) -> Candidate:
        raw = self._present()
        return weigh(raw, edit(FaqSource.read(raw)).raw)

    def _present(self) -> bytes:
        return self.parts.knowledge.path.read_bytes()


def said(error: Exception) -> str:
    """What stopped a change, as staff read it."""
    if isinstance(error, OSError):
        return f"文件写不进去（{error.strerror}）。请找技术人员检查文件夹的权限；原来的文件没有动。"
    return str(error)


def _require_editor(login: Login) -> None:
    if login.member.role not in EDITORS:
        raise web.HTTPForbidden(text="只有问答编辑和管理员可以用这个页面。")
