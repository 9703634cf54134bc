"""A town: the real service in a process that is started again whenever it dies, the Telegram server, and browsers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import aiohttp

from bot.desk import Invitation, Role
from bot.storage.database import Database
from bot.storage.work import SqlWorks
from tests.fake_telegram import TOKEN
from tests.handlers.site import hidden_field
from tests.killing import at_commit
from tests.killing.hits import Hits, KillingTelegram
from tests.running import DATA, free_port

# How long anybody waits for anything: far more than it takes, for a machine that is busy with other things.
PATIENCE_SECONDS = 120.0
# Each start is a process of its own, forked from one that has read our modules already.
_starting = multiprocessing.get_context("forkserver")
_starting.set_forkserver_preload([at_commit.__name__])
T = TypeVar("T")


@dataclass
class Plan:
    """How the service dies: at calls of the Bot API (`hits`), at its nth commit, after so many seconds of service, and
    how often at most; and how it gets its updates."""

    hits: Hits = field(default_factory=Hits)
    commits: tuple[int, int] | None = None
    seconds: tuple[float, float] | None = None
    is_webhook: bool = False
    most: int = 1_000_000
    chance: random.Random = field(default_factory=lambda: random.Random(7))


class Town:
    """`deaths` counts how often the service was killed so far."""

    def __init__(self, plan: Plan, data: Path, var: Path, database_url: str, works: SqlWorks) -> None:
        self.plan = plan
        self.works = works
        self.telegram = KillingTelegram(plan.hits)
        self.people = self.telegram.people
        self.deaths = 0
        self.is_calm = False
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._environment = {
            "LEGALBOT_DATA": str(data),
            "LEGALBOT_VAR": str(var),
            "LEGALBOT_PORT": str(self._port),
            "LEGALBOT_DATABASE_URL": database_url,
            "LEGALBOT_LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(DATA.parent),
            "TELEGRAM_BOT_TOKEN": TOKEN,
        }
        self._process: BaseProcess | None = None
        self._watching: asyncio.Task[None] | None = None
        plan.hits.kill = self.kill

    def kill(self) -> None:
        """As a power cut does it."""
        if self._process is not None:
            self._process.kill()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Town]:
        """The town lives; the service is started again and again."""
        async with self.telegram.running():
            self._environment["TELEGRAM_BASE_URL"] = self.telegram.url
            if self.plan.is_webhook:
                self._environment["TELEGRAM_WEBHOOK_URL"] = f"{self.address}/hook"
            self._watching = asyncio.create_task(self._watch())
            try:
                yield self
            finally:
                self._watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._watching

    async def through(self, story: Awaitable[T]) -> T:
        """The story, as long as the service only ever ends by being killed. Raises AssertionError where it does not."""
        telling = asyncio.ensure_future(story)
        assert self._watching is not None
        await asyncio.wait({telling, self._watching}, return_when=asyncio.FIRST_COMPLETED)
        if not telling.done():
            telling.cancel()
            await self._watching
        return await telling

    async def rest(self) -> None:
        """No more deaths; wait until nothing is left to be done."""
        self.is_calm, self.plan.hits.share = True, 0.0
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while await self._is_busy():
            assert asyncio.get_running_loop().time() < end, "something is never done"
            await asyncio.sleep(0.2)

    # ------------------------------------------------------------ invitations

    async def chat_code(self, station_id: str) -> str:
        async with self.works.writing() as work:
            return await work.staff.invite(Invitation("chat", "", Role.STATION, station_id), _now())

    @asynccontextmanager
    async def member(self, name: str, station_id: str) -> AsyncIterator[Browser]:
        """Somebody of a station who is logged in at the console."""
        async with self.works.writing() as work:
            member = await work.staff.admit(name, Role.STATION, station_id, _now())
            token = await work.staff.log_in(member.id, _now())
        async with self.browser() as browser:
            browser.session.cookie_jar.update_cookies({"staff": token})
            yield browser

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            yield Browser(session, self.address)

    # ------------------------------------------------------------ private

    async def _is_busy(self) -> bool:
        if self.telegram.world.updates:
            return True
        async with self.works.reading() as work:
            return bool(await work.inbox.open_arrivals("tg:")) or await work.outbox.count_waiting() > 0

    async def _watch(self) -> None:
        try:
            while True:
                self._process = await asyncio.to_thread(self._start)
                dying = asyncio.create_task(self._die_by_time())
                code = await _end_of(self._process)
                dying.cancel()
                assert code in {-signal.SIGKILL, 0}, f"the service ended with {code}"
                self.deaths += 1
                if self.deaths >= self.plan.most:
                    self.is_calm, self.plan.hits.share = True, 0.0
        finally:
            self.kill()
            if self._process is not None:
                await _end_of(self._process)

    def _start(self) -> BaseProcess:
        nth, moment = 0, self.plan.chance.choice(("before", "after"))
        if self.plan.commits is not None and not self.is_calm:
            nth = self.plan.chance.randint(*self.plan.commits)
        process = _starting.Process(
            target=at_commit.run, args=({**os.environ, **self._environment}, nth, moment), daemon=True
        )
        process.start()
        return process

    async def _die_by_time(self) -> None:
        if self.plan.seconds is None or self.is_calm:
            return
        await self._until_up()
        await asyncio.sleep(self.plan.chance.uniform(*self.plan.seconds))
        if not self.is_calm:
            self.kill()

    async def _until_up(self) -> None:
        async with self.browser() as browser:
            await browser.until_answered("GET", "/healthz", lambda status: status == 200)


@dataclass
class Browser:
    """A browser whose user presses again, with the same form, until an answer comes."""

    session: aiohttp.ClientSession
    address: str

    async def until_answered(
        self,
        method: str,
        path: str,
        is_answer: Callable[[int], bool] = lambda status: status < 500,
        **more: Any,
    ) -> tuple[int, str]:
        end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while asyncio.get_running_loop().time() < end:
            with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                async with self.session.request(method, self.address + path, **more) as response:
                    text = await response.text()
                    if is_answer(response.status):
                        return response.status, text
            await asyncio.sleep(0.1)
        raise AssertionError(f"no answer from {path}")

    async def say(self, text: str = "", **more: str) -> dict[str, Any]:
        """One message of the kiosk's visitor."""
        body = {"id": uuid4().hex, **({"text": text} if text else {}), **more}
        return await self.post("/api/kiosk/say", body)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        status, text = await self.until_answered("POST", path, json=body)
        assert status == 200, text
        answer: dict[str, Any] = json.loads(text)
        return answer

    async def act(self, number: str, act: str, **fields: str) -> str:
        """One act on a case's page of the console."""
        page = f"/console/cases/{number}"
        status, html = await self.until_answered("GET", page)
        assert status == 200, html
        form = {"csrf": hidden_field(html, "csrf"), "key": hidden_field(html, "key"), **fields}
        status, html = await self.until_answered("POST", f"{page}/{act}", data=form)
        assert status == 200, html
        return html


async def _end_of(process: BaseProcess) -> int | None:
    """Wait for the end of a process; its exit code."""
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)
    process.join()
    return process.exitcode


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def town(plan: Plan, data: Path, var: Path, database_url: str) -> AsyncIterator[Town]:
    """A town on a migrated database."""
    async with (
        Database(database_url).running() as database,
        Town(plan, data, var, database_url, SqlWorks(database)).running() as running,
    ):
        yield running
