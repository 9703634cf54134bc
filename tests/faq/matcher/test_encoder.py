"""A sentence encoder of the operator's is loaded from its folder, and a fault in the folder is told in Chinese."""

from pathlib import Path

import numpy as np
import pytest

from bot.faq.matcher import encoder as encoders
from bot.faq.matcher.encoder import load_encoder
from tests.faq.matcher.tiny_encoder import write_tiny_encoder


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
def test_texts_become_vectors_of_length_one(tmp_path: Path, place: str) -> None:
    write_tiny_encoder(tmp_path, place)
    vectors = load_encoder(tmp_path).encode(["狗", "漏水了", "狗"] * 20)
    assert vectors.shape == (60, 4)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)
    assert load_encoder(tmp_path).encode([]).shape[0] == 0


def test_the_first_token_speaks_for_the_text_whatever_stands_beside_it(tmp_path: Path) -> None:
    write_tiny_encoder(tmp_path)
    encoder = load_encoder(tmp_path)
    assert np.allclose(encoder.encode(["狗", "漏水了" * 30])[0], encoder.encode(["狗"])[0], atol=1e-5)


def test_a_text_that_is_too_long_is_cut(tmp_path: Path) -> None:
    write_tiny_encoder(tmp_path)
    assert load_encoder(tmp_path).encode(["漏" * 5000]).shape == (1, 4)


def test_the_digest_names_the_content(tmp_path: Path) -> None:
    write_tiny_encoder(tmp_path / "one")
    write_tiny_encoder(tmp_path / "two")
    assert load_encoder(tmp_path / "one").digest == load_encoder(tmp_path / "two").digest
    write_tiny_encoder(tmp_path / "two", seed=9)
    assert load_encoder(tmp_path / "one").digest != load_encoder(tmp_path / "two").digest


@pytest.mark.parametrize("missing", ["tokenizer.json", "model.onnx"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    for name in {"tokenizer.json", "model.onnx"} - {missing}:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(ValueError, match=rf"没有 {missing}.*建议"):
        load_encoder(tmp_path)


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    write_tiny_encoder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ValueError, match=r"读不出来.*建议"):
        load_encoder(tmp_path)


def test_without_the_extra_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tokenizer.json", "model.onnx"):
        (tmp_path / name).write_bytes(b"{}")

    def absent(module: str) -> None:
        raise ImportError(module)

    monkeypatch.setattr(encoders, "import_module", absent)
    with pytest.raises(ValueError, match=r"缺少组件 onnxruntime.*legalbot\[semantic\]"):
        load_encoder(tmp_path)
