"""A sentence encoder that the operator has (a folder as bge-small-zh comes): texts become vectors of their meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.faq.matcher.vectors import Floats

LONGEST_INPUT = 512
"""Tokens of a text that the encoder reads."""

BATCH = 32
"""Texts encoded at once."""

_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"
_CURE = "建议：放入完整的模型文件夹（须有 tokenizer.json 和 model.onnx），或去掉 LEGALBOT_ENCODER"


class EncoderUnusable(ValueError):
    """The operator's encoder cannot be used; `str()` says why and what to do, in Chinese."""


class Encoder(Protocol):
    """What turns texts into vectors of length one; `digest` names the model, so that what it made can be kept."""

    @property
    def digest(self) -> str:
        """Hash of the model's content."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text."""


@dataclass(frozen=True)
class OnnxEncoder:
    """The first token's vector of a BERT-like model in ONNX, normalised; runs on one core."""

    digest: str
    session: Any
    tokenizer: Any
    inputs: frozenset[str]

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one per text, in order. Texts beyond LONGEST_INPUT tokens are cut."""
        rows: list[Floats] = [
            self._rows(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)
        ]
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)

    def _rows(self, texts: Sequence[str]) -> Floats:
        read = self.tokenizer.encode_batch(list(texts))
        feed = {
            "input_ids": np.array([one.ids for one in read], np.int64),
            "attention_mask": np.array([one.attention_mask for one in read], np.int64),
            "token_type_ids": np.array([one.type_ids for one in read], np.int64),
        }
        out = self.session.run(None, {name: feed[name] for name in self.inputs})[0]
        first = np.asarray(out[:, 0] if out.ndim == 3 else out, np.float32)
        lengths = np.linalg.norm(first, axis=1, keepdims=True)
        rows: Floats = first / np.maximum(lengths, 1e-12).astype(np.float32)
        return rows


def load_encoder(folder: Path) -> OnnxEncoder:
    """Load the model of a folder. Raises EncoderUnusable when a file or the extra `semantic` is missing."""
    model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
    if not (folder / _TOKENIZER).is_file():
        raise EncoderUnusable(f"LEGALBOT_ENCODER：文件夹 {folder} 里没有 {_TOKENIZER}。{_CURE}")
    if model is None:
        raise EncoderUnusable(f"LEGALBOT_ENCODER：文件夹 {folder} 里没有 {' 或 '.join(_MODELS)}。{_CURE}")
    runtime, tokenizers = _require("onnxruntime"), _require("tokenizers")
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / _TOKENIZER))
        session = _session(runtime, model)
    except Exception as error:  # both libraries raise plain Exceptions of their own
        raise EncoderUnusable(
            f"LEGALBOT_ENCODER：文件夹 {folder} 的模型读不出来（{error}）。{_CURE}"
        ) from error
    tokenizer.enable_truncation(LONGEST_INPUT)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]") or 0)
    names = frozenset(one.name for one in session.get_inputs())
    unknown = names - {"input_ids", "attention_mask", "token_type_ids"}
    if unknown:
        raise EncoderUnusable(
            f"LEGALBOT_ENCODER：模型要求的输入 {'、'.join(sorted(unknown))} 不认识。{_CURE}"
        )
    return OnnxEncoder(_digest([model, folder / _TOKENIZER]), session, tokenizer, names)


def _require(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise EncoderUnusable(
            f"LEGALBOT_ENCODER 已设置，但缺少组件 {module}。建议：pip install 'legalbot[semantic]'，或去掉 LEGALBOT_ENCODER"
        ) from error


def _session(runtime: Any, model: Path) -> Any:
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return runtime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _digest(files: Sequence[Path]) -> str:
    content = sha256()
    for file in files:
        for block in _blocks(file):
            content.update(block)
    return content.hexdigest()


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            yield block
