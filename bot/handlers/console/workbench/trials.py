"""Trials of a changed file before it goes live: run in a process of their own, so that citizens never wait for one."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.faq.diff import Diff, Effect, Question, load_golden
from bot.faq.rehearse import DIFF, QUESTIONS
from bot.handlers.console.ports import ConsoleWorks
from bot.handlers.wording.workbench import EFFECT_NAMES, describe_given
from bot.publishing import Candidate
from bot.referral.masking import masked
from bot.settings import Settings

REPLAYED = timedelta(days=30)
MOST_REPLAYED = 1000
_LONGEST_SECONDS = 900
_MOST_CHANGES = 60
log = structlog.get_logger()
Key = int | str
"""A draft's number, or the token of a table that was uploaded."""


@dataclass
class Trial:
    """One trial; `diff` is there when it is done, `failure` where it came to nothing."""

    new_hash: str
    old_hash: str
    begun_at: datetime
    diff: Diff | None = None
    failure: str = ""

    @property
    def is_running(self) -> bool:
        """Whether there is nothing to see yet."""
        return self.diff is None and not self.failure

    def covers(self, candidate: Candidate) -> bool:
        """Whether it was made with just these two files."""
        return (self.old_hash, self.new_hash) == (_hash(candidate.old), _hash(candidate.new))


class Trials:
    """The running and finished trials of drafts and tables; one at a time is run, the others wait."""

    def __init__(self, settings: Settings, works: ConsoleWorks) -> None:
        self._settings = settings
        self._works = works
        self._known: dict[Key, Trial] = {}
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(1)

    def of(self, key: Key) -> Trial | None:
        """The last trial of a draft or table."""
        return self._known.get(key)

    def begin(self, key: Key, candidate: Candidate) -> Trial:
        """Start a trial, unless one of the same files is there."""
        known = self._known.get(key)
        if known is not None and known.covers(candidate) and not known.failure:
            return known
        trial = Trial(_hash(candidate.new), _hash(candidate.old), datetime.now(UTC))
        self._known[key] = trial
        task = asyncio.create_task(self._run(trial, candidate))
        self._tasks[key] = task
        return trial

    async def stop(self, _application: web.Application) -> None:
        """Give up what is still running."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, trial: Trial, candidate: Candidate) -> None:
        try:
            async with self._turn:
                trial.diff = await self._rehearsed(candidate)
        except (OSError, ValueError, TimeoutError) as error:
            log.error("trial failed", error=type(error).__name__)
            trial.failure = "比对没有做完。请再试一次；还不行请找技术人员看日志。"

    async def _rehearsed(self, candidate: Candidate) -> Diff:
        questions = await self._questions()
        with tempfile.TemporaryDirectory(prefix="legalbot-trial-") as name:
            folder = Path(name)
            await asyncio.to_thread(_lay_out, folder, candidate, questions)
            names = [str(folder / one) for one in ("old.yaml", "new.yaml", "questions.json")]
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.faq.rehearse",
                *names,
                str(self._settings.cache_dir),
                stdout=PIPE,
                stderr=DEVNULL,
            )
            try:
                out, _ = await asyncio.wait_for(process.communicate(), _LONGEST_SECONDS)
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode:
            raise ValueError("rehearse failed")
        return DIFF.validate_json(out)

    async def _questions(self) -> list[Question]:
        golden = self._settings.data_dir / "golden.yaml"
        async with self._works.reading() as work:
            asked = await work.misses.questions_since(datetime.now(UTC) - REPLAYED, MOST_REPLAYED)
        listed = await asyncio.to_thread(load_golden, golden) if golden.exists() else []
        return [*listed, *asked]


def trial_parts(trial: Trial | None, name: Callable[[str], str]) -> list[dict[str, Any]]:
    """The outcome by its effects, for the page; personal numbers covered."""
    if trial is None or trial.diff is None:
        return []
    diff = trial.diff
    return [
        {
            "name": EFFECT_NAMES[effect],
            "effect": effect.value,
            "count": len(diff.of(effect)),
            "rows": [
                {
                    "text": masked(one.question.text),
                    "times": one.question.times,
                    "before": describe_given(one.before, name),
                    "after": describe_given(one.after, name),
                }
                for one in diff.of(effect)[:_MOST_CHANGES]
            ],
        }
        for effect in Effect
    ]


def _lay_out(folder: Path, candidate: Candidate, questions: list[Question]) -> None:
    (folder / "old.yaml").write_bytes(candidate.old)
    (folder / "new.yaml").write_bytes(candidate.new)
    (folder / "questions.json").write_bytes(QUESTIONS.dump_json(questions))


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
