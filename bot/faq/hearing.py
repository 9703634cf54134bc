"""A message as it is heard in a talk: alone, after what was asked, after the topic on the table, after its cue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.faq.entry import Entry
from bot.faq.follow_up import asks, aspects_asked, refers_back
from bot.faq.interim import Matching
from bot.faq.matcher import Candidate, Match
from bot.faq.memory import Memory
from bot.faq.smalltalk import bare
from bot.faq.spoken_of import last_question, topic_of
from bot.faq.standing import Setting, near
from bot.faq.talk_cues import load_talk_cues

_WIDE = 30
_AFTER_DANGER = 20


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is said, its four readings, and the talk that it stands in."""

    said: str
    alone: Match
    after_asked: tuple[Candidate, ...]
    after_topic: tuple[Candidate, ...]
    after_cue: tuple[Candidate, ...]
    setting: Setting

    @property
    def lists(self) -> tuple[tuple[Candidate, ...], ...]:
        """Candidates of the four readings."""
        return self.alone.candidates, self.after_asked, self.after_topic, self.after_cue


@dataclass(frozen=True, slots=True)
class Hearer:
    """Hears messages against one FAQ. Pure."""

    by_id: Mapping[str, Entry]
    matcher: Matching

    def hear(
        self, said: str, memory: Memory, *, points_back: bool, is_corrected: bool, is_foreign: bool
    ) -> Hearing:
        """`points_back`: the citizen said that it belongs to the talk (我的意思是…); `is_corrected`: that we were wrong."""
        last = None if memory.options else self.by_id.get(topic_of(memory) or "")
        asked = last_question(memory, last)
        topic = last.label if last is not None else asked
        alone = self.matcher.match(said, _WIDE)
        after_asked = self._after(asked, said)
        after_topic = after_asked if topic == asked else self._after(topic, said)
        cue = load_talk_cues().of((last.id,) if last else memory.options)
        after_cue = self.matcher.match(f"{cue}，{said}", _WIDE).candidates if cue else alone.candidates
        core = bare(said)
        after_danger = memory.turns[-1].kind == "emergency" and len(core) <= _AFTER_DANGER
        spoken = {turn.entry_id for turn in memory.turns if turn.entry_id in self.by_id}
        setting = Setting(
            last=last,
            neighbours=self._near(last, memory.options),
            options=memory.options,
            earlier=frozenset(one for one in spoken if one and (last is None or one != last.id)),
            aspects=aspects_asked(core),
            length=len(core),
            leans=points_back or after_danger or refers_back(core),
            in_scope=min(max(alone.in_scope, 0.0), 1.0),
            sureness=alone.first.confidence if alone.first else 0.0,
            is_corrected=is_corrected,
            is_foreign=is_foreign,
            tells=not asks(core),
        )
        return Hearing(said, alone, after_asked, after_topic, after_cue, setting)

    def _near(self, last: Entry | None, options: Sequence[str]) -> frozenset[str]:
        spoken = [last] if last else [entry for one in options if (entry := self.by_id.get(one))]
        return frozenset().union(*(near(entry, self.by_id) for entry in spoken)) - frozenset(options)

    def _after(self, before: str, said: str) -> tuple[Candidate, ...]:
        return self.matcher.match(f"{before}，{said}，{said}", _WIDE).candidates
