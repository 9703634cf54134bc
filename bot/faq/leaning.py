"""Ranks entries for a message in the light of the talk: what it says alone, and what it says after the last question."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.faq.entry import Entry
from bot.faq.follow_up import Aspect, aspects_asked
from bot.faq.matcher import Candidate

DATA = Path(__file__).parents[2] / "data" / "leaning.json"

OTHER_MATTERS = "service-other-legal-matters"
"""The entry for other matters of law: it promises nothing, so that it may be given when it is only likeliest."""

SIGNALS = (
    "alone", "alone_place", "after_asked", "after_asked_place", "after_topic", "after_topic_place",
    "last", "near", "family", "field", "option", "earlier",
    "last_answers", "near_answers", "family_answers", "others_answer", "foreign", "denied", "stray",
)  # fmt: skip
"""What speaks for an entry."""
CIRCUMSTANCES = ("always", "brief", "leans", "lost", "sure")
"""What each signal is weighed by: a brief message, one that refers back, one that alone means nothing or is plain."""

_FLOOR = 0.002
_BRIEF, _LONG = 4, 16
_ASKS_OF_LAST = 8
"""Characters up to which 要带哪些材料 asks of the matter at hand, not of one in another field."""
_STRAYING = 4.0
"""Size of that signal: seldom seen, it would be fitted too small."""

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

    `neighbours`: entries that a talk about the last one may turn to; `earlier`: entries spoken of before it;
    `in_scope`: chance 0–1 that the message alone asks anything of the FAQ; `sureness`: that
    its first candidate alone is right; `is_corrected`: it says that the last answer
    was wrong; `is_foreign`: it speaks of other law.
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

    @property
    def circumstances(self) -> tuple[float, ...]:
        """Each of CIRCUMSTANCES, 0–1."""
        brief = min(max((_LONG - self.length) / (_LONG - _BRIEF), 0.0), 1.0)
        return 1.0, brief, float(self.leans), 1.0 - self.in_scope, self.sureness


def near(entry: Entry, faq: Mapping[str, Entry]) -> frozenset[str]:
    """Entries that a talk about this one may turn to: those it names and those that name it."""
    named = {one for one in entry.related if one in faq}
    return frozenset(named | {one.id for one in faq.values() if entry.id in one.related})


def rank_after(
    lists: Sequence[Sequence[Candidate]],
    setting: Setting,
    faq: Mapping[str, Entry],
    weights: Mapping[str, Sequence[float]] | None = None,
) -> list[tuple[str, float]]:
    """Entry ids with the chance (0–1) that each is meant, best first.

    `lists`: candidates for the message alone, after the citizen's last question, and after the last entry's question.
    """
    taught = load_weights() if weights is None else weights
    circumstances = setting.circumstances
    # What each signal weighs under these circumstances is the same for every entry.
    weighed = [
        sum(weight * much for weight, much in zip(taught[name], circumstances, strict=True))
        for name in SIGNALS
    ]
    points = {
        one: sum(weight * value for weight, value in zip(weighed, values, strict=True))
        for one, values in signals(lists, setting, faq).items()
    }
    top = max(points.values(), default=0.0)
    shares = {one: math.exp(value - top) for one, value in points.items()}
    total = sum(shares.values())
    return sorted(
        ((one, share / total) for one, share in shares.items()), key=lambda pair: (-pair[1], pair[0])
    )


def signals(
    lists: Sequence[Sequence[Candidate]], setting: Setting, faq: Mapping[str, Entry]
) -> dict[str, tuple[float, ...]]:
    """Per entry, the value of each of SIGNALS; for the entries that any list or the talk brings in."""
    chances = [{one.entry_id: one.confidence for one in candidates} for candidates in lists]
    places = [{one.entry_id: 1.0 / (1.0 + place / 2) for place, one in enumerate(listed)} for listed in lists]
    spoken = (setting.last.id,) if setting.last else ()
    brought = [*spoken, *setting.neighbours, *setting.options, *setting.earlier]
    found: dict[str, tuple[float, ...]] = {}
    for one in dict.fromkeys([*(entry_id for listed in chances for entry_id in listed), *brought]):
        heard: list[float] = []
        for listed, placed in zip(chances, places, strict=True):
            heard += [math.log(listed.get(one, 0.0) + _FLOOR) - math.log(_FLOOR), placed.get(one, 0.0)]
        found[one] = (*heard, *_standing(one, setting, (*setting.options, *spoken), faq))
    return found


def _standing(
    one: str, setting: Setting, spoken: Sequence[str], faq: Mapping[str, Entry]
) -> tuple[float, ...]:
    is_last = bool(setting.last) and one in spoken and one not in setting.options
    is_near = one in setting.neighbours
    is_kin = not is_last and any(_family(one) == _family(other) for other in spoken)
    is_stray = bool(spoken) and not any(_field(one) == _field(other) for other in spoken)
    answers = bool(setting.aspects & _answered(one, faq.get(one)))
    standing = (
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
        setting.is_foreign and one == OTHER_MATTERS,
        is_last and setting.is_corrected,
        _STRAYING * (is_stray and bool(setting.aspects) and setting.length <= _ASKS_OF_LAST),
    )
    return tuple(map(float, standing))


def _answered(entry_id: str, entry: Entry | None) -> frozenset[Aspect]:
    """What of a matter (papers, time, cost …) the entry is about, by its question and its id."""
    named: Iterable[Aspect] = (
        aspect for aspect, words in _ASPECT_WORDS.items() if any(word in entry_id for word in words)
    )
    return frozenset(named) | (_asked_in(entry.question) if entry else frozenset())


@cache
def _asked_in(question: str) -> frozenset[Aspect]:
    return aspects_asked(question)


def _family(entry_id: str) -> str:
    return "-".join(entry_id.split("-")[:2])


def _field(entry_id: str) -> str:
    return entry_id.split("-")[0]


@cache
def load_weights(path: Path = DATA) -> Mapping[str, tuple[float, ...]]:
    """Signal → its weight under each of CIRCUMSTANCES, as fitted by scripts/fit_leaning.py.

    Raises KeyError or ValueError when the file is not of its form.
    """
    table = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return {name: tuple(map(float, table[name])) for name in SIGNALS}
