"""Fit data/danger_weights.json from data/danger_examples.yaml, with the FAQ's ordinary questions as calm examples.

Run after editing the examples or the cues: python scripts/fit_danger.py
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.faq.danger import load_danger_lane
from bot.faq.danger.lane import DangerLane
from bot.faq.danger.likeness import DATA, Likeness
from bot.faq.danger.verdict import Verdict

_FOLDER = DATA.parent
_STRENGTH = 50.0
_SMALLEST = 0.08


def main() -> None:
    """Fit, print cross-validated figures, write the weights."""
    if not DATA.exists():
        DATA.write_text('{"constant": -3.0, "weights": {}}', encoding="utf-8")
    lane = replace(load_danger_lane(), likeness=Likeness(-30.0, {}))
    groups = _examples(lane)
    texts = [text for group in groups.values() for text in group]
    names = np.asarray([name for name, group in groups.items() for _ in group])
    labels = np.isin(names, ("present", "emergency")).astype(int)
    share = {"present": 1.2, "emergency": 0.7, "calm": 1.2, "ordinary": 0.4, "outside": 0.6}
    weights = np.asarray([share[name] for name in names])
    reader = DictVectorizer(dtype=np.float32)
    table = reader.fit_transform([lane.features(text) for text in texts])
    chances = np.zeros(len(texts))
    for train, test in StratifiedKFold(6, shuffle=True, random_state=1).split(table, names):
        chances[test] = _fit(table[train], labels[train], weights[train]).predict_proba(table[test])[:, 1]
    verdicts = [
        replace(lane.weigh(text), likeness=chance) for text, chance in zip(texts, chances, strict=True)
    ]
    _curve(names, chances)
    _report(names, verdicts, texts)
    _write(_fit(table, labels, weights), list(reader.get_feature_names_out()), DATA)


def _fit(table: object, labels: object, weights: object) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=400).fit(table, labels, sample_weight=weights)


def _examples(lane: DangerLane) -> dict[str, list[str]]:
    own = yaml.load((_FOLDER / "danger_examples.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    faq = yaml.load((_FOLDER / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    emergency: list[str] = []
    ordinary: list[str] = []
    for entry in faq["entries"]:
        phrasings = [entry["question"], entry["label"], *entry["variants"]]
        if entry["urgency"] == "emergency":
            # Such entries also gather questions about afterwards; only those with clear cues are examples.
            emergency += [text for text in phrasings if lane.weigh(text).score >= 2]
        else:
            ordinary += [text for text in phrasings if lane.weigh(text).score < 4]
    return {**own, "emergency": emergency, "ordinary": ordinary, "outside": _outside()}


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


def _curve(names: np.ndarray, chances: np.ndarray) -> None:
    for least in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        shares = {
            str(name): round(float((chances[names == name] >= least).mean()), 4)
            for name in dict.fromkeys(names)
        }
        print(f"likeness from {least}: {shares}")


def _report(names: np.ndarray, verdicts: list[Verdict], texts: list[str]) -> None:
    for name in dict.fromkeys(names):
        found = [verdict.is_danger for verdict, group in zip(verdicts, names, strict=True) if group == name]
        print(f"{name:10} {len(found):5} danger {sum(found) / max(len(found), 1):.4f}")
    for name, verdict, text in zip(names, verdicts, texts, strict=True):
        if name in ("present", "calm") and verdict.is_danger != (name == "present"):
            print(f"  {name} {verdict.likeness:.3f} {verdict.score} {text}")


def _write(model: LogisticRegression, features: list[str], path: Path) -> None:
    coefficients = zip(features, model.coef_[0], strict=True)
    kept = {name: round(float(weight) * 100) for name, weight in coefficients if abs(weight) >= _SMALLEST}
    table = {"constant": round(float(model.intercept_[0]), 4), "weights": kept}
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights written")


if __name__ == "__main__":
    main()
