"""Fit the weights by which a message is read in a talk, on labelled dialogues; write data/leaning.json.

python scripts/fit_leaning.py OUT FILE.jsonl… (lines `{turns: [{user, expect: {topic | kind, also_ok}}]}`, or
single questions `{text, topic, also_ok}`: each is asked after another topic, so that it is heard as new).
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.app import build_offline_assistant
from bot.faq.interpreter import Interpreter
from bot.faq.leaning import CIRCUMSTANCES, SIGNALS, signals
from bot.faq.memory import Memory, Turn
from bot.faq.understood import Close, Danger, Found, OutOfScope, Talk
from bot.settings import Settings

Rows = npt.NDArray[np.float64]
Example = tuple[Rows, Rows]
_RIDGE = 0.03
_STEPS = 400
_RATE = 0.05
_OFFERED = 4
_OPEN_SHARE = 0.5
"""What a single question after another topic counts beside a turn of a real talk."""
_OFFERED_SHARE, _LIVED_SHARE = 0.3, 0.7
"""What a turn counts as if we had asked back before it, and as it really went, beside the turn after right answers."""


def main() -> None:
    """Fit and write."""
    out, *paths = map(Path, sys.argv[1:])
    assistant, _ = build_offline_assistant(Settings())
    knowledge = assistant._knowledge
    interpreter = knowledge.interpreter
    assert isinstance(interpreter, Interpreter)
    lines = [json.loads(one) for path in paths for one in path.read_text(encoding="utf-8").splitlines()]
    talked = [one for line in lines if "turns" in line for one in _of_talk(interpreter, line)]
    counts = [count for _, count in talked]
    examples, talks = [example for example, _ in talked], len(talked)
    examples += _of_questions(interpreter, [line for line in lines if "turns" not in line])
    weights = fit(examples, counts + [_OPEN_SHARE] * (len(examples) - talks))
    right = [_is_right(one, weights) for one in examples]
    told = [one for one, count in zip(right, counts, strict=False) if count == 1.0]
    print(
        "talk turns",
        len(told),
        np.mean(told),
        "as if asked back",
        np.mean(right[:talks]),
        "questions",
        np.mean(right[talks:] or [False]),
    )
    table = {name: [round(float(one), 3) for one in row] for name, row in zip(SIGNALS, weights, strict=True)}
    out.write_text(
        json.dumps({"circumstances": CIRCUMSTANCES, "weights": table}, indent=1) + "\n", encoding="utf-8"
    )


def _of_talk(interpreter: Interpreter, line: dict[str, Any]) -> Iterator[tuple[Example, float]]:
    """Each turn after right answers, as if we had asked back before it, and as it really goes with the weights at hand
    (a talk must find its way back after a wrong answer), with what it counts."""
    memory, lived = Memory(), Memory()
    for turn in line["turns"]:
        expect, said = turn["expect"], turn["user"]
        right = {expect.get("topic"), *expect.get("also_ok", ())} - {None}
        settings = [(memory, 1.0), (_as_if_asked_back(interpreter, memory), _OFFERED_SHARE)]
        settings += [(lived, _LIVED_SHARE)] if lived != memory else []
        for before, count in settings if expect.get("topic") else ():
            example = _example(interpreter, said, before, right)
            if example is not None:
                yield example, count
        memory = _after(interpreter, memory, said, expect)
        lived = _lived(interpreter, lived, said)


def _lived(interpreter: Interpreter, memory: Memory, said: str) -> Memory:
    """The memory after what we would really have said."""
    understood = interpreter.danger(said, memory) or interpreter.read(said, memory)
    match understood:
        case Danger():
            return memory.after(Turn(said, "emergency", understood.entry_id))
        case Found():
            return memory.after(Turn(said, "answer", understood.entry_id))
        case Close():
            return memory.after(Turn(said, "clarify"), understood.entry_ids)
        case Talk() | OutOfScope():
            return memory.after(Turn(said, "smalltalk"))
        case _:
            return memory.after(Turn(said, "refer"))


def _as_if_asked_back(interpreter: Interpreter, memory: Memory) -> Memory:
    """The memory as it were, had we asked back on the last turn instead of answering: that happens to any question."""
    if not memory.turns or memory.turns[-1].kind != "answer":
        return Memory()
    *before, last = memory.turns
    options = [one.entry_id for one in interpreter.read(last.text, Memory()).candidates[:_OFFERED]]
    return Memory(tuple(before)).after(Turn(last.text, "clarify"), tuple(options))


def _after(interpreter: Interpreter, memory: Memory, said: str, expect: dict[str, Any]) -> Memory:
    if expect.get("topic"):
        kind = "emergency" if "emergency" in expect.get("also_kind", ()) else "answer"
        return memory.after(Turn(said, kind, expect["topic"]))
    understood = interpreter.read(said, memory)
    if expect.get("kind") == "clarify" and isinstance(understood, Close):
        return memory.after(Turn(said, "clarify"), understood.entry_ids)
    return memory.after(Turn(said, expect.get("kind") or "answer"))


def _of_questions(interpreter: Interpreter, lines: list[dict[str, Any]]) -> list[Example]:
    chance = random.Random(7)
    found: list[Example] = []
    for line in lines:
        before = chance.choice(lines)
        memory = Memory().after(Turn(before["text"][:300], "answer", before["topic"]))
        example = _example(interpreter, line["text"], memory, {line["topic"], *line["also_ok"]})
        found += [example] if example is not None else []
    return found


def _example(interpreter: Interpreter, said: str, memory: Memory, right: set[str]) -> Example | None:
    """Per entry its signals under each circumstance, and whether it is right; None where no talk decides."""
    heard = interpreter.hear(said, memory)
    if heard is None:
        return None
    table = signals(heard.lists, heard.setting, interpreter.by_id)
    hits = np.array([one in right for one in table], dtype=float)
    if not hits.any():
        return None
    circumstances = np.array(heard.setting.circumstances)
    rows = np.array([np.outer(table[one], circumstances).ravel() for one in table])
    return rows, hits


def fit(examples: list[Example], counts: list[float]) -> Rows:
    """Weights under which right entries are likeliest; ridge keeps what is seldom seen small."""
    rows, hits, gaps = _stacked(examples)
    share = np.array(counts) / sum(counts)
    weights, mean, square = (np.zeros(rows.shape[2]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        shares = _shares(rows @ weights + gaps)
        wanted = shares * hits
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        slope = _RIDGE * weights + np.einsum("i,ij,ijk->k", share, shares - wanted, rows, optimize=True)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights.reshape(len(SIGNALS), len(CIRCUMSTANCES))


def _stacked(examples: list[Example]) -> tuple[Rows, Rows, Rows]:
    """All examples in one table, short ones filled up with entries that have no chance."""
    most = max(len(rows) for rows, _ in examples)
    rows = np.zeros((len(examples), most, examples[0][0].shape[1]))
    hits, gaps = np.zeros(rows.shape[:2]), np.full(rows.shape[:2], -1e9)
    for place, (own, right) in enumerate(examples):
        rows[place, : len(own)], hits[place, : len(own)], gaps[place, : len(own)] = own, right, 0.0
    return rows, hits, gaps


def _shares(points: Rows) -> Rows:
    shares: Rows = np.exp(points - points.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def _is_right(example: Example, weights: Rows) -> bool:
    rows, hits = example
    return bool(hits[int(np.argmax(rows @ weights.ravel()))])


if __name__ == "__main__":
    main()
