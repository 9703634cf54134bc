"""Danger as the service hears it: the lane decides, the matcher clears the doubtful and names the entry."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from bot.faq import decision, text
from bot.faq.alone import GIVEN
from bot.faq.candidates import led_by
from bot.faq.choice import chosen_position, chosen_several
from bot.faq.danger import DangerLane, Verdict, load_danger_lane
from bot.faq.danger.verdict import ENOUGH
from bot.faq.entry import Domain, Entry, Urgency
from bot.faq.interim import Matching
from bot.faq.matcher import Match
from bot.faq.memory import NOTHING_SAID, Memory
from bot.faq.smalltalk import SmallTalk, bare
from bot.faq.understood import Danger
from bot.faq.vague import VagueTopics

_ORDINARY = 0.6
"""Chance from which a question that is no emergency clears a doubtful danger."""
_SURELY_ORDINARY = 0.9
"""Chance from which it clears one that is not plain; 其他法律事务 clears none, anything may be said under it."""
_OF_THE_FAQ = (Domain.PROPERTY, Domain.SAFETY)
_ALIKE_IN_TALK = 0.9
"""Likeness from which a few words without a cue are a danger in the midst of a talk about a matter of law."""
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Alarm:
    """Hears danger against one FAQ. Pure."""

    by_id: Mapping[str, Entry]
    matcher: Matching
    talk: SmallTalk
    vague: VagueTopics
    lane: DangerLane = field(default_factory=load_danger_lane)

    def hear(self, raw: str, memory: Memory = NOTHING_SAID) -> Danger | None:
        """The danger that a message tells, if any."""
        verdict = self.lane.weigh(raw)
        if not (verdict.is_danger or verdict.is_doubtful) or self._says_nothing(raw):
            return None
        if _is_about_a_matter(memory) and _is_merely_alike(verdict, raw):
            return None
        told = _told(memory) if not verdict.kinds else []
        if told and self.lane.after.is_over(verdict.told):
            return None
        match = self.matcher.match(raw, GIVEN)
        is_certain = verdict.is_danger and verdict.score > 0
        if not is_certain and self.vague.options(text.clean(raw)):
            return None
        if not verdict.is_danger and self._is_ordinary(match, _ORDINARY):
            return None
        if not verdict.is_plain and self._is_ordinary(match, _SURELY_ORDINARY, _OF_THE_FAQ):
            return None
        # A few words that name no danger of their own (他还没醒) are about the one just answered.
        before = self.lane.read_last(told) if told and self.lane.after.is_short(verdict.told) else None
        danger = before or self.lane.instructions(raw, verdict)
        first = self.by_id.get(match.first.entry_id) if match.first else None
        entry_id = first.id if first and first.urgency is Urgency.EMERGENCY else danger.entry_id
        leaders = [entry_id] if entry_id else []
        return Danger(danger.kind, danger.hotlines, danger.steps, entry_id, led_by(leaders, match.candidates))

    def hear_on(self, raw: str, memory: Memory) -> Danger | None:
        """The danger that was answered last, where the message goes on about it (他不动了)."""
        told = _told(memory)
        return self.lane.read_after(raw, told) if told else None

    def _says_nothing(self, raw: str) -> bool:
        """Whether it is thanks, a choice of an option or the like from end to end, whatever danger it resembles."""
        cleaned = text.clean(raw)
        most = decision.MOST_OPTIONS
        picks = chosen_position(cleaned, most) is not None or bool(chosen_several(cleaned, most))
        return picks or self.talk.talk_kind(cleaned) is not None

    def _is_ordinary(self, match: Match, least: float, domains: Container[Domain] = tuple(Domain)) -> bool:
        """Whether the matcher knows the text for a question of the FAQ that is no emergency."""
        first = self.by_id.get(match.first.entry_id) if match.first else None
        if match.first is None or first is None or first.urgency is Urgency.EMERGENCY:
            return False
        return first.domain in domains and match.first.confidence >= least


def _told(memory: Memory) -> list[str]:
    """What was answered as a danger, in a row up to now."""
    told = [turn.text for turn in takewhile(lambda turn: turn.kind == "emergency", reversed(memory.turns))]
    return told[::-1]


def _is_about_a_matter(memory: Memory) -> bool:
    """Whether the talk stands at a question of law: 他们赖着不走 leaves out most there, and so is like anything."""
    return bool(memory.turns) and memory.turns[-1].kind in ("answer", "clarify", "refer")


def _is_merely_alike(verdict: Verdict, raw: str) -> bool:
    has_cue = verdict.score >= ENOUGH
    return not has_cue and verdict.likeness < _ALIKE_IN_TALK and len(bare(text.clean(raw))) <= _FEW_WORDS
