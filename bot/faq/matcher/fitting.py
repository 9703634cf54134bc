"""Fits ranker, calibration and thresholds on texts that the classifier has not seen; nothing here is set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from bot.faq.matcher.cache import content_hash
from bot.faq.matcher.calibration import Calibration, confidence_features, fit_logistic, scope_features
from bot.faq.matcher.encoder import Encoder
from bot.faq.matcher.fitted import Fitted, Reading, Thresholds
from bot.faq.matcher.index import EntryTexts, build_index
from bot.faq.matcher.lessons import NO_LESSONS, OTHER_LEGAL, Lessons
from bot.faq.matcher.meaning import Encodings
from bot.faq.matcher.observing import (
    Labelled,
    Observation,
    observe_fold,
    observe_questions,
)
from bot.faq.matcher.ranker import Ranker, softmax, train_ranker
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms, load_synonyms

__all__ = ["Labelled", "fit"]

FOLDS = 3

QUESTIONS_SHARE = 0.4
"""What labelled questions count together in the ranker, of all that it is shown.

Held-out phrasings are many and of our own writers; what strangers ask is ranked a little better by weights that were
shown strangers' questions too.
"""

WRONG_ANSWERS = 0.015
"""Share of wrong entries among answers that the threshold `sure` aims at."""

LOST_QUESTIONS = 0.005
"""Share of questions in scope that may be turned away."""

HIGHEST_SCOPE_LINE = 0.85
"""However sure questions in scope are, nothing above this is turned away as out of scope."""

NEGATIVE_SHARE = 0.15
"""How much of all that is asked belongs to no entry, as assumed for calibration."""

OTHER_LAW_SHARE = 0.06
"""How much of all that is asked is of other law, as assumed for calibration."""


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
        for observation in observe_fold(listed, lessons, words, fold, folds, encodings)
    ]
    asked = observe_questions(questions, build_index(listed, lessons, words), words, encodings)
    encoded = fit_reading(held_out, asked) if encoder else None
    held_out, asked = [one.without_meaning() for one in held_out], [one.without_meaning() for one in asked]
    taught = fit_reading(held_out, asked)
    return Fitted(
        taught,
        fit_thresholds(taught, asked or held_out),
        content_hash(listed, lessons, words),
        encoded,
        encoder.digest if encoder else "",
    )


def fit_reading(held_out: Sequence[Observation], asked: Sequence[Observation] = ()) -> Reading:
    """Ranker and calibration from the held-out phrasings and the labelled questions."""
    return Reading(ranker := fit_ranker(held_out, asked), fit_calibration(ranker, [*held_out, *asked]))


def fit_ranker(held_out: Sequence[Observation], asked: Sequence[Observation] = ()) -> Ranker:
    """Weights that put the right entry first; the labelled questions count QUESTIONS_SHARE together."""
    shown = [(seen.table, row) for seen in held_out if (row := seen.row()) is not None]
    told = [(seen.table, row) for seen in asked if (row := seen.row()) is not None]
    each = QUESTIONS_SHARE / (1 - QUESTIONS_SHARE) * len(shown) / max(len(told), 1)
    importance = np.repeat([1.0, each if shown else 1.0], [len(shown), len(told)]).astype(np.float32)
    both = [*shown, *told]
    return train_ranker([table for table, _ in both], [row for _, row in both], importance)


def fit_calibration(ranker: Ranker, seen: Sequence[Observation]) -> Calibration:
    """Two logistic regressions: is any entry right, and is the first one right."""
    in_scope = np.array([bool(one.right) for one in seen])
    weights = _balanced(seen)
    features = np.array([scope_features(one.overview) for one in seen])
    scope = fit_logistic(features, in_scope.astype(np.float32), weights)
    rows = np.array([_confidence_row(ranker, scope, one) for one in seen])
    hits = np.array([float(_first(ranker, one) in one.right) for one in seen])
    return Calibration(scope, fit_logistic(rows, hits, weights))


def fit_thresholds(reading: Reading, seen: Sequence[Observation]) -> Thresholds:
    """`sure`: the lowest confidence at which the expected share of wrong answers stays below WRONG_ANSWERS."""
    readings = [
        reading.calibration.read(
            _shares(reading.ranker, one), one.overview, one.other_law(_first(reading.ranker, one))
        )
        for one in seen
        if one.right
    ]
    confidences = np.sort([confidence for confidence, _ in readings])[::-1]
    expected_wrong = np.cumsum(1 - confidences) / np.arange(1, len(confidences) + 1)
    allowed = np.flatnonzero(expected_wrong <= WRONG_ANSWERS)
    sure = float(confidences[allowed[-1]]) if len(allowed) else 0.99
    in_scope = float(np.quantile([scope for _, scope in readings], LOST_QUESTIONS))
    return Thresholds(
        sure=max(sure, 0.5), close=min(in_scope, 0.3), in_scope=min(in_scope, HIGHEST_SCOPE_LINE)
    )


def _balanced(seen: Sequence[Observation]) -> Floats:
    """Weights such that what belongs to no entry, and what is of other law, have their shares of the whole.

    All texts of other law count alike: those held out are worded as citizens do, and few are labelled.
    """
    none = np.array([not one.right for one in seen])
    other = np.array([one.right == {OTHER_LEGAL} for one in seen])
    weights = np.where(other, 1.0, np.array([one.weight for one in seen], np.float64))
    matter = weights[~none & ~other].sum() / (1 - NEGATIVE_SHARE - OTHER_LAW_SHARE)
    for group, share in ((none, NEGATIVE_SHARE), (other, OTHER_LAW_SHARE)):
        weights[group] *= share * matter / max(weights[group].sum(), 1e-9)
    return weights.astype(np.float32)


def _shares(ranker: Ranker, one: Observation) -> Floats:
    shares: Floats = np.sort(softmax(ranker.scores(one.table)))[::-1]
    return shares


def _first(ranker: Ranker, one: Observation) -> str:
    return one.entry_ids[int(np.argmax(ranker.scores(one.table)))]


def _confidence_row(ranker: Ranker, scope: Floats, one: Observation) -> Floats:
    scope_logit = float(np.dot(scope_features(one.overview), scope))
    return confidence_features(_shares(ranker, one), scope_logit, one.other_law(_first(ranker, one)))
