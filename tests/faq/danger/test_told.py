"""Sets of dangers and look-alikes: they guard what was reached, and are no measure of what is new.

All of them were measured before they became examples (see data/danger_examples.yaml).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.faq.danger import load_danger_lane

_SETS = sorted((Path(__file__).parent / "data").glob("told_*.jsonl"))


@pytest.mark.parametrize("path", _SETS, ids=lambda path: path.stem)
def test_dangers_are_found_and_look_alikes_are_left_alone(path: Path) -> None:
    lane = load_danger_lane()
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    present = [line["text"] for line in told if line["expect"] == "emergency"]
    calm = [line["text"] for line in told if line["expect"] != "emergency"]
    missed = [text for text in present if lane.read(text) is None]
    alarmed = [text for text in calm if lane.read(text) is not None]
    assert len(missed) <= len(present) * 0.01, missed
    assert len(alarmed) <= len(calm) * 0.02, alarmed
