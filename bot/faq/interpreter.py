"""What a citizen's text means, given what was said before. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.faq import clauses, decision, text
from bot.faq.candidates import led_by, without_entries
from bot.faq.choice import chosen_by_words, chosen_position
from bot.faq.danger import load_danger_lane
from bot.faq.entry import Entry, Urgency
from bot.faq.follow_up import FollowUp, read_follow_up
from bot.faq.interim import Matching
from bot.faq.leaning import Setting, near, rank_after
from bot.faq.loader import Faq
from bot.faq.matcher import Candidate, Match
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.noise import noise_kind
from bot.faq.smalltalk import bare, load_small_talk
from bot.faq.spoken_of import last_question, without_denial
from bot.faq.understood import (
    Close,
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

MOST_CLARIFIED = 2
"""Times in a row that we ask back before a person takes over."""

OTHER_MATTERS = "service-other-legal-matters"
"""The entry for other matters of law: it promises nothing, so that it may be given when it is only likeliest."""

_OTHER_CONFIDENCE = 0.8
_WIDE = 30
_GIVEN = 5
_LEANING_CONFIDENCE = 0.75
_SECOND_MATTER = 14
_AFTER_DANGER = 20
_NAMES_AN_OPTION = 6
_MOST_LEANING = 2
_ORDINARY = 0.6


class Interpreter:
    """Reads a text against one FAQ; implements `assistant.Interpreter`."""

    def __init__(self, faq: Faq, matcher: Matching, thresholds: Thresholds) -> None:
        self._by_id = faq.by_id
        self._matcher = matcher
        self._thresholds = thresholds
        self._lane = load_danger_lane()
        self._talk = load_small_talk()
        self._vague = load_vague_topics()

    # ------------------------------------------------------------ danger

    def danger(self, raw: str) -> Danger | None:
        """The danger lane: cues and likeness decide; the matcher only clears the doubtful and names the entry."""
        verdict = self._lane.weigh(raw)
        if not (verdict.is_danger or verdict.is_doubtful):
            return None
        match = self._matcher.match(raw, _GIVEN)
        if not verdict.is_danger and self._is_ordinary(match):
            return None
        danger = self._lane.instructions(raw, verdict)
        first = self._by_id.get(match.first.entry_id) if match.first else None
        entry_id = first.id if first and first.urgency is Urgency.EMERGENCY else danger.entry_id
        return Danger(
            danger.kind, danger.hotlines, danger.steps, entry_id, led_by(_one(entry_id), match.candidates)
        )

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
        chosen = _chosen(cleaned, options)
        if chosen is not None:
            return Found(chosen, 1.0, (Candidate(chosen, 1.0),))
        if noise is not None:
            return OutOfScope(noise)
        return self._social(cleaned, memory) or self._legal(cleaned, memory)

    def _social(self, cleaned: str, memory: Memory) -> Understood | None:
        if memory.options and self._talk.refuses_all(cleaned):
            return NoneOfThese()
        if self._talk.wants_human(cleaned):
            return WantsHuman(self._matcher.match(cleaned, _GIVEN).candidates)
        kind = self._talk.talk_kind(cleaned)
        if kind is not None:
            return Talk(kind, self._matcher.match(cleaned, _GIVEN).candidates)
        out = self._talk.out_kind(cleaned)
        return OutOfScope(out) if out else None

    def _legal(self, cleaned: str, memory: Memory) -> Understood:
        back = self._talk.back.match(cleaned)
        if back and back.end() and memory.turns:
            return self._back(cleaned[back.end() :], memory)
        refused = self._talk.after_refusal(cleaned) if memory.options else None
        if refused:
            return self._in_talk(refused, memory, FollowUp(1, ""), is_corrected=False)
        said, is_corrected, is_meant = self._corrected(cleaned, memory)
        lean = read_follow_up(bare(said))
        if not (memory.options or memory.last_entry_id) or not memory.turns:
            return self._alone(said, memory)
        after_danger = memory.turns[-1].kind == "emergency" and len(bare(said)) <= _AFTER_DANGER
        least = 2 if after_danger else int(is_corrected or is_meant)
        return self._in_talk(said, memory, FollowUp(max(lean.lean, least), lean.aspect), is_corrected)

    def _corrected(self, cleaned: str, memory: Memory) -> tuple[str, bool, bool]:
        if not memory.turns:
            return cleaned, False, False
        said = self._talk.correction.sub("", cleaned)
        if said != cleaned and len(bare(said)) >= 2:
            return said, True, True
        said = self._talk.meant.sub("", cleaned)
        return (said, False, True) if said != cleaned and len(bare(said)) >= 2 else (cleaned, False, False)

    # ------------------------------------------------------------ alone

    def _alone(self, said: str, memory: Memory) -> Understood:
        vague = self._known(self._vague.options(said))
        match = self._matcher.match(said, _WIDE)
        if vague:
            return self._ask(vague, led_by(vague, match.candidates), memory)
        return self._decided(said, match, memory)

    def _decided(self, said: str, match: Match, memory: Memory) -> Understood:
        decided = decision.decide(match, self._thresholds)
        if self._is_other_matter(said, match, decided):
            return Found(OTHER_MATTERS, _OTHER_CONFIDENCE, led_by([OTHER_MATTERS], match.candidates)[:_GIVEN])
        candidates, also = self._two_matters(said, match)
        if isinstance(decided, decision.Sure):
            return Found(decided.entry_id, decided.confidence, candidates[:_GIVEN], also)
        if isinstance(decided, decision.Close):
            return self._ask(decided.entry_ids, candidates[:_GIVEN], memory)
        return Unknown(candidates[:_GIVEN])

    def _is_other_matter(self, said: str, match: Match, decided: decision.Decision) -> bool:
        if OTHER_MATTERS not in self._by_id or isinstance(decided, decision.Sure):
            return False
        is_likeliest = match.first is not None and match.first.entry_id == OTHER_MATTERS
        return self._talk.is_other_matter(said) or (is_likeliest and not isinstance(decided, decision.Lost))

    def _ask(self, options: tuple[str, ...], candidates: tuple[Candidate, ...], memory: Memory) -> Understood:
        if memory.clarified >= MOST_CLARIFIED:
            return Unknown(candidates[:_GIVEN])
        return Close(options[: decision.MOST_OPTIONS], candidates[:_GIVEN])

    def _two_matters(self, said: str, match: Match) -> tuple[tuple[Candidate, ...], str | None]:
        """The candidates with the best of each part among the first four, and the second matter if it is clear."""
        parts = clauses.two_parts(said) if len(said) >= _SECOND_MATTER else None
        if parts is None or match.first is None:
            return match.candidates, None
        matches = [self._matcher.match(part, _GIVEN) for part in parts]
        firsts = [one.first for one in matches if one.first is not None]
        leading = match.first.entry_id
        others = [one for one in firsts if one.entry_id != leading]
        shown = {one.entry_id for one in match.candidates[:4]}
        fresh = [one.entry_id for one in others if one.entry_id not in shown]
        ordered = [one.entry_id for one in match.candidates]
        merged = [*ordered[: 4 - min(len(fresh), 1)], *fresh[:1], *ordered]
        clear = [one for one in others if one.confidence >= self._thresholds.sure]
        also = clear[0].entry_id if clear and len(firsts) == 2 and len(others) == 1 else None
        return led_by(merged, match.candidates), also

    # ------------------------------------------------------------ in a talk

    def _in_talk(self, said: str, memory: Memory, lean: FollowUp, is_corrected: bool) -> Understood:
        said = without_denial(said) if memory.options else said
        alone = self._matcher.match(said, _WIDE)
        if alone.first is None:
            return Unknown()
        vague = self._known(self._vague.options(said))
        last = None if memory.options else self._by_id.get(memory.last_entry_id or "")
        refused = {last.id} if is_corrected and last is not None else set()
        alone = without_entries(alone, refused)
        if self._stands_alone(alone, last, lean) or (lean.lean == 0 and self._talk.is_other_matter(said)):
            return self._decided(said, alone, memory)
        if vague and lean.lean < 2 and not memory.options:
            return self._ask(vague, led_by(vague, alone.candidates), memory)
        lost = alone.in_scope < self._thresholds.in_scope
        lean = FollowUp(max(lean.lean, 1 if memory.options or lost else 0), lean.aspect)
        together = self._matcher.match(f"{last_question(memory, last)}，{said}", _WIDE)
        setting = Setting(
            last=None if refused else last,
            neighbours=near(last, self._by_id) if last else set(),
            options=memory.options,
            aspect=lean.aspect,
            lean=lean.lean,
            is_lost=lost,
        )
        ranked = [
            pair
            for pair in rank_after(alone.candidates, together.candidates, setting)
            if pair[0] not in refused
        ]
        return _ranked(ranked, alone, together)

    def _stands_alone(self, alone: Match, last: Entry | None, lean: FollowUp) -> bool:
        first = self._by_id.get(alone.first.entry_id) if alone.first else None
        if alone.first is None or first is None or alone.in_scope < self._thresholds.in_scope:
            return False
        # 去哪点查 shares its words with other fields; what is asked of the matter at hand stays in its field.
        strays = last is not None and first.domain is not last.domain
        if strays and lean.lean == _MOST_LEANING and lean.asks_of_last:
            return False
        return alone.first.confidence >= self._thresholds.sure

    def _back(self, rest: str, memory: Memory) -> Understood:
        """Back to what was spoken of before the last matter."""
        spoken = [turn.entry_id for turn in reversed(memory.turns) if turn.entry_id]
        earlier = [one for one in dict.fromkeys(spoken) if one != spoken[0]] or spoken
        if not earlier:
            return self._alone(rest, memory)
        alone = self._matcher.match(rest, _WIDE) if len(bare(rest)) >= 2 else None
        named = [one.entry_id for one in alone.candidates if one.entry_id in spoken] if alone else []
        entry_id = named[0] if named else earlier[0]
        if alone and alone.first and not named and alone.first.confidence >= self._thresholds.sure:
            entry_id = alone.first.entry_id
        return Found(entry_id, 0.9, led_by([entry_id], alone.candidates if alone else ())[:_GIVEN])

    # ------------------------------------------------------------ private

    def _entries(self, entry_ids: Iterable[str]) -> tuple[Entry, ...]:
        return tuple(entry for one in entry_ids if (entry := self._by_id.get(one)))

    def _known(self, entry_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(entry.id for entry in self._entries(entry_ids))


def _chosen(cleaned: str, options: tuple[Entry, ...]) -> str | None:
    position = chosen_position(cleaned, len(options))
    if position is None and not _asks_something(bare(cleaned)):
        position = chosen_by_words(cleaned, options)
    return options[position].id if position is not None else None


def _asks_something(said: str) -> bool:
    """Whether the words ask (怎么申请), so that their standing in some option's text says nothing."""
    return bool(read_follow_up(said).aspect) and len(said) < _NAMES_AN_OPTION


def _ranked(ranked: list[tuple[str, float]], alone: Match, together: Match) -> Found:
    """The best of the ranked entries; its chance is the matcher's, or what its lead in the talk is worth."""
    first = ranked[0][0]
    chances = {one.entry_id: one.confidence for one in (*together.candidates, *alone.candidates)}
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 1.0
    confidence = max(chances.get(first, 0.0), min(0.95, _LEANING_CONFIDENCE + lead / 4))
    candidates = [Candidate(one, min(chances.get(one, 0.0), confidence)) for one, _ in ranked[1:_GIVEN]]
    return Found(first, confidence, (Candidate(first, confidence), *candidates))


def _one(entry_id: str | None) -> list[str]:
    return [entry_id] if entry_id else []
