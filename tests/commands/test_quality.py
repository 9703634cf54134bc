"""Staff see how good the matcher is, and why it chose what it chose."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run

QUESTIONS = [
    {"text": "申请工伤认定要准备哪些材料", "topic": "safety-injury-materials", "slice": "plain"},
    {"text": "我想离婚财产怎么分", "kind": "other_legal"},
]


def test_eval_prints_the_table_and_saves_the_curve(legalbot: Run, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text("\n".join(json.dumps(one) for one in QUESTIONS), encoding="utf-8")
    code, shown = legalbot("faq", "eval", str(asked), "--png", str(tmp_path / "curve.png"))
    assert code == 0
    assert "| plain | 1 | 100.0% |" in shown
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG\r\n")


def test_eval_names_the_line_that_it_cannot_read(legalbot: Run, tmp_path: Path) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text('{"text": "x"}\n', encoding="utf-8")
    code, shown = legalbot("faq", "eval", str(asked))
    assert code == 1
    assert "第 1 行" in shown


def test_explain_names_the_entries_and_their_closest_phrasing(legalbot: Run) -> None:
    code, shown = legalbot("explain", "申请工伤认定要准备哪些材料")
    assert code == 0
    assert "safety-injury-materials" in shown
