"""What a message means by itself: answered where it is sure, asked back where it is close, also for a second matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.faq import decision
from bot.faq.candidates import led_by
from bot.faq.entry import Entry
from bot.faq.follow_up import asks
from bot.faq.interim import Matching
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.smalltalk import SmallTalk, bare
from bot.faq.standing import OTHER_MATTERS
from bot.faq.two_matters import two_matters
from bot.faq.understood import Close, Found, Talk, Understood, Unknown
from bot.faq.vague import VagueTopics

MOST_CLARIFIED = 2
"""Times in a row that we ask back before a person takes over."""

WIDE = 30
"""Candidates that are looked at."""

GIVEN = 5
"""Candidates that are named."""

_OTHER_CONFIDENCE = 0.8
_NEAR = 0.15
"""Chance from which an entry is offered beside the usual questions of a topic."""
_IDLE = 0.1
"""Chance of any question at all, below which a few words that ask nothing are idle talk."""
_IDLE_LENGTH = 12


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
        sure = self.thresholds.sure
        two = two_matters(said, match, self.matcher, sure)
        candidates = two.candidates[:GIVEN]
        if isinstance(decided, decision.Sure):
            return Found(decided.entry_id, decided.confidence, candidates, two.also(sure))
        if isinstance(decided, decision.Close) and two.is_leader_clear:
            return Found(candidates[0].entry_id, candidates[0].confidence, candidates, two.also(sure))
        if isinstance(decided, decision.Close):
            is_led = candidates[0].entry_id == decided.entry_ids[0]
            halves = () if is_led else tuple(one.entry_id for one in candidates[: decision.LEAST_OPTIONS])
            likely = tuple(dict.fromkeys([*halves, *decided.entry_ids]))
            return self.ask(self._telling_apart(said, likely, match), candidates, memory)
        held = self.known(self.vague.near_options(said))
        return self.ask(held, led_by(held, candidates), memory) if held else self.lost(said, match)

    def lost(self, said: str, match: Match) -> Understood:
        """What no entry answers: a few words that hardly ask anything are idle talk, the rest is for a person."""
        core = bare(said)
        is_idle = match.in_scope < _IDLE and len(core) <= _IDLE_LENGTH and not asks(core)
        candidates = match.candidates[:GIVEN]
        return Talk("chitchat", candidates) if is_idle else Unknown(candidates)

    def ask(self, options: tuple[str, ...], candidates: tuple[Candidate, ...], memory: Memory) -> Understood:
        """The question back, or where it was asked often enough, nothing that we know."""
        if memory.clarified >= MOST_CLARIFIED:
            return Unknown(candidates[:GIVEN])
        return Close(_worth_offering(options)[: decision.MOST_OPTIONS], candidates[:GIVEN])

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
        return is_likeliest and self.talk.is_other_matter(said)


def _worth_offering(options: tuple[str, ...]) -> tuple[str, ...]:
    """The options without other law, which tells nobody anything, where enough others are left to choose from."""
    ours = tuple(one for one in options if one != OTHER_MATTERS)
    return ours if len(ours) >= decision.LEAST_OPTIONS else options
