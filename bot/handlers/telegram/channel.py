"""The channel as a whole: wires its parts, and connects in the background so that no fault of the net stops a start."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiohttp import web
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.conversation import Channel
from bot.delivery import Message, Progress
from bot.desk import Desk, DeskWording
from bot.handlers.notice_pump import NoticePump, NoticeWorks
from bot.handlers.outbox_pump import OutboxPump
from bot.handlers.telegram.answering import Answering, move_chat, tell_of_failure
from bot.handlers.telegram.fetching import fetch
from bot.handlers.telegram.intake import Intake
from bot.handlers.telegram.notices import TelegramNotices
from bot.handlers.telegram.pace import Pace, Turns
from bot.handlers.telegram.polling import KINDS, poll
from bot.handlers.telegram.ports import ChannelWork, ChannelWorks, Clock, Directories, Responder
from bot.handlers.telegram.reading import Me
from bot.handlers.telegram.request import build_api
from bot.handlers.telegram.sender import TelegramSender
from bot.handlers.telegram.staff_chat import StaffChat
from bot.handlers.telegram.webhook import webhook_route
from bot.notices.notice import Content

log = structlog.get_logger()

_LONGEST_BACKOFF_SECONDS = 30.0
_BAD_TOKEN_RETRY_SECONDS = 300.0
_COMMANDS = (
    ("start", "开始"),
    ("my", "我的工单"),
    ("human", "转人工"),
    ("station", "找服务站"),
    ("deadline", "算期限"),
    ("reminders", "我的期限提醒"),
    ("subscribe", "订阅通知"),
    ("unsubscribe", "退订通知"),
    ("privacy", "隐私：导出、删除我的记录"),
    ("help", "怎么用"),
)


@dataclass(frozen=True)
class TelegramAccess:
    """The Bot API server and our token on it; `base_url` is the server's root."""

    token: str
    base_url: str = "https://api.telegram.org"
    proxy: str | None = None


@dataclass(frozen=True)
class Webhook:
    """Where Telegram shall bring updates; without a secret one is made from the token."""

    url: str
    secret: str | None = None


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Broadcasting:
    """What the channel needs to send notices too: where they are kept, and how one looks."""

    works: NoticeWorks
    wording: Callable[[int, Content], Message]


class TelegramChannel:
    """Add `routes` to the web application before it starts, then hold `running()` open.

    `is_only_sender`: no other process sends for this database (true for embedded SQLite). Raises ValueError for a
    token that could never be one.
    """

    def __init__(
        self,
        access: TelegramAccess,
        works: ChannelWorks,
        assistant: Responder,
        desk: Desk,
        wording: DeskWording,
        directory: Directories,
        *,
        webhook: Webhook | None = None,
        is_only_sender: bool = False,
        pace: Turns | None = None,
        broadcasting: Broadcasting | None = None,
        clock: Clock = _now,
    ) -> None:
        number, _, rest = access.token.strip().partition(":")
        if not number.isdigit() or not rest:
            raise ValueError("TELEGRAM_BOT_TOKEN 的样子不对，应当是“数字:一串字母”")
        self._api = build_api(access.token.strip(), access.base_url, access.proxy)
        self._works = works
        self._webhook = webhook
        self._secret = (webhook and webhook.secret) or _secret_from(access.token)
        self._me = Me(int(number))
        self._server = access.base_url
        sender = TelegramSender(
            self._api, pace or Pace(), self._on_moved, content=self._content, keep=self._keep_progress
        )
        self._pump: OutboxPump[ChannelWork] = OutboxPump(
            works,
            sender,
            Channel.TELEGRAM,
            is_only_sender=is_only_sender,
            on_failed=tell_of_failure,
            clock=clock,
        )
        self._notices: NoticePump | None = None
        if broadcasting is not None:
            self._notices = NoticePump(
                broadcasting.works,
                TelegramNotices(self._api, broadcasting.wording),
                Channel.TELEGRAM,
                is_only_sender=is_only_sender,
                clock=clock,
            )
        self._intake = Intake(
            works,
            Answering(assistant, StaffChat(desk, wording, directory)),
            self._api,
            clock=clock,
            me=lambda: self._me,
            on_answered=self._pump.wake,
            restores_order=webhook is not None,
        )

    @property
    def routes(self) -> list[web.RouteDef]:
        """The webhook's route; none when polling."""
        if self._webhook is None:
            return []
        return [webhook_route(self._webhook.url, self._secret, self._intake.take)]

    def wake(self) -> None:
        """Something for Telegram was put into the outbox elsewhere in this process: send it now."""
        self._pump.wake()

    async def fetch(self, file_id: str) -> bytes:
        """A file that stays on Telegram. Raises FileLost."""
        return await fetch(self._api, file_id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[TelegramChannel]:
        """Serve until the block ends. Never raises for the network's or the token's sake."""
        serving = asyncio.create_task(self._serve(), name="telegram")
        try:
            yield self
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
            await self._intake.close()
            await self._api.shutdown()

    # ------------------------------------------------------------ private

    async def _serve(self) -> None:
        try:
            await self._connect()
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(self._pump.running())
                if self._notices is not None:
                    await stack.enter_async_context(self._notices.running())
                await self._until_done("recover", self._intake.recover)
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._intake.watch(), name="telegram-inbox")
                    group.create_task(self._receive(), name="telegram-updates")
        except Exception as error:
            log.error("Telegram 渠道意外停止，其他渠道照常。", error=type(error).__name__)

    async def _connect(self) -> None:
        failures = 0
        while True:
            try:
                await self._api.initialize()
                self._me = Me(self._api.id, self._api.username)
                log.info("Telegram 已连上。", username=self._api.username)
                return
            except InvalidToken:
                wait_seconds = _BAD_TOKEN_RETRY_SECONDS
                if failures == 0:
                    log.error(
                        "Telegram 没有启动：服务器不认 TELEGRAM_BOT_TOKEN（或 TELEGRAM_BASE_URL 写错了）。"
                        "请检查环境变量或 .env；其他渠道照常。"
                    )
            except TelegramError as error:
                wait_seconds = min(0.5 * 2.0 ** min(failures, 10), _LONGEST_BACKOFF_SECONDS)
                if failures == 0:
                    log.warning(
                        "Telegram 服务器连不上，会一直在后台重试；其他渠道照常。",
                        server=self._server,
                        error=type(error).__name__,
                    )
            failures += 1
            await asyncio.sleep(wait_seconds)

    async def _receive(self) -> None:
        await self._until_done("updates way", self._set_way)
        await self._introduce()
        if self._webhook is None:
            await poll(self._api, self._intake.take)
        await asyncio.Event().wait()

    async def _set_way(self) -> None:
        if self._webhook is None:
            # A server without webhooks may not know this: polling tells soon enough whether one stands in the way.
            with contextlib.suppress(TelegramError):
                await self._api.delete_webhook()
            return
        await self._api.set_webhook(self._webhook.url, secret_token=self._secret, allowed_updates=KINDS)

    async def _introduce(self) -> None:
        # A menu of commands is a help only: without it everything works.
        with contextlib.suppress(TelegramError):
            await self._api.set_my_commands([BotCommand(name, words) for name, words in _COMMANDS])

    async def _until_done(self, what: str, act: Any) -> None:
        wait_seconds = 0.5
        while True:
            try:
                await act()
                return
            except Exception as error:
                log.warning("telegram start step failed", step=what, error=type(error).__name__)
            await asyncio.sleep(wait_seconds)
            wait_seconds = min(wait_seconds * 2, _LONGEST_BACKOFF_SECONDS)

    async def _content(self, key: str) -> bytes | None:
        async with self._works.reading() as work:
            return await work.files.content(key)

    async def _keep_progress(self, parcel_id: int, progress: Progress) -> None:
        async with self._works.writing() as work:
            await work.outbox.keep_progress(parcel_id, progress)

    async def _on_moved(self, old: str, new: str) -> None:
        async with self._works.writing() as work:
            await move_chat(work, old, new)


def _secret_from(token: str) -> str:
    # The same in every process that has this token, and useless to whoever sees it.
    return hashlib.sha256(f"legalbot webhook {token}".encode()).hexdigest()
