"""A FAQ file goes live: the old one is kept, the new one takes its place as a whole, and the log says who and why."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog

from bot.faq.checking import read_apart
from bot.faq.diff import EntryChanges, entry_changes
from bot.faq.fault import FaqFaults
from bot.faq.file import replace_file
from bot.faq.knowledge import LEAST_KEPT
from bot.faq.loader import Faq, read_faq

BY_HAND = "直接改文件"
FIRST_CAUSE = "开始记录"
log = structlog.get_logger()


class PublishRefused(Exception):
    """The file was not changed; `str()` says why and what to do, in Chinese."""


@dataclass(frozen=True)
class EditionNote:
    """What is known of a published edition; `number` counts up from 1."""

    number: int
    file_hash: str
    entries: int
    changes: EntryChanges
    by: str
    cause: str
    at: datetime


@dataclass(frozen=True)
class Candidate:
    """A checked file that may go live in place of another one."""

    old: bytes
    new: bytes
    entries: int
    changes: EntryChanges

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to publish."""
        return self.old == self.new


class Editions(Protocol):
    """Where published editions are kept."""

    async def lock(self) -> None:
        """Hold off other publishers until the transaction ends."""

    async def newest(self) -> EditionNote | None:
        """The last one."""

    async def keep(
        self, raw: bytes, entries: int, changes: EntryChanges, *, by: str, cause: str, now: datetime
    ) -> EditionNote:
        """Add an edition to the log."""

    async def raw(self, number: int) -> bytes | None:
        """The file of an edition, byte for byte."""


def weigh(old: bytes, new: bytes) -> Candidate:
    """Check a new file against the one in use; takes seconds. Raises FaqFaults, PublishRefused."""
    after = read_faq(new)
    before = _readable(old)
    kept, had = len(after.entries), len(before.entries) if before else 0
    if kept < had * LEAST_KEPT:
        raise PublishRefused(
            f"新文件只有 {kept} 个条目，正在用的有 {had} 个，少得太多，没有发布。建议：核对文件；确实要删，分几次发布"
        )
    changes = entry_changes(before.entries if before else (), after.entries)
    return Candidate(old, new, kept, changes)


async def publish(
    editions: Editions, path: Path, candidate: Candidate, *, by: str, cause: str, now: datetime
) -> EditionNote:
    """Put the candidate in place, in the caller's transaction. Raises PublishRefused, OSError."""
    await editions.lock()
    if await asyncio.to_thread(_present, path) != candidate.old:
        raise PublishRefused("问答文件刚才被别人改过，没有发布。建议：重新打开，看过新内容再改")
    await _keep_present(editions, candidate, now)
    # Inside the transaction: where the file cannot be written nothing is logged.
    await asyncio.to_thread(replace_file, path, candidate.new)
    return await editions.keep(
        candidate.new, candidate.entries, candidate.changes, by=by, cause=cause[:200], now=now
    )


async def _keep_present(editions: Editions, candidate: Candidate, now: datetime) -> None:
    """The file that is about to be replaced can be gone back to, whoever wrote it."""
    newest = await editions.newest()
    if newest and newest.file_hash == hashlib.sha256(candidate.old).hexdigest():
        return
    before = await asyncio.to_thread(_readable, candidate.old)
    if before is None:
        return
    last = await editions.raw(newest.number) if newest else None
    known = await asyncio.to_thread(_readable, last) if last else None
    await keep_seen(editions, candidate.old, before, newest, known, now)


async def keep_seen(
    editions: Editions, raw: bytes, faq: Faq, newest: EditionNote | None, known: Faq | None, now: datetime
) -> EditionNote:
    """Log a file that came to be in use without being published here, after the `newest` edition, which says `known`."""
    changes = entry_changes(known.entries, faq.entries) if known else EntryChanges()
    cause = "文件有了改动" if newest else FIRST_CAUSE
    return await editions.keep(raw, len(faq.entries), changes, by=BY_HAND, cause=cause, now=now)


def _present(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _readable(raw: bytes) -> Faq | None:
    try:
        return read_faq(raw)
    except FaqFaults:
        return None


class EditionsWork(Protocol):
    """The store that the log of editions is written to."""

    @property
    def editions(self) -> Editions:
        """Published editions."""


class LiveFile(Protocol):
    """Holds the FAQ that is live and where its file is."""

    path: Path

    @property
    def faq(self) -> Faq:
        """All entries."""


class EditionTicks:
    """Each file that went live stands in the log, also one that was edited by hand."""

    every = timedelta(seconds=3)

    def __init__(
        self, knowledge: LiveFile, writing: Callable[[], AbstractAsyncContextManager[EditionsWork]]
    ) -> None:
        self._knowledge = knowledge
        self._writing = writing
        self._seen = ""

    async def tick(self) -> None:
        """Log the live file where it is not the last one of the log."""
        faq = self._knowledge.faq
        if faq.file_hash == self._seen:
            return
        raw = await asyncio.to_thread(self._knowledge.path.read_bytes)
        if hashlib.sha256(raw).hexdigest() != faq.file_hash:
            return
        newest, known = await self._last()
        async with self._writing() as work:
            await work.editions.lock()
            if await work.editions.newest() != newest:
                return
            if newest is None or newest.file_hash != faq.file_hash:
                await keep_seen(work.editions, raw, faq, newest, known, datetime.now(UTC))
                log.info("faq edition kept", hash=faq.file_hash[:12])
        self._seen = faq.file_hash

    async def _last(self) -> tuple[EditionNote | None, Faq | None]:
        """The newest edition, read outside of any transaction: nobody's inquiry waits to be written down meanwhile."""
        async with self._writing() as work:
            newest = await work.editions.newest()
            raw = await work.editions.raw(newest.number) if newest else None
        if raw is None:
            return newest, None
        try:
            return newest, await read_apart(raw)
        except FaqFaults:
            return newest, None
