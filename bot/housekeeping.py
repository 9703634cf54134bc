"""Upkeep while the service runs: the FAQ file is watched, a new directory is taken up, old words are forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from bot.faq.knowledge import KnowledgeBase
from bot.faq.watch import FileWatch
from bot.referral.directory import Directory
from bot.referral.register import StationRegister

log = structlog.get_logger()
CONVERSATIONS_REST = timedelta(days=30)
ARRIVALS_REST = timedelta(days=3)
# Longer than a closed case may be opened again.
MESSAGES_REST = timedelta(days=40)


class FaqUpkeep:
    """Brings a changed FAQ file live: its texts at once, what is learnt from it as soon as that is done."""

    every = timedelta(seconds=0.4)

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._watch = FileWatch(knowledge.path, knowledge.faq.file_hash)
        self._learning: asyncio.Task[None] | None = None

    async def tick(self) -> None:
        """Look at the file once."""
        raw = self._watch.changed()
        if raw is None:
            return
        faults = await self._knowledge.take_up_apart(raw)
        if faults:
            log.error("faq not taken, the last good one stays", faults=[str(fault) for fault in faults[:20]])
            return
        log.info(
            "faq live", entries=len(self._knowledge.faq.entries), hash=self._knowledge.faq.file_hash[:12]
        )
        # Learning takes its time; the next edit must not wait for it.
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn())

    async def _learn(self) -> None:
        while self._knowledge.is_behind:
            await self._knowledge.learn()
        log.info("faq learnt", hash=self._knowledge.faq.file_hash[:12])


class DirectoryUpkeep:
    """Takes up a directory that was imported, or corrected by staff in another process, while the service runs."""

    every = timedelta(seconds=1)

    def __init__(
        self,
        register: StationRegister,
        stamp: Callable[[], Awaitable[str]],
        load: Callable[[], Awaitable[Directory]],
    ) -> None:
        self._register = register
        self._stamp = stamp
        self._load = load
        self._seen: str | None = None

    async def tick(self) -> None:
        """Compare the stamp of the kept directory with the one in use."""
        stamp = await self._stamp()
        # The first look loads too: something may have changed since the service began to start.
        if stamp != self._seen:
            self._register.current = await self._load()
            log.info("directory live", stations=len(self._register.current))
        self._seen = stamp


class ForgettingStore(Protocol):
    """Keeps things that may be forgotten after a while."""

    async def forget_before(self, moment: datetime) -> int:
        """Drop what is older; returns how many."""


class ForgettingWork(Protocol):
    """The stores that old words are taken out of."""

    @property
    def conversations(self) -> ForgettingStore:
        """Conversations that rest."""

    @property
    def inbox(self) -> ForgettingStore:
        """Arrivals that were answered."""

    @property
    def outbox(self) -> ForgettingStore:
        """Messages that were sent."""


class Forgetting:
    """Keeps the least: conversations that rest, arrivals that were answered and messages that were sent are dropped."""

    every = timedelta(hours=1)

    def __init__(self, writing: Callable[[], AbstractAsyncContextManager[ForgettingWork]]) -> None:
        self._writing = writing

    async def tick(self) -> None:
        """Drop what is old enough."""
        now = datetime.now(UTC)
        async with self._writing() as work:
            conversations = await work.conversations.forget_before(now - CONVERSATIONS_REST)
            arrivals = await work.inbox.forget_before(now - ARRIVALS_REST)
            messages = await work.outbox.forget_before(now - MESSAGES_REST)
        log.info("forgotten", conversations=conversations, arrivals=arrivals, messages=messages)
