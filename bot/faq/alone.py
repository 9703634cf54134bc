"""What a message means by itself: answered where it is sure, asked back where it is close, also for a second matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.faq import clauses, decision
from bot.faq.candidates import led_by
from bot.faq.entry import Entry
from bot.faq.interim import Matching
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.smalltalk import SmallTalk
from bot.faq.standing import OTHER_MATTERS
from bot.faq.understood import Close, Found, Understood, Unknown
from bot.faq.vague import VagueTopics

MOST_CLARIFIED = 2
"""Times in a row that we ask back before a person takes over."""

WIDE = 30
"""Candidates that are looked at."""

GIVEN = 5
"""Candidates that are named."""

_OTHER_CONFIDENCE = 0.8
_SECOND_MATTER = 14
_NEAR = 0.15
"""Chance from which an entry is offered beside the usual questions of a topic."""
_LEAST_WHOLE = 0.75
"""Chance of the whole from which the half that is sure decides: only the other half made the message doubtful."""


@dataclass(frozen=True, slots=True)
class _TwoMatters:
    """Candidates with the best of each half among the first four; the second matter, if there is one, and whether the
    leader is what one half alone says for sure."""

    candidates: tuple[Candidate, ...]
    second: Candidate | None = None
    is_leader_clear: bool = False


@dataclass(frozen=True, slots=True)
class AloneReader:
    """Reads messages against one FAQ as if nothing had been said before. Pure."""

    by_id: Mapping[str, Entry]
    matcher: Matching
    thresholds: Thresholds
    talk: SmallTalk
    vague: VagueTopics

    def read(self, said: str, memory: Memory) -> Understood:
        """`memory` tells only how often we asked back in a row."""
        vague = self.known(self.vague.options(said))
        match = self.matcher.match(said, WIDE)
        if vague:
            return self.ask(vague, led_by(vague, match.candidates), memory)
        return self.decide(said, match, memory)

    def decide(self, said: str, match: Match, memory: Memory) -> Understood:
        """What a match of the message comes to."""
        decided = decision.decide(match, self.thresholds)
        if self._is_other_matter(said, match, decided):
            leaders = led_by([OTHER_MATTERS], match.candidates)[:GIVEN]
            return Found(OTHER_MATTERS, _OTHER_CONFIDENCE, leaders)
        two = self._two_matters(said, match)
        candidates = two.candidates[:GIVEN]
        if isinstance(decided, decision.Sure):
            return Found(decided.entry_id, decided.confidence, candidates, self._also(two))
        if isinstance(decided, decision.Close) and two.is_leader_clear and match.first is not None:
            return Found(match.first.entry_id, match.first.confidence, candidates, self._also(two))
        if isinstance(decided, decision.Close):
            return self.ask(self._telling_apart(said, decided.entry_ids, match), candidates, memory)
        held = self.known(self.vague.near_options(said))
        return self.ask(held, led_by(held, candidates), memory) if held else Unknown(candidates)

    def ask(self, options: tuple[str, ...], candidates: tuple[Candidate, ...], memory: Memory) -> Understood:
        """The question back, or where it was asked often enough, nothing that we know."""
        if memory.clarified >= MOST_CLARIFIED:
            return Unknown(candidates[:GIVEN])
        return Close(options[: decision.MOST_OPTIONS], candidates[:GIVEN])

    def known(self, entry_ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids that the FAQ has."""
        return tuple(one for one in entry_ids if one in self.by_id)

    # ------------------------------------------------------------ private

    def _telling_apart(self, said: str, likely: tuple[str, ...], match: Match) -> tuple[str, ...]:
        """The likely entries; the usual questions of a topic that is named take the place of far-fetched ones."""
        usual = self.known(self.vague.near_options(said))
        if not set(usual) & set(likely):
            return likely
        chances = {one.entry_id: one.confidence for one in match.candidates}
        near = [one for one in likely if one in usual or chances.get(one, 0.0) >= _NEAR]
        return tuple(dict.fromkeys([*near, *usual]))

    def _is_other_matter(self, said: str, match: Match, decided: decision.Decision) -> bool:
        if OTHER_MATTERS not in self.by_id or isinstance(decided, decision.Sure):
            return False
        is_likeliest = match.first is not None and match.first.entry_id == OTHER_MATTERS
        return self.talk.is_other_matter(said) or (is_likeliest and not isinstance(decided, decision.Lost))

    def _also(self, two: _TwoMatters) -> str | None:
        is_clear = two.second is not None and two.second.confidence >= self.thresholds.sure
        return two.second.entry_id if two.second is not None and is_clear else None

    def _two_matters(self, said: str, match: Match) -> _TwoMatters:
        parts = clauses.two_parts(said) if len(said) >= _SECOND_MATTER else None
        if parts is None or match.first is None:
            return _TwoMatters(match.candidates)
        firsts = [one for part in parts if (one := self.matcher.match(part, GIVEN).first) is not None]
        leading = match.first.entry_id
        others = [one for one in firsts if one.entry_id != leading]
        shown = {one.entry_id for one in match.candidates[:4]}
        fresh = [one.entry_id for one in others if one.entry_id not in shown][:1]
        ordered = [one.entry_id for one in match.candidates]
        merged = led_by([*ordered[: 4 - len(fresh)], *fresh, *ordered], match.candidates)
        if len(firsts) < len(parts) or len(others) != 1:
            return _TwoMatters(merged)
        own = next(one for one in firsts if one.entry_id == leading)
        is_clear = own.confidence >= self.thresholds.sure and match.first.confidence >= _LEAST_WHOLE
        return _TwoMatters(merged, others[0], is_clear)
