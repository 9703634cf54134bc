"""What the matcher sees in texts that it has not learnt from: the observations that everything is fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.faq.matcher.index import EntryTexts, Index, build_index
from bot.faq.matcher.lessons import OTHER_LEGAL, Lessons
from bot.faq.matcher.meaning import Encodings
from bot.faq.matcher.question import read_question
from bot.faq.matcher.signals import NAMES, Signals, read_signals
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms

SHORTEST = 8
"""Characters below which a held-out phrasing is too short to stand for a question."""

QUESTION_WEIGHT = 300.0
"""Weight of a labelled question against a held-out phrasing in calibration.

Phrasings are harder than what citizens write (fragments, neighbours): calibrated on them alone, the matcher is too shy.
"""


@dataclass(frozen=True)
class Labelled:
    """A text and the entries that are right for it; none when no entry is."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True)
class Observation:
    """What the matcher saw in a text that it had not learnt from."""

    right: frozenset[str]
    entry_ids: tuple[str, ...]
    table: Floats
    overview: Floats
    weight: float
    pull: float = 0.0

    def other_law(self, first_id: str) -> float:
        """The pull of other law away from the candidate that is put first."""
        return 0.0 if first_id == OTHER_LEGAL else self.pull

    def row(self) -> int | None:
        """Row of a right entry on the shortlist."""
        return next((row for row, entry_id in enumerate(self.entry_ids) if entry_id in self.right), None)

    def without_meaning(self) -> Observation:
        """The same, as a service without an encoder sees it."""
        return replace(self, table=self.table[:, : NAMES.index("semantic")].copy())


def observe(
    labelled: Sequence[Labelled],
    index: Index,
    synonyms: Synonyms,
    weight: float,
    encodings: Encodings | None = None,
) -> list[Observation]:
    """Signals of texts that the index has not learnt from; unreadable texts are left out."""
    meaning = encodings.of(index.plains) if encodings else None
    seen = []
    for one in labelled:
        question = read_question(one.text, synonyms, index.errors)
        if not question.is_empty:
            seen.append(_observation(one.right, read_signals(question, index, meaning), index, weight))
    return seen


def _observation(right: frozenset[str], signals: Signals, index: Index, weight: float) -> Observation:
    ids = tuple(index.entry_ids[int(entry)] for entry in signals.entries)
    return Observation(right, ids, signals.table, signals.overview, weight, signals.pull)


def observe_questions(
    questions: Sequence[Labelled], index: Index, synonyms: Synonyms, encodings: Encodings | None
) -> list[Observation]:
    """Labelled questions, which weigh more; nothing where there are none."""
    return observe(questions, index, synonyms, QUESTION_WEIGHT, encodings) if questions else []


def observe_fold(
    listed: Sequence[tuple[str, tuple[str, ...], str]],
    lessons: Lessons,
    synonyms: Synonyms,
    fold: int,
    folds: int,
    encodings: Encodings | None,
) -> list[Observation]:
    """Learn from all texts but one fold of them, and look at that fold."""
    kept: list[EntryTexts] = []
    held: list[Labelled] = []
    for entry_id, phrasings, answer in listed:
        own = frozenset([entry_id])
        away = _block(phrasings, fold, folds)
        held += [Labelled(text, own) for text in away if len(text) >= SHORTEST]
        kept.append((entry_id, [text for text in phrasings if text not in away], answer))
    negatives = lessons.negatives[fold::folds]
    held += [Labelled(text, frozenset()) for text in negatives]
    # Other law has its phrasings among the lessons: what it is mistaken for shows only if some are held out.
    other_law = lessons.phrasings.get(OTHER_LEGAL, ())
    others = other_law[fold::folds]
    held += [Labelled(text, frozenset([OTHER_LEGAL])) for text in others]
    told = dict(lessons.phrasings) | {OTHER_LEGAL: tuple(text for text in other_law if text not in others)}
    negatives_left = tuple(text for text in lessons.negatives if text not in negatives)
    rest = Lessons(told, negatives_left, lessons.subjects)
    return observe(held, build_index(kept, rest, synonyms), synonyms, 1.0, encodings)


def _block(texts: Sequence[str], fold: int, folds: int) -> Sequence[str]:
    """One stretch of a list in the order in which it was written.

    Neighbours in it are of one writer and one mood: to hold out a stretch shows how strangers are understood, to hold
    out every third text would show how a writer is understood who is known already.
    """
    return texts[len(texts) * fold // folds : len(texts) * (fold + 1) // folds]
