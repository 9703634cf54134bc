"""A sentence encoder of four dimensions in ONNX, written by the tests themselves, byte by byte."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"楼上漏水狗咬了物业费涨价工伤机器手"]
"""The vocabulary; every text begins with [CLS]."""

_FLOAT, _INT64, _WHOLE_NUMBER = 1, 7, 2


def write_tiny_encoder(folder: Path, model: str = "model.onnx", seed: int = 1) -> None:
    """Write tokenizer.json and a model whose first token's vector is a sum over all tokens that are no padding.

    Skips the test where the extra `semantic`, which reads them, is not installed.
    """
    for name in ("onnxruntime", "tokenizers"):
        pytest.importorskip(
            name, reason=f"没有安装 {name}（pip install 'legalbot[semantic]'）", exc_type=ImportError
        )
    (folder / model).parent.mkdir(parents=True, exist_ok=True)
    _tokenizer().save(str(folder / "tokenizer.json"))
    (folder / model).write_bytes(_model(seed))


def _tokenizer() -> Any:
    tokenizers = import_module("tokenizers")
    table = {word: number for number, word in enumerate(WORDS)}
    models, splits = import_module("tokenizers.models"), import_module("tokenizers.pre_tokenizers")
    tokenizer = tokenizers.Tokenizer(models.WordLevel(table, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = splits.Split(tokenizers.Regex("."), "isolated")
    processors = import_module("tokenizers.processors")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def _model(seed: int) -> bytes:
    table = np.random.default_rng(seed).normal(size=(len(WORDS), 4)).astype(np.float32)
    nodes = [
        _node("Gather", ["table", "input_ids"], "embedded"),
        _node("Cast", ["attention_mask"], "mask", to=_FLOAT),
        _node("Unsqueeze", ["mask", "last"], "wide"),
        _node("Mul", ["embedded", "wide"], "kept"),
        _node("ReduceSum", ["kept", "tokens"], "sum", keepdims=1),
        _node("Add", ["embedded", "sum"], "last_hidden_state"),
    ]
    constants = [
        _constant("table", table, _FLOAT),
        _constant("last", np.array([2]), _INT64),
        _constant("tokens", np.array([1]), _INT64),
    ]
    graph = b"".join(
        [
            *(_field(1, node) for node in nodes),
            _field(2, b"tiny"),
            *(_field(5, constant) for constant in constants),
            *(
                _field(11, _value(name, _INT64, ["batch", "length"]))
                for name in ("input_ids", "attention_mask")
            ),
            _field(12, _value("last_hidden_state", _FLOAT, ["batch", "length", 4])),
        ]
    )
    return _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 13))


# The messages of onnx.proto: what stands before each value is the number of its field.


def _node(kind: str, inputs: list[str], output: str, **attributes: int) -> bytes:
    given = b"".join(_field(1, name.encode()) for name in inputs)
    extra = b"".join(
        _field(5, _field(1, name.encode()) + _number(3, value) + _number(20, _WHOLE_NUMBER))
        for name, value in attributes.items()
    )
    return given + _field(2, output.encode()) + _field(4, kind.encode()) + extra


def _constant(name: str, values: np.ndarray, kind: int) -> bytes:
    sizes = b"".join(_number(1, size) for size in values.shape)
    return sizes + _number(2, kind) + _field(8, name.encode()) + _field(9, values.tobytes())


def _value(name: str, kind: int, shape: list[str | int]) -> bytes:
    sizes = (_number(1, size) if isinstance(size, int) else _field(2, size.encode()) for size in shape)
    tensor = _number(1, kind) + _field(2, b"".join(_field(1, size) for size in sizes))
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    head = b""
    while value > 127:
        head += bytes([value & 127 | 128])
        value >>= 7
    return head + bytes([value])
