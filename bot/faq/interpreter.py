"""What a citizen's text means, given what was said before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.faq import text
from bot.faq.alarm import Alarm
from bot.faq.alone import GIVEN, MOST_CLARIFIED, WIDE, AloneReader
from bot.faq.aside import read_aside
from bot.faq.candidates import led_by
from bot.faq.choice import chosen, turns_to_second
from bot.faq.entry import Entry
from bot.faq.follow_up import read_follow_up, refers_back
from bot.faq.hearing import Hearer, Hearing
from bot.faq.interim import Matching
from bot.faq.leaning import rank_after
from bot.faq.loader import Faq
from bot.faq.matcher import Candidate
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import NOTHING_SAID, Memory
from bot.faq.noise import noise_kind
from bot.faq.smalltalk import bare, load_small_talk
from bot.faq.spoken_of import last_question, without_denial
from bot.faq.standing import OTHER_MATTERS
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
_REMEMBERED = 0.9
"""Chance that what was spoken of before is meant, where the words point back to it."""
_NAMED_AMONG = 5
"""Candidates among which a matter of the talk counts as named."""
_LEAST_IN_TALK = 0.3
"""Chance below which even the talk does not tell what is meant: we ask back."""
_OFFERED_BESIDE = 0.8
"""Chance of the words alone from which their own entry is offered, although the talk tells another."""
_MEANINGLESS = 0.3
"""Chance of any question at all, below which words that do not lean on the talk say nothing in it either."""


class Interpreter:
    """Reads a text against one FAQ; implements `assistant.Interpreter`."""

    def __init__(self, faq: Faq, matcher: Matching, thresholds: Thresholds) -> None:
        self._by_id = faq.by_id
        self._matcher = matcher
        self._hearer = Hearer(self._by_id, matcher)
        self._thresholds = thresholds
        self._talk = load_small_talk()
        self._vague = load_vague_topics()
        self._alarm = Alarm(self._by_id, matcher, self._talk, self._vague)
        self._alone = AloneReader(self._by_id, matcher, thresholds, self._talk, self._vague)

    @property
    def by_id(self) -> Mapping[str, Entry]:
        """The entries, by id."""
        return self._by_id

    def danger(self, raw: str, memory: Memory = NOTHING_SAID) -> Danger | None:
        """The danger lane alone: it holds whatever else is off."""
        return self._alarm.hear(raw, memory) or self._alarm.hear_on(raw, memory)

    # ------------------------------------------------------------ reading

    def read(self, raw: str, memory: Memory) -> Understood:
        """What the text means."""
        cleaned = text.clean(raw)
        noise = noise_kind(raw, cleaned)
        options = self._entries(memory.options)
        is_refused = bool(options) and self._talk.refuses_all(cleaned)
        picked = () if is_refused else chosen(cleaned, options)
        if picked:
            return Found(
                picked[0], 1.0, tuple(Candidate(one, 1.0) for one in picked), next(iter(picked[1:]), None)
            )
        second = self._second(cleaned, memory)
        if second is not None:
            return second
        if memory.options and self._talk.names_no_option(cleaned):
            return self._alone.ask(memory.options, (), memory)
        if noise is not None and self._talk.talk_kind(cleaned) is None:
            return OutOfScope(noise)
        still = self._alarm.hear_on(raw, memory)
        if still is not None:
            return still
        return self._social(cleaned, memory) or self._legal(cleaned, memory)

    def _second(self, cleaned: str, memory: Memory) -> Found | None:
        """The second matter of the last message, where it is asked for now."""
        first, second = (self._by_id.get(one or "") for one in (memory.last_entry_id, memory.offered_also))
        if first is None or second is None or not turns_to_second(cleaned, first, second):
            return None
        return Found(second.id, _REMEMBERED, (Candidate(second.id, _REMEMBERED),))

    def _social(self, cleaned: str, memory: Memory) -> Understood | None:
        is_refused = bool(memory.options) and self._talk.refuses_all(cleaned)
        if is_refused or self._talk.is_at_a_loss(cleaned):
            return NoneOfThese()
        if self._talk.wants_human(cleaned):
            return WantsHuman(self._matcher.match(cleaned, GIVEN).candidates)
        kind = self._talk.talk_kind(cleaned)
        if kind == "complaint" and self._is_about_answer(cleaned, memory):
            return Found(_COMPLAINTS, _OTHER_CONFIDENCE, (Candidate(_COMPLAINTS, _OTHER_CONFIDENCE),))
        # 垃圾 grumbles about an answer; before there was one it names a topic.
        is_topic = kind == "complaint" and not memory.turns and bool(self._vague.options(cleaned))
        if kind is not None and not is_topic:
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
        leans = points_back or read_follow_up(bare(said).removeprefix("还是")).lean > 1
        return named if self._vague.names_new_topic(said) and not leans else ()

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
            return self._alone.lost(heard.said, heard.alone)
        aside = read_aside(heard, memory, self._thresholds.sure)
        if aside is not None:
            return Found(aside.entry_id, aside.confidence, heard.alone.candidates[:GIVEN])
        ranked = [Candidate(*pair) for pair in rank_after(heard.lists, heard.setting, self._by_id)]
        first = ranked[0]
        if leader.entry_id == first.entry_id and leader.confidence >= self._thresholds.sure:
            return self._alone.decide(heard.said, heard.alone, memory)
        if first.confidence < _LEAST_IN_TALK and memory.clarified < MOST_CLARIFIED:
            return self._alone.ask(tuple(one.entry_id for one in ranked), tuple(ranked), memory)
        # What the words alone would be sure to ask is offered beside what they ask in this talk.
        other = (
            leader.entry_id not in (first.entry_id, OTHER_MATTERS) and leader.confidence >= _OFFERED_BESIDE
        )
        beside = leader.entry_id if other else None
        return Found(first.entry_id, first.confidence, tuple(ranked[:GIVEN]), beside)

    def _back(self, rest: str, memory: Memory) -> Understood:
        """Back to what was spoken of before the last matter."""
        spoken = [turn.entry_id for turn in reversed(memory.turns) if turn.entry_id]
        earlier = [one for one in dict.fromkeys(spoken) if one != spoken[0]] or spoken
        if not earlier:
            return self._alone.read(rest, memory)
        alone = self._matcher.match(rest, WIDE) if len(bare(rest)) >= 2 else None
        likely = alone.candidates[:_NAMED_AMONG] if alone else ()
        named = next((one.entry_id for one in likely if one.entry_id in spoken), None)
        is_other = (
            bool(likely) and likely[0].entry_id != named and likely[0].confidence >= self._thresholds.sure
        )
        entry_id = likely[0].entry_id if is_other else named or earlier[0]
        return Found(entry_id, _REMEMBERED, led_by([entry_id], alone.candidates if alone else ())[:GIVEN])

    # ------------------------------------------------------------ private

    def _entries(self, entry_ids: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(entry for one in entry_ids if (entry := self._by_id.get(one)))
