"""Fitted numbers rank held-out phrasings right, and come back from their file."""

from pathlib import Path

import numpy as np
import pytest

from bot.faq.matcher import Lessons, Matcher
from bot.faq.matcher.calibration import Calibration, fit_logistic, logistic
from bot.faq.matcher.fitted import Fitted, load_fitted, save_fitted
from bot.faq.matcher.fitting import HIGHEST_SCOPE_LINE, Labelled, fit
from bot.faq.matcher.lessons import OTHER_LEGAL
from bot.faq.matcher.observing import observe_fold
from bot.faq.matcher.ranker import softmax, train_ranker
from bot.faq.synonyms import Synonyms
from tests.faq.matcher.conftest import ENTRIES, NEGATIVES

WORDS = Synonyms({}, {})
LESSONS = Lessons(negatives=NEGATIVES)


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    asked = [Labelled("楼上漏水了怎么办啊", frozenset(["leak"])), Labelled("狗咬了我", frozenset(["dog"]))]
    return fit(ENTRIES, lessons=LESSONS, questions=asked, synonyms=WORDS, folds=3)


def test_the_fit_answers_and_rejects(fitted: Fitted) -> None:
    matcher = Matcher.from_entries(ENTRIES, lessons=LESSONS, synonyms=WORDS, fitted=fitted)
    first = matcher.match("楼上漏水怎么办").first
    assert first is not None
    assert first.entry_id == "leak"
    assert matcher.match("楼上漏水怎么办").in_scope > matcher.match("讲个好听的笑话").in_scope


def test_thresholds_are_chances_in_order(fitted: Fitted) -> None:
    lines = fitted.thresholds
    assert 0 <= lines.close <= lines.sure <= 1
    assert 0 <= lines.in_scope <= HIGHEST_SCOPE_LINE


def test_fitting_twice_gives_the_same_numbers(fitted: Fitted) -> None:
    asked = [Labelled("楼上漏水了怎么办啊", frozenset(["leak"])), Labelled("狗咬了我", frozenset(["dog"]))]
    again = fit(ENTRIES, lessons=LESSONS, questions=asked, synonyms=WORDS, folds=3)
    assert np.array_equal(again.taught.ranker.weights, fitted.taught.ranker.weights)
    assert again.thresholds == fitted.thresholds
    assert again.faq_hash == fitted.faq_hash


def test_the_file_gives_back_what_was_fitted(fitted: Fitted, tmp_path: Path) -> None:
    path = tmp_path / "matcher.json"
    save_fitted(fitted, path)
    back = load_fitted(path)
    assert np.allclose(back.taught.ranker.weights[:-1], fitted.taught.ranker.weights, atol=1e-4)
    assert np.allclose(back.taught.calibration.scope, fitted.taught.calibration.scope, atol=1e-4)
    assert back.faq_hash == fitted.faq_hash


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "matcher.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="legalbot faq fit"):
        load_fitted(path)


def test_the_ranker_learns_which_column_tells() -> None:
    chance = np.random.default_rng(1)
    tables = [chance.normal(size=(5, 3)).astype(np.float32) for _ in range(200)]
    right = [int(table[:, 1].argmax()) for table in tables]
    weights = train_ranker(tables, right).weights
    assert weights[1] > 3 * max(abs(weights[0]), abs(weights[2]))


def test_a_logistic_fit_finds_the_chances() -> None:
    rows = np.array([[0, 1], [1, 1]] * 50, np.float32)
    hits = np.array([0, 1] * 20 + [0, 0] * 5 + [1, 1] * 5 + [0, 1] * 20, np.float32)
    weights = fit_logistic(rows, hits, np.ones(100, np.float32), penalty=0.0)
    assert logistic(float(weights[1])) == pytest.approx(0.1, abs=0.01)
    assert logistic(float(weights.sum())) == pytest.approx(0.9, abs=0.01)


def test_softmax_adds_up_and_stands_large_numbers() -> None:
    shares = softmax(np.array([1000.0, 999.0, -1000.0], np.float32))
    assert shares.sum() == pytest.approx(1.0)
    assert shares[0] > shares[1] > shares[2] >= 0


def test_a_pull_of_other_law_lowers_the_confidence_in_any_other_entry() -> None:
    scope = np.array([0, 0, 0, 0, 0, 0, 0, 5], np.float32)
    calibration = Calibration(scope, np.array([1, 0, 0, -2, 0], np.float32))
    shares, overview = np.array([0.9, 0.1], np.float32), np.zeros(7, np.float32)
    assert calibration.read(shares, overview, 1.0)[0] < calibration.read(shares, overview)[0]


def test_the_fit_learns_from_other_law_that_it_holds_out() -> None:
    wages = [
        "老板拖欠我工资",
        "公司不发加班费",
        "离婚孩子归谁",
        "朋友借钱不还",
        "父亲的遗产怎么分",
        "被人敲诈勒索",
    ]
    entries = [(entry_id, tuple(phrasings), answer) for entry_id, phrasings, answer in ENTRIES]
    entries.append((OTHER_LEGAL, ("其他法律问题",), ""))
    lessons = Lessons({OTHER_LEGAL: tuple(wages)}, NEGATIVES)
    held = [seen for fold in range(3) for seen in observe_fold(entries, lessons, WORDS, fold, 3, None)]
    others = [seen for seen in held if seen.right == {OTHER_LEGAL}]
    assert len(others) == len(wages)
    assert all(seen.other_law(OTHER_LEGAL) == 0.0 for seen in others)
    assert any(seen.other_law("leak") > 0.0 for seen in others)
