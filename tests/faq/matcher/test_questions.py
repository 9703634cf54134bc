"""Labelled questions from JSON lines."""

from pathlib import Path

import pytest

from bot.faq.matcher.lessons import OTHER_LEGAL
from bot.faq.matcher.questions import read_cases


def test_every_form_of_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"text": "漏水", "topic": "leak", "also_ok": ["roof"], "slice": "terse"}\n\n'
        '{"text": "又漏又吵", "topics": ["leak", "noise"]}\n'
        '{"text": "离婚", "kind": "other_legal"}\n'
        '{"text": {"repeat": "哈", "times": 3}, "kind": "junk"}\n',
        encoding="utf-8",
    )
    cases = read_cases(path)
    assert [case.text for case in cases] == ["漏水", "又漏又吵", "离婚", "哈哈哈"]
    assert [case.right for case in cases] == [{"leak", "roof"}, {"leak", "noise"}, {OTHER_LEGAL}, frozenset()]
    assert [case.slice for case in cases] == ["terse", "multi", "other_legal", "junk"]
    assert [case.is_in_scope for case in cases] == [True, True, False, False]


@pytest.mark.parametrize("line", ["not json", '{"topic": "leak"}', '{"text": "漏水"}', "[1]"])
def test_a_line_that_is_none_of_these_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"text": "漏水", "topic": "leak"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="第 2 行"):
        read_cases(path)
