"""The FAQ that is live: checked as a whole, swapped as a whole; the last good one stays when a new one is faulty."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.faq.checking import read_apart
from bot.faq.fault import FaqFaults, Fault
from bot.faq.interim import InterimMatcher
from bot.faq.interpreter import Interpreter
from bot.faq.loader import Faq, read_faq
from bot.faq.matcher import Matcher
from bot.faq.matcher.encoder import Encoder, load_encoder
from bot.faq.matcher.fitted import load_fitted

LEAST_KEPT = 0.8
"""Share of the live entries that a changed file must still hold to go live without a restart."""


@dataclass(frozen=True)
class Edition:
    """One checked FAQ with what was built from it."""

    faq: Faq
    interpreter: Interpreter
    matcher: Matcher


def build_edition(
    faq: Faq,
    cache: Path | None,
    encoder: Encoder | None = None,
    learning: Callable[[], None] = lambda: None,
) -> Edition:
    """Index a checked FAQ. Half a minute for texts not seen before (`learning` is called first), a second for known ones."""
    matcher = Matcher.from_entries(texts_of(faq), cache=cache, encoder=encoder, learning=learning)
    return _edition(faq, matcher)


def texts_of(faq: Faq) -> list[tuple[str, tuple[str, ...], str]]:
    """What the matcher learns from: id, all phrasings, answer."""
    return [(one.id, (one.question, one.label, *one.variants), one.answer) for one in faq.entries]


def _edition(faq: Faq, matcher: Matcher) -> Edition:
    return Edition(faq, Interpreter(faq, matcher, load_fitted().thresholds), matcher)


class KnowledgeBase:
    """Holds the live edition. `faults` are those of a newer file that did not go live, else empty."""

    def __init__(
        self, path: Path, edition: Edition, cache: Path | None, encoder: Encoder | None = None
    ) -> None:
        self.path = path
        self.faults: tuple[Fault, ...] = ()
        self._edition = edition
        self._learnt = edition.faq
        self._raw = b""
        self._cache = cache
        self._encoder = encoder

    @classmethod
    def load(
        cls,
        path: Path,
        cache: Path | None,
        encoder_dir: Path | None = None,
        learning: Callable[[], None] = lambda: None,
    ) -> KnowledgeBase:
        """Load the file, and the sentence encoder where there is one; `learning` is called if its phrasings are new.

        Raises FaqFaults, OSError, ValueError (encoder): a service does not start on bad data.
        """
        encoder = load_encoder(encoder_dir) if encoder_dir else None
        edition = build_edition(read_faq(path.read_bytes()), cache, encoder, learning)
        return cls(path, edition, cache, encoder)

    @property
    def faq(self) -> Faq:
        """The live FAQ."""
        return self._edition.faq

    @property
    def interpreter(self) -> Interpreter:
        """The live interpreter."""
        return self._edition.interpreter

    @property
    def matcher(self) -> Matcher:
        """The live matcher."""
        return self._edition.matcher

    @property
    def is_behind(self) -> bool:
        """Whether the live FAQ's phrasings are still to be learnt."""
        return self._learnt is not self.faq

    def take_up(self, raw: bytes) -> tuple[Fault, ...]:
        """Bring a changed file's texts live at once, found by the present matcher until the new one has learnt.
        Returns its faults, and changes nothing, where it is faulty."""
        try:
            return self._taken(read_faq(raw), raw)
        except FaqFaults as faults:
            return self._refused(faults)

    async def take_up_apart(self, raw: bytes) -> tuple[Fault, ...]:
        """The same, the file being checked by a process of its own, so that nobody's answer waits for it."""
        try:
            faq = await read_apart(raw)
        except FaqFaults as faults:
            return self._refused(faults)
        return await asyncio.to_thread(self._taken, faq, raw)

    def _refused(self, faults: FaqFaults) -> tuple[Fault, ...]:
        self.faults = tuple(faults.faults)
        return self.faults

    def _taken(self, faq: Faq, raw: bytes) -> tuple[Fault, ...]:
        self.faults = self._losses(faq)
        if not self.faults:
            self._edition, self._raw = self._interim(faq), raw
        return self.faults

    def _interim(self, faq: Faq) -> Edition:
        before = {phrasing for _, phrasings, _ in texts_of(self._learnt) for phrasing in phrasings}
        new = {
            phrasing: entry_id
            for entry_id, phrasings, _ in texts_of(faq)
            for phrasing in phrasings
            if phrasing not in before
        }
        interim = InterimMatcher(self.matcher, (entry.id for entry in faq.entries), new)
        return Edition(faq, Interpreter(faq, interim, load_fitted().thresholds), self.matcher)

    def _losses(self, faq: Faq) -> tuple[Fault, ...]:
        """A file that lost many entries at once was most likely cut off while it was saved."""
        before, now = len(self.faq.entries), len(faq.entries)
        if now >= before * LEAST_KEPT:
            return ()
        message = f"文件里只剩 {now} 个条目，正在用的有 {before} 个，可能只存了一半"
        return (Fault(0, "", message, "存好完整的文件；确实要删这么多条目，存好后重启服务"),)

    async def learn(self) -> None:
        """Learn the live FAQ's phrasings in a process of its own, then swap the matcher."""
        faq = self.faq
        if self._cache is not None:
            await _learn_apart(self._raw, self._cache)
        edition = await asyncio.to_thread(build_edition, faq, self._cache, self._encoder)
        if self.faq is faq:
            self._edition, self._learnt = edition, faq


async def _learn_apart(raw: bytes, cache: Path) -> None:
    learner = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.faq.learn", str(cache), stdin=PIPE, start_new_session=True
    )
    try:
        await learner.communicate(raw)
    finally:
        if learner.returncode is None:
            learner.kill()
            await learner.wait()
