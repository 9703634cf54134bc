"""How an entry stands to a talk: the matter at hand, near it, of its family, answering what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.faq.entry import Entry
from bot.faq.follow_up import Aspect, aspects_asked

OTHER_MATTERS = "service-other-legal-matters"
"""The entry for other matters of law: it promises nothing, so that it may be given when it is only likeliest."""

STANDINGS = (
    "last", "near", "family", "field", "option", "earlier",
    "last_answers", "near_answers", "family_answers", "others_answer",
    "last_lacks", "dedicated", "foreign", "strange", "denied", "stray",
)  # fmt: skip
"""`last_lacks`: another entry around is about what is asked and the one at hand is not; `dedicated`: it is that other
one, by its id; `strange`: other law, though nothing says so."""

_SIZE = 3.0
"""A standing is yes or no: at the size of the likenesses beside it, its weight is not fitted too small."""

_BRIEF, _LONG = 4, 16
_ASKS_OF_LAST = 8
"""Characters up to which 要带哪些材料 asks of the matter at hand, not of one in another field."""
_STRAYING = 4.0
"""Size of that standing beside the others: it is seldom seen."""

_ASPECT_WORDS: Mapping[Aspect, tuple[str, ...]] = {
    "time": ("deadline", "process", "time", "period", "hours"),
    "papers": ("materials", "apply", "guide", "registration"),
    "place": ("process", "apply", "nearest", "guide", "report"),
    "cost": ("fees", "benefit", "lump-sum", "cost", "standard"),
    "who": ("applicant", "liability", "uninsured"),
    "refused": ("refused", "refusal", "applicant", "uninsured", "arbitration", "enforcement", "advance"),
    "objection": ("reappraisal", "refused", "remedy", "appraisal", "reconsideration", "revocation"),
    "proof": ("evidence", "no-contract", "cctv"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """The talk so far, and how a message stands in it.

    `neighbours`: entries that a talk about the last one, or about the options, may turn to; `earlier`: entries spoken of
    before it; `in_scope`: chance 0–1 that the message alone asks anything of the FAQ; `sureness`: that its first
    candidate alone is right; `is_corrected`: it says that the last answer was wrong; `is_foreign`: it speaks of other
    law; `tells`: it asks nothing.
    """

    last: Entry | None
    neighbours: frozenset[str]
    options: Sequence[str]
    earlier: frozenset[str]
    aspects: frozenset[Aspect]
    length: int
    leans: bool
    in_scope: float
    sureness: float
    is_corrected: bool = False
    is_foreign: bool = False
    tells: bool = False

    @property
    def circumstances(self) -> tuple[float, ...]:
        """Each of `leaning.CIRCUMSTANCES`, 0–1."""
        brief = min(max((_LONG - self.length) / (_LONG - _BRIEF), 0.0), 1.0)
        said_how = (float(self.is_corrected), float(self.tells), float(bool(self.options)))
        return 1.0, brief, float(self.leans), 1.0 - self.in_scope, self.sureness, *said_how

    def says_nothing(self, least: float) -> bool:
        """Whether the words neither lean on the talk nor ask anything, and alone hardly (chance below `least`) mean any."""
        return self.tells and not self.leans and not self.aspects and self.in_scope < least


def near(entry: Entry, faq: Mapping[str, Entry]) -> frozenset[str]:
    """Entries that a talk about this one may turn to: those it names and those that name it."""
    named = {one for one in entry.related if one in faq}
    return frozenset(named | {one.id for one in faq.values() if entry.id in one.related})


def standings(
    entry_ids: Iterable[str], setting: Setting, faq: Mapping[str, Entry]
) -> dict[str, tuple[float, ...]]:
    """Per entry, the value of each of STANDINGS."""
    ids = tuple(entry_ids)
    spoken = (*setting.options, *((setting.last.id,) if setting.last else ()))
    dedicated = {one for one in ids if _is_around(one, setting, spoken) and setting.aspects & _named(one)}
    return {
        one: _standing(one, setting, spoken, dedicated, bool(setting.aspects & _answered(one, faq.get(one))))
        for one in ids
    }


def _standing(
    one: str, setting: Setting, spoken: Sequence[str], dedicated: set[str], answers: bool
) -> tuple[float, ...]:
    is_last = setting.last is not None and one == setting.last.id and one not in setting.options
    is_near = one in setting.neighbours
    is_kin = not is_last and _is_kin(one, spoken)
    is_stray = bool(spoken) and not any(_field(one) == _field(other) for other in spoken)
    is_other = one == OTHER_MATTERS
    yes_or_no = (
        is_last,
        is_near,
        is_kin,
        bool(spoken) and not is_stray,
        one in setting.options,
        one in setting.earlier,
        is_last and answers,
        is_near and answers,
        is_kin and answers,
        answers and not (is_last or is_near or is_kin),
        one in spoken and bool(dedicated) and not answers,
        one in dedicated,
        setting.is_foreign and is_other,
        is_other and not setting.is_foreign,
        is_last and setting.is_corrected,
        _STRAYING * (is_stray and bool(setting.aspects) and setting.length <= _ASKS_OF_LAST),
    )
    return tuple(_SIZE * float(one) for one in yes_or_no)


def _is_around(one: str, setting: Setting, spoken: Sequence[str]) -> bool:
    return one not in spoken and (one in setting.neighbours or _is_kin(one, spoken))


def _is_kin(one: str, spoken: Sequence[str]) -> bool:
    return any(_family(one) == _family(other) for other in spoken)


def _answered(entry_id: str, entry: Entry | None) -> frozenset[Aspect]:
    """What of a matter (papers, time, cost …) the entry is about, by its question and its id."""
    return _named(entry_id) | (_asked_in(entry.question) if entry else frozenset())


@cache
def _named(entry_id: str) -> frozenset[Aspect]:
    return frozenset(
        aspect for aspect, words in _ASPECT_WORDS.items() if any(word in entry_id for word in words)
    )


@cache
def _asked_in(question: str) -> frozenset[Aspect]:
    return aspects_asked(question)


def _family(entry_id: str) -> str:
    return "-".join(entry_id.split("-")[:2])


def _field(entry_id: str) -> str:
    return entry_id.split("-")[0]
