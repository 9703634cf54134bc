"""Fit data/danger_weights.json from the examples and scenes, with the FAQ's ordinary questions as calm examples.

Run after editing one of data/danger*.yaml: python scripts/fit_danger.py (--quick leaves the figures out)
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.faq.danger import load_danger_lane
from bot.faq.danger.lane import DangerLane
from bot.faq.danger.likeness import DATA, Likeness
from bot.faq.danger.verdict import ALIKE, ENOUGH, SURE

_FOLDER = DATA.parent
_STRENGTH = 20.0
_SMALLEST = 0.1
_SHARES = {"present": 1.2, "emergency": 0.5, "calling": 0.5, "calm": 1.4, "over": 0.5, "supposed": 0.4}
_SHARES |= {"ordinary": 0.4, "outside": 0.6, "scene": 0.3, "calm scene": 0.3, "talk": 0.8}
_SURELY = 4
_CALLING = 0.7
_SUPPOSED = 0.3
_ASKS = re.compile("怎么|咋|现在|刚|救|快")
_DANGERS = ("present", "emergency", "calling", "scene")
_SLOT = re.compile(r"\{(.+?)\}")
_DRAWS = 2
"""How many times the number that stands before a scene is drawn of it."""
_WITHOUT_CUES = 1.0
"""Share of a copy of every example without its cues: a new way to say it has none, and must be heard all the same."""


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    group: str
    source: int
    """Twins of one sentence share it, so that none is learnt from and tested on."""


def main() -> None:
    """Fit, print cross-validated figures, write the weights."""
    if not DATA.exists():
        DATA.write_text('{"constant": -3.0, "weights": {}}', encoding="utf-8")
    lane = replace(load_danger_lane(), likeness=Likeness(-30.0, {}))
    examples = list(_examples(lane))
    groups = np.asarray([example.group for example in examples])
    labels = np.isin(groups, _DANGERS).astype(int)
    shares = np.asarray([_SHARES[group] for group in groups])
    reader = DictVectorizer(dtype=np.float32)
    features = [lane.features(example.text) for example in examples]
    table = reader.fit_transform(features)
    bare = reader.transform([_without_cues(found) for found in features])
    if "--quick" not in sys.argv:
        _cross_validate(examples, groups, (table, bare), labels, shares)
    _write(_fit((table, bare), labels, shares), list(reader.get_feature_names_out()), DATA)


def _cross_validate(examples: list[_Example], groups: Any, tables: Any, labels: Any, shares: Any) -> None:
    table, bare = tables
    chances = np.zeros(len(examples))
    sources = [example.source for example in examples]
    for train, test in GroupKFold(4).split(table, labels, sources):
        model = _fit((table[train], bare[train]), labels[train], shares[train])
        chances[test] = model.predict_proba(table[test])[:, 1]
    for least in (0.1, 0.15, 0.2, ALIKE, 0.3, 0.4, 0.5):
        found = {
            group: round(float((chances[groups == group] >= least).mean()), 4)
            for group in dict.fromkeys(groups)
        }
        print(f"danger from {least}: {found}")
    for example, chance in sorted(zip(examples, chances, strict=True), key=lambda pair: -pair[1]):
        wrong = (chance >= ALIKE) != (example.group == "present")
        if example.group in ("present", "calm") and wrong:
            print(f"  {example.group} {chance:.3f} {example.text}")


def _without_cues(features: dict[str, float]) -> dict[str, float]:
    return {name: size for name, size in features.items() if not name.startswith("@")}


def _fit(tables: Any, labels: Any, shares: Any) -> LogisticRegression:
    both, twice = vstack(tables), np.r_[labels, labels]
    weights = np.r_[shares, shares * _WITHOUT_CUES]
    return LogisticRegression(C=_STRENGTH, max_iter=200).fit(both, twice, sample_weight=weights)


def _examples(lane: DangerLane) -> Iterator[_Example]:
    own = yaml.load((_FOLDER / "danger_examples.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    faq = yaml.load((_FOLDER / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    source = count()
    for text in own["present"]:
        number = next(source)
        yield _Example(text, "present", number)
        yield from _twins(lane, text, own["twins"], number)
    for text in own["calm"]:
        yield _Example(text, "calm", next(source))
    for group, scene, text in _scenes():
        yield _Example(text, group, -1 - scene)
    for text in _outside():
        yield _Example(text, "outside", next(source))
    yield from _of_faq(lane, faq["entries"], source)


def _of_faq(lane: DangerLane, entries: list[dict[str, Any]], source: Iterator[int]) -> Iterator[_Example]:
    urgent = {entry["id"] for entry in entries if entry["urgency"] == "emergency"}
    for text in _talk(urgent):
        # 他从窗户掉下去了 may be said of the past; with a sure cue it is an example of neither.
        if lane.weigh(text).score < SURE:
            yield _Example(text, "talk", next(source))
    for entry in entries:
        for text in (entry["question"], entry["label"], *entry["variants"]):
            score = lane.weigh(text).score
            # Such entries also gather questions about afterwards; only those with clear cues are examples.
            if entry["id"] in urgent and score >= ENOUGH:
                yield _Example(text, "emergency", next(source))
            # Ordinary entries also gather dangers; those with the clearest cues are none of either.
            elif entry["id"] not in urgent and score < _SURELY:
                yield _Example(text, "ordinary", next(source))


def _twins(lane: DangerLane, text: str, words: dict[str, list[str]], number: int) -> Iterator[_Example]:
    """The same words as a call for help, as long past and as a supposition; drawn alike on every run."""
    draw = random.Random(text)
    core = text.rstrip("。！!？?")
    if draw.random() < _CALLING:
        yield _Example(
            f"{draw.choice(words['calling'])}{core}{draw.choice(words['asking'])}", "calling", number
        )
    if lane.weigh(text).urgent or _ASKS.search(text):
        return
    yield _Example(f"{draw.choice(words['before'])}{core}，{draw.choice(words['after'])}", "over", number)
    if draw.random() < _SUPPOSED:
        yield _Example(f"{draw.choice(words['supposed'])}{core}怎么办", "supposed", number)


def _scenes() -> Iterator[tuple[str, int, str]]:
    """Group, number of the scene, and a text drawn of it; drawn alike on every run."""
    table = yaml.load((_FOLDER / "danger_scenes.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    slots: dict[str, list[str]] = table["slots"]
    lines = [("scene", line) for line in table["present"]] + [("calm scene", line) for line in table["calm"]]
    for number, (group, line) in enumerate(lines):
        times, scene = line.split(" ", 1)
        yield from ((group, number, text) for text in sorted(_drawn(scene, slots, int(times) * _DRAWS)))


def _drawn(scene: str, slots: dict[str, list[str]], times: int) -> set[str]:
    draw = random.Random(scene)
    return {_SLOT.sub(lambda slot: draw.choice(slots[slot[1]]), scene) for _ in range(times)}


def _talk(urgent: set[str]) -> Iterator[str]:
    """What citizens say in talks about matters that are no emergency: a few words that lean on what was said."""
    for line in (_FOLDER / "talks.jsonl").read_text(encoding="utf-8").splitlines():
        for turn in json.loads(line)["turns"]:
            told = turn["expect"]
            kinds = {told.get("kind"), *told.get("also_kind", ())}
            topics = {told.get("topic"), *told.get("also_ok", ())}
            if "emergency" not in kinds and not topics & urgent:
                yield turn["user"]


def _outside() -> list[str]:
    path = _FOLDER / "out_of_scope.yaml"
    if not path.exists():
        return []
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [text.strip() for text in _leaves(table) if len(text.strip()) >= 2]


def _leaves(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _leaves(value)]
    if isinstance(node, list):
        return [text for value in node for text in _leaves(value)]
    return str(node).split("|")


def _write(model: LogisticRegression, features: list[str], path: Path) -> None:
    coefficients = zip(features, model.coef_[0], strict=True)
    kept = {name: round(float(weight) * 100) for name, weight in coefficients if abs(weight) >= _SMALLEST}
    table = {"constant": round(float(model.intercept_[0]), 4), "weights": kept}
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights written")


if __name__ == "__main__":
    main()
