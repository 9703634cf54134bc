"""Likeness of meaning is one more signal: weighted by the fit, kept by content, and absent without an encoder."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.faq.matcher import Lessons, Matcher
from bot.faq.matcher.encoder import load_encoder
from bot.faq.matcher.fitted import Fitted, Reading, load_fitted, save_fitted
from bot.faq.matcher.fitting import fit
from bot.faq.matcher.meaning import Encodings
from bot.faq.matcher.ranker import Ranker
from bot.faq.matcher.signals import NAMES
from bot.faq.matcher.vectors import Floats
from bot.faq.synonyms import Synonyms
from tests.faq.matcher.conftest import ENTRIES, NEGATIVES
from tests.faq.matcher.tiny_encoder import write_tiny_encoder

TEXTS = ["楼上漏水了怎么办", "狗把人咬了", "物业费涨了一块", "机器夹了手", "今天天气好吗"]
LESSONS = Lessons(negatives=NEGATIVES)


class FakeEncoder:
    """Knows two meanings, dogs and all else, and remembers what it was asked."""

    digest = "fake" * 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return np.array([[1, 0] if "狗" in text or "汪" in text else [0, 1] for text in texts], np.float32)


def _fitted_with(weight: float, encoder: FakeEncoder) -> Fitted:
    fitted = load_fitted()
    weights = np.append(fitted.taught.ranker.weights[:-1], np.float32(weight)).astype(np.float32)
    encoded = Reading(Ranker(weights), fitted.taught.calibration)
    return replace(fitted, encoded=encoded, encoder_digest=encoder.digest)


def test_an_encoder_that_nothing_was_fitted_for_changes_nothing(matcher: Matcher) -> None:
    beside = Matcher.from_entries(ENTRIES, lessons=LESSONS, encoder=FakeEncoder())
    for text in TEXTS:
        with_it, without = beside.match(text), matcher.match(text)
        assert [one.entry_id for one in with_it.candidates] == [one.entry_id for one in without.candidates]
        assert with_it.in_scope == pytest.approx(without.in_scope, abs=1e-6)


def test_the_fitted_weight_lets_meaning_decide() -> None:
    encoder = FakeEncoder()
    fitted = _fitted_with(50.0, encoder)
    matcher = Matcher.from_entries(ENTRIES, lessons=LESSONS, encoder=encoder, fitted=fitted)
    first = matcher.match("汪汪叫的那家涨价").first
    assert first is not None
    assert first.entry_id == "dog"
    told = matcher.explain("汪汪叫的那家涨价").candidates[0]
    assert told.signals["semantic"] == pytest.approx(1.0)


def test_without_an_encoder_there_is_no_such_signal(matcher: Matcher) -> None:
    assert set(matcher.explain("狗咬人").candidates[0].signals) == set(NAMES) - {"semantic"}


def test_a_weight_fitted_with_an_encoder_is_not_used_without_it(matcher: Matcher) -> None:
    plain = Matcher.from_entries(ENTRIES, lessons=LESSONS, fitted=_fitted_with(50.0, FakeEncoder()))
    assert [plain.match(text) for text in TEXTS] == [matcher.match(text) for text in TEXTS]


def test_phrasings_are_encoded_once_and_kept_by_content(tmp_path: Path) -> None:
    first, second = FakeEncoder(), FakeEncoder()
    before = Encodings(first, tmp_path).of(["狗咬人", "漏水", "狗咬人"])
    assert sorted(first.asked) == ["漏水", "狗咬人"]
    after = Encodings(second, tmp_path).of(["漏水", "新的问法"])
    assert second.asked == ["新的问法"]
    assert np.array_equal(before.phrasings[1], after.phrasings[0])
    assert [file.name for file in tmp_path.iterdir()] == [f"encoded-{first.digest[:24]}.npz"]


def test_a_broken_file_is_encoded_anew(tmp_path: Path) -> None:
    Encodings(FakeEncoder(), tmp_path).of(["狗咬人"])
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:60])
    again = FakeEncoder()
    Encodings(again, tmp_path).of(["狗咬人"])
    assert again.asked == ["狗咬人"]


def test_the_fit_weighs_the_encoder_and_leaves_the_rest_as_without_it(tmp_path: Path) -> None:
    words = Synonyms({}, {})
    bare = fit(ENTRIES, lessons=LESSONS, synonyms=words, folds=2)
    encoder = FakeEncoder()
    fitted = fit(ENTRIES, lessons=LESSONS, synonyms=words, folds=2, encoder=encoder)
    assert np.array_equal(fitted.taught.ranker.weights, bare.taught.ranker.weights)
    assert fitted.thresholds == bare.thresholds
    assert bare.encoded is None
    save_fitted(fitted, tmp_path / "matcher.json")
    back = load_fitted(tmp_path / "matcher.json")
    assert back.encoder_digest == encoder.digest
    assert back.encoded is not None
    assert back.encoded.ranker.weights[NAMES.index("semantic")] > 0
    assert back.taught.ranker.weights[NAMES.index("semantic")] == 0


def test_a_model_in_onnx_joins_the_ranking(tmp_path: Path) -> None:
    write_tiny_encoder(tmp_path)
    matcher = Matcher.from_entries(ENTRIES, lessons=LESSONS, cache=tmp_path, encoder=load_encoder(tmp_path))
    told = matcher.explain("楼上漏水").candidates[0]
    assert told.entry_id == "leak"
    assert 0 < told.signals["semantic"] <= 1.001
    assert list(tmp_path.glob("encoded-*.npz"))
