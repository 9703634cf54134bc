"""A sentence encoder of four dimensions in ONNX, written by the tests themselves."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"楼上漏水狗咬了物业费涨价工伤机器手"]
"""The vocabulary; every text begins with [CLS]."""


def write_tiny_encoder(folder: Path, model: str = "model.onnx", seed: int = 1) -> None:
    """Write tokenizer.json and a model whose first token's vector is a sum over all tokens that are no padding.

    Skips the test where the extra `semantic` (and onnx, which writes the model) is not installed.
    """
    for name in ("onnx", "onnxruntime", "tokenizers"):
        pytest.importorskip(
            name, reason=f"没有安装 {name}（pip install onnx 'legalbot[semantic]'）", exc_type=ImportError
        )
    (folder / model).parent.mkdir(parents=True, exist_ok=True)
    _tokenizer().save(str(folder / "tokenizer.json"))
    import_module("onnx").save(_model(seed), str(folder / model))


def _tokenizer() -> Any:
    tokenizers = import_module("tokenizers")
    table = {word: number for number, word in enumerate(WORDS)}
    models, splits = import_module("tokenizers.models"), import_module("tokenizers.pre_tokenizers")
    tokenizer = tokenizers.Tokenizer(models.WordLevel(table, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = splits.Split(tokenizers.Regex("."), "isolated")
    processors = import_module("tokenizers.processors")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def _model(seed: int) -> Any:
    onnx: Any = import_module("onnx")
    make, kinds = onnx.helper, onnx.TensorProto
    table = np.random.default_rng(seed).normal(size=(len(WORDS), 4)).astype(np.float32)
    nodes = [
        make.make_node("Gather", ["table", "input_ids"], ["embedded"]),
        make.make_node("Cast", ["attention_mask"], ["mask"], to=kinds.FLOAT),
        make.make_node("Unsqueeze", ["mask", "last"], ["wide"]),
        make.make_node("Mul", ["embedded", "wide"], ["kept"]),
        make.make_node("ReduceSum", ["kept", "tokens"], ["sum"], keepdims=1),
        make.make_node("Add", ["embedded", "sum"], ["last_hidden_state"]),
    ]
    inputs = [
        make.make_tensor_value_info(name, kinds.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    output = make.make_tensor_value_info("last_hidden_state", kinds.FLOAT, ["batch", "length", 4])
    constants = [
        onnx.numpy_helper.from_array(table, "table"),
        onnx.numpy_helper.from_array(np.array([2], np.int64), "last"),
        onnx.numpy_helper.from_array(np.array([1], np.int64), "tokens"),
    ]
    graph = make.make_graph(nodes, "tiny", inputs, [output], constants)
    return make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8)
