"""What a citizen's text means, given what was said before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile

from bot.faq import decision, text
from bot.faq.alone import GIVEN, MOST_CLARIFIED, WIDE, AloneReader
from bot.faq.candidates import led_by
from bot.faq.choice import chosen, chosen_position
from bot.faq.danger import load_danger_lane
from bot.faq.entry import Entry, Urgency
from bot.faq.follow_up import read_follow_up, refers_back
from bot.faq.hearing import Hearer, Hearing
from bot.faq.interim import Matching
from bot.faq.leaning import rank_after
from bot.faq.loader import Faq
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.noise import noise_kind
from bot.faq.smalltalk import bare, load_small_talk
from bot.faq.spoken_of import last_question, without_denial
from bot.faq.understood import (
    Danger,
    Found,
    NoneOfThese,
    OutOfScope,
    Talk,
    Understood,
    Unknown,
    WantsHuman,
)
from bot.faq.vague import load_vague_topics

_COMPLAINTS = "service-complaint-reply"
_OTHER_CONFIDENCE = 0.8
_LEAST_IN_TALK = 0.3
"""Chance below which even the talk does not tell what is meant: we ask back."""
_ORDINARY = 0.6
_MEANINGLESS = 0.3
"""Chance of any question at all, below which words that do not lean on the talk say nothing in it either."""


class Interpreter:
    """Reads a text against one FAQ; implements `assistant.Interpreter`."""

    def __init__(self, faq: Faq, matcher: Matching, thresholds: Thresholds) -> None:
        self._by_id = faq.by_id
        self._matcher = matcher
        self._hearer = Hearer(self._by_id, matcher)
        self._thresholds = thresholds
        self._lane = load_danger_lane()
        self._talk = load_small_talk()
        self._vague = load_vague_topics()
        self._alone = AloneReader(self._by_id, matcher, thresholds, self._talk, self._vague)

    @property
    def by_id(self) -> Mapping[str, Entry]:
        """The entries, by id."""
        return self._by_id

    # ------------------------------------------------------------ danger

    def danger(self, raw: str) -> Danger | None:
        """The danger lane: cues and likeness decide; the matcher only clears the doubtful and names the entry."""
        verdict = self._lane.weigh(raw)
        if not (verdict.is_danger or verdict.is_doubtful) or self._says_nothing(raw):
            return None
        match = self._matcher.match(raw, GIVEN)
        is_certain = verdict.is_danger and verdict.score > 0
        if not is_certain and self._vague.options(text.clean(raw)):
            return None
        if not verdict.is_danger and self._is_ordinary(match):
            return None
        danger = self._lane.instructions(raw, verdict)
        first = self._by_id.get(match.first.entry_id) if match.first else None
        entry_id = first.id if first and first.urgency is Urgency.EMERGENCY else danger.entry_id
        return Danger(
            danger.kind, danger.hotlines, danger.steps, entry_id, led_by(_one(entry_id), match.candidates)
        )

    def _still_in_danger(self, raw: str, memory: Memory) -> Danger | None:
        """The danger that was answered last, where the message goes on about it (他不动了)."""
        told = [
            turn.text for turn in takewhile(lambda turn: turn.kind == "emergency", reversed(memory.turns))
        ]
        return self._lane.read_after(raw, told[::-1]) if told else None

    def _says_nothing(self, raw: str) -> bool:
        """Whether it is thanks, a choice of an option or the like from end to end, whatever danger it resembles."""
        cleaned = text.clean(raw)
        has_place = chosen_position(cleaned, decision.MOST_OPTIONS) is not None
        return has_place or self._talk.talk_kind(cleaned) is not None

    def _is_ordinary(self, match: Match) -> bool:
        """Whether the matcher knows the text for a question of the FAQ that is no emergency."""
        first = self._by_id.get(match.first.entry_id) if match.first else None
        if match.first is None or first is None or first.urgency is Urgency.EMERGENCY:
            return False
        return match.first.confidence >= _ORDINARY

    # ------------------------------------------------------------ reading

    def read(self, raw: str, memory: Memory) -> Understood:
        """What the text means."""
        cleaned = text.clean(raw)
        noise = noise_kind(raw, cleaned)
        options = self._entries(memory.options)
        option = chosen(cleaned, options)
        if option is not None:
            return Found(option, 1.0, (Candidate(option, 1.0),))
        if memory.options and self._talk.names_no_option(cleaned):
            return self._alone.ask(memory.options, (), memory)
        if noise is not None:
            return OutOfScope(noise)
        still = self._still_in_danger(raw, memory)
        if still is not None:
            return still
        return self._social(cleaned, memory) or self._legal(cleaned, memory)

    def _social(self, cleaned: str, memory: Memory) -> Understood | None:
        is_refused = bool(memory.options) and self._talk.refuses_all(cleaned)
        if is_refused or self._talk.is_at_a_loss(cleaned):
            return NoneOfThese()
        if self._talk.wants_human(cleaned):
            return WantsHuman(self._matcher.match(cleaned, GIVEN).candidates)
        kind = self._talk.talk_kind(cleaned)
        if kind == "complaint" and self._is_about_answer(cleaned, memory):
            return Found(_COMPLAINTS, _OTHER_CONFIDENCE, (Candidate(_COMPLAINTS, _OTHER_CONFIDENCE),))
        if kind is not None:
            return Talk(kind, self._matcher.match(cleaned, GIVEN).candidates)
        # 这种作业要做哪些准备 is homework only where nothing was said before.
        in_talk = bool(memory.options) or (bool(memory.turns) and refers_back(bare(cleaned)))
        out = self._talk.out_kind(cleaned, only_whole=in_talk)
        return OutOfScope(out) if out else None

    def _is_about_answer(self, cleaned: str, memory: Memory) -> bool:
        """Whether the complaint is about what we answered: then how to have it put right is the answer."""
        # Before anything was answered only 你答得不对 can be meant so; 没用 is mere grumbling.
        has_answered = memory.last_entry_id is not None or "答" in cleaned
        is_named = bool(self._talk.about_answer.search(bare(cleaned)))
        return has_answered and is_named and _COMPLAINTS in self._by_id

    def _legal(self, cleaned: str, memory: Memory) -> Understood:
        back = self._talk.back.match(cleaned)
        if back and back.end() and memory.turns:
            return self._back(cleaned[back.end() :], memory)
        refused = self._talk.after_refusal(cleaned) if memory.options else None
        if refused:
            return self._in_talk(self._hear(refused, memory), memory)
        said, is_corrected, points_back = self._corrected(cleaned, memory)
        if not last_question(memory, None):
            return self._alone.read(said, memory)
        vague = self._vague_in_talk(said, memory, points_back=points_back)
        if vague:
            return self._alone.ask(vague, led_by(vague, self._matcher.match(said, GIVEN).candidates), memory)
        return self._in_talk(self._hear(said, memory, points_back, is_corrected), memory)

    def _vague_in_talk(self, said: str, memory: Memory, *, points_back: bool) -> tuple[str, ...]:
        """A new topic that is only named in mid-talk; what may be asked of the matter at hand (多久) names none."""
        named = self._alone.known(self._vague.options(said))
        if memory.options:
            # 停车的事 once more to the question which matter of parking: the question stands.
            return named if set(named) == set(memory.options) else ()
        return () if points_back or read_follow_up(bare(said).removeprefix("还是")).lean > 1 else named

    def _corrected(self, cleaned: str, memory: Memory) -> tuple[str, bool, bool]:
        if not memory.turns:
            return cleaned, False, False
        said = self._talk.correction.sub("", cleaned)
        if said != cleaned and len(bare(said)) >= 2:
            return said, True, True
        said = self._talk.meant.sub("", cleaned)
        return (said, False, True) if said != cleaned and len(bare(said)) >= 2 else (cleaned, False, False)

    # ------------------------------------------------------------ in a talk

    def hear(self, raw: str, memory: Memory) -> Hearing | None:
        """How a message is heard in a talk, for fitting; None where something else than the talk decides."""
        cleaned = text.clean(raw)
        if not last_question(memory, None):
            return None
        if chosen(cleaned, self._entries(memory.options)) or self._social(cleaned, memory):
            return None
        refused = self._talk.after_refusal(cleaned) if memory.options else None
        if refused:
            return self._hear(refused, memory)
        if self._talk.back.match(cleaned):
            return None
        said, is_corrected, points_back = self._corrected(cleaned, memory)
        return self._hear(said, memory, points_back, is_corrected)

    def _hear(
        self, said: str, memory: Memory, points_back: bool = False, is_corrected: bool = False
    ) -> Hearing:
        said = without_denial(said) if memory.options else said
        return self._hearer.hear(
            said,
            memory,
            points_back=points_back,
            is_corrected=is_corrected,
            is_foreign=self._talk.is_other_matter(said),
        )

    def _in_talk(self, heard: Hearing, memory: Memory) -> Understood:
        """The likeliest entry of the talk; where that is what the words say alone, they are read as alone."""
        leader = heard.alone.first
        if leader is None:
            return Unknown()
        if heard.setting.says_nothing(_MEANINGLESS):
            return Unknown(heard.alone.candidates[:GIVEN])
        ranked = [Candidate(*pair) for pair in rank_after(heard.lists, heard.setting, self._by_id)]
        first = ranked[0]
        if leader.entry_id == first.entry_id and leader.confidence >= self._thresholds.sure:
            return self._alone.decide(heard.said, heard.alone, memory)
        if first.confidence < _LEAST_IN_TALK and memory.clarified < MOST_CLARIFIED:
            return self._alone.ask(tuple(one.entry_id for one in ranked), tuple(ranked), memory)
        return Found(first.entry_id, first.confidence, tuple(ranked[:GIVEN]))

    def _back(self, rest: str, memory: Memory) -> Understood:
        """Back to what was spoken of before the last matter."""
        spoken = [turn.entry_id for turn in reversed(memory.turns) if turn.entry_id]
        earlier = [one for one in dict.fromkeys(spoken) if one != spoken[0]] or spoken
        if not earlier:
            return self._alone.read(rest, memory)
        alone = self._matcher.match(rest, WIDE) if len(bare(rest)) >= 2 else None
        named = [one.entry_id for one in alone.candidates if one.entry_id in spoken] if alone else []
        entry_id = named[0] if named else earlier[0]
        if alone and alone.first and not named and alone.first.confidence >= self._thresholds.sure:
            entry_id = alone.first.entry_id
        return Found(entry_id, 0.9, led_by([entry_id], alone.candidates if alone else ())[:GIVEN])

    # ------------------------------------------------------------ private

    def _entries(self, entry_ids: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(entry for one in entry_ids if (entry := self._by_id.get(one)))


def _one(entry_id: str | None) -> list[str]:
    return [entry_id] if entry_id else []
