"""Fits ranker, calibration and thresholds on texts that the classifier has not seen; nothing here is set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.faq.matcher.cache import content_hash
from bot.faq.matcher.calibration import Calibration, confidence_features, fit_logistic, scope_features
from bot.faq.matcher.encoder import Encoder
from bot.faq.matcher.fitted import Fitted, Reading, Thresholds
from bot.faq.matcher.index import EntryTexts, Index, build_index
from bot.faq.matcher.lessons import NO_LESSONS, Lessons
from bot.faq.matcher.meaning import Encodings
from bot.faq.matcher.paraphrases import paraphrase_pairs, single_phrasings
from bot.faq.matcher.question import read_question
from bot.faq.matcher.ranker import Ranker, softmax, train_ranker
from bot.faq.matcher.signals import NAMES, Signals, read_signals
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms, load_synonyms

FOLDS = 3
SHORTEST = 8
"""Characters below which a held-out phrasing is too short to stand for a question."""

WRONG_ANSWERS = 0.02
"""Share of wrong entries among answers that the threshold `sure` aims at."""

LOST_QUESTIONS = 0.005
"""Share of questions in scope that may be turned away."""

HIGHEST_SCOPE_LINE = 0.85
"""However sure questions in scope are, nothing above this is turned away as out of scope."""

NEGATIVE_SHARE = 0.15
"""How much of all that is asked belongs to no entry, as assumed for calibration."""

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

    def row(self) -> int | None:
        """Row of a right entry on the shortlist."""
        return next((row for row, entry_id in enumerate(self.entry_ids) if entry_id in self.right), None)

    def without_meaning(self) -> Observation:
        """The same, as a service without an encoder sees it."""
        return replace(self, table=self.table[:, : NAMES.index("semantic")].copy())


def fit(
    entries: Iterable[EntryTexts],
    *,
    lessons: Lessons = NO_LESSONS,
    questions: Sequence[Labelled] = (),
    synonyms: Synonyms | None = None,
    folds: int = FOLDS,
    encoder: Encoder | None = None,
) -> Fitted:
    """Cross-fit on the phrasings; calibrate on labelled questions too where there are any. Takes minutes.

    With an `encoder` there is one more reading, for a service that has it; the others come out as without.
    """
    encodings = Encodings(encoder) if encoder else None
    listed = [(entry_id, tuple(phrasings), answer) for entry_id, phrasings, answer in entries]
    words = load_synonyms() if synonyms is None else synonyms
    held_out = [
        observation
        for fold in range(folds)
        for observation in _observe_fold(listed, lessons, words, fold, folds, encodings)
    ]
    asked = _observe_questions(questions, build_index(listed, lessons, words), words, encodings)
    encoded = fit_reading(held_out, asked) if encoder else None
    held_out, asked = [one.without_meaning() for one in held_out], [one.without_meaning() for one in asked]
    taught = fit_reading(held_out, asked)
    plain = fit_reading(_observe_paraphrases(listed, lessons, words))
    return Fitted(
        taught,
        plain,
        fit_thresholds(taught, asked or held_out),
        content_hash(listed, lessons, words),
        encoded,
        encoder.digest if encoder else "",
    )


def fit_reading(held_out: Sequence[Observation], asked: Sequence[Observation] = ()) -> Reading:
    """Ranker from the held-out phrasings, calibration from both."""
    shown = [(seen.table, row) for seen in held_out if (row := seen.row()) is not None]
    ranker = train_ranker([table for table, _ in shown], [row for _, row in shown])
    return Reading(ranker, fit_calibration(ranker, [*held_out, *asked]))


def fit_calibration(ranker: Ranker, seen: Sequence[Observation]) -> Calibration:
    """Two logistic regressions: is any entry right, and is the first one right."""
    in_scope = np.array([bool(one.right) for one in seen])
    weights = np.array([one.weight for one in seen])
    balance = (
        NEGATIVE_SHARE / (1 - NEGATIVE_SHARE) * weights[in_scope].sum() / max(weights[~in_scope].sum(), 1e-9)
    )
    weights = np.where(in_scope, weights, weights * balance)
    features = np.array([scope_features(one.overview) for one in seen])
    scope = fit_logistic(features, in_scope.astype(np.float32), weights)
    rows = np.array([_confidence_row(ranker, scope, one) for one in seen])
    hits = np.array([float(_first(ranker, one) in one.right) for one in seen])
    return Calibration(scope, fit_logistic(rows, hits, weights))


def fit_thresholds(reading: Reading, seen: Sequence[Observation]) -> Thresholds:
    """`sure`: the lowest confidence at which the expected share of wrong answers stays below WRONG_ANSWERS."""
    readings = [
        reading.calibration.read(_shares(reading.ranker, one), one.overview) for one in seen if one.right
    ]
    confidences = np.sort([confidence for confidence, _ in readings])[::-1]
    expected_wrong = np.cumsum(1 - confidences) / np.arange(1, len(confidences) + 1)
    allowed = np.flatnonzero(expected_wrong <= WRONG_ANSWERS)
    sure = float(confidences[allowed[-1]]) if len(allowed) else 0.99
    in_scope = float(np.quantile([scope for _, scope in readings], LOST_QUESTIONS))
    return Thresholds(
        sure=max(sure, 0.5), close=min(in_scope, 0.3), in_scope=min(in_scope, HIGHEST_SCOPE_LINE)
    )


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
    return Observation(right, ids, signals.table, signals.overview, weight)


def _observe_questions(
    questions: Sequence[Labelled], index: Index, synonyms: Synonyms, encodings: Encodings | None
) -> list[Observation]:
    return observe(questions, index, synonyms, QUESTION_WEIGHT, encodings) if questions else []


def _observe_fold(
    listed: Sequence[tuple[str, tuple[str, ...], str]],
    lessons: Lessons,
    synonyms: Synonyms,
    fold: int,
    folds: int,
    encodings: Encodings | None,
) -> list[Observation]:
    kept: list[EntryTexts] = []
    held: list[Labelled] = []
    for number, (entry_id, phrasings, answer) in enumerate(listed):
        own = frozenset([entry_id])
        away = [text for place, text in enumerate(phrasings) if _fold(number, place, folds) == fold]
        held += [Labelled(text, own) for text in away if len(text) >= SHORTEST]
        kept.append((entry_id, [text for text in phrasings if text not in away], answer))
    negatives = [text for place, text in enumerate(lessons.negatives) if _fold(0, place, folds) == fold]
    held += [Labelled(text, frozenset()) for text in negatives]
    rest = Lessons(lessons.phrasings, tuple(text for text in lessons.negatives if text not in negatives))
    return observe(held, build_index(kept, rest, synonyms), synonyms, 1.0, encodings)


def _observe_paraphrases(
    listed: Sequence[EntryTexts], lessons: Lessons, synonyms: Synonyms
) -> list[Observation]:
    """One phrasing of each pair is asked, the other is the entry that is right for it."""
    singles = single_phrasings(listed)
    texts = {entry_id: phrasings[0] for entry_id, phrasings, _ in singles}
    pairs = paraphrase_pairs(singles, synonyms)
    asked = {one for one, _ in pairs}
    index = build_index([single for single in singles if single[0] not in asked], NO_LESSONS, synonyms)
    labelled = [Labelled(texts[one], frozenset([other])) for one, other in pairs]
    labelled += [Labelled(text, frozenset()) for text in lessons.negatives]
    return observe(labelled, index, synonyms, 1.0)


def _fold(entry: int, place: int, folds: int) -> int:
    return (entry * 7 + place * 13 + place // folds) % folds


def _shares(ranker: Ranker, one: Observation) -> Floats:
    shares: Floats = np.sort(softmax(ranker.scores(one.table)))[::-1]
    return shares


def _first(ranker: Ranker, one: Observation) -> str:
    return one.entry_ids[int(np.argmax(ranker.scores(one.table)))]


def _confidence_row(ranker: Ranker, scope: Floats, one: Observation) -> Floats:
    return confidence_features(_shares(ranker, one), float(np.dot(scope_features(one.overview), scope)))
