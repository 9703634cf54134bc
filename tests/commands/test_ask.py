"""`legalbot ask --jsonl` is a promise: quality is measured through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.commands.conftest import Run

Ask = Callable[..., list[dict[str, Any]]]
KEYS = {"id", "kind", "entry", "confidence", "candidates", "hotlines", "divisions", "text"}
KINDS = {"answer", "clarify", "refer", "emergency", "smalltalk", "out_of_scope"}


def test_ask_prints_what_the_citizen_reads(legalbot: Run) -> None:
    code, shown = legalbot("ask", "单位没给我交工伤保险，受伤了谁赔")
    assert code == 0
    assert "《" in shown
    assert "转人工" in shown


def test_ask_without_a_question_says_what_to_do(legalbot: Run) -> None:
    code, shown = legalbot("ask")
    assert code == 2
    assert "legalbot ask" in shown


def test_each_line_gets_one_line_in_the_same_order(ask_lines: Ask) -> None:
    answers = ask_lines(
        {"text": "物业费标准由谁定", "id": "a"}, {"text": "你好", "id": 7}, {"text": "工伤认定要什么材料"}
    )
    assert [answer["id"] for answer in answers] == ["a", 7, None]
    for answer in answers:
        assert set(answer) == KEYS
        assert answer["kind"] in KINDS
        assert 0 <= answer["confidence"] <= 1
        assert len(answer["candidates"]) <= 5
        confidences = [one["confidence"] for one in answer["candidates"]]
        assert confidences == sorted(confidences, reverse=True)


def test_answer_names_its_entry_first_among_candidates(ask_lines: Ask) -> None:
    (answer,) = ask_lines({"text": "申请工伤认定要准备哪些材料"})
    assert answer["kind"] == "answer"
    assert answer["entry"] == "safety-injury-materials"
    assert answer["candidates"][0]["entry"] == answer["entry"]


def test_lines_of_one_session_share_a_conversation(ask_lines: Ask) -> None:
    _, human, place = ask_lines(
        {"text": "申请工伤认定要准备哪些材料", "session": "s"},
        {"text": "转人工", "session": "s"},
        {"text": "官渡区关上街道", "session": "s"},
    )
    assert (human["kind"], human["entry"]) == ("refer", "service-human-agent")
    assert place["divisions"] == ["530111001"]
    assert "关上" in place["text"]


def test_lines_without_a_session_know_nothing_of_each_other(ask_lines: Ask) -> None:
    _, place = ask_lines({"text": "转人工"}, {"text": "马街"})
    assert "官渡" not in place["text"]


@pytest.mark.parametrize("line", ["not json", "[1]", '{"txt": "x"}', '{"text": 5}', "null"])
def test_unreadable_line_is_named_and_the_rest_goes_on(legalbot: Run, line: str) -> None:
    code, shown = legalbot("ask", "--jsonl", "-", stdin=f'{line}\n{{"text": "你好"}}\n')
    first, second = shown.splitlines()
    assert code == 0
    assert "第 1 行" in first
    assert '"kind": "smalltalk"' in second


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x01",
        "。" * 5000,
        "<script>alert(1)</script>",
        "👍",
        "哈" * 5000,
        "\ud800",
        "a" * 5000,
    ],
)
def test_junk_gets_a_calm_line_and_no_answer(ask_lines: Ask, text: str) -> None:
    (answer,) = ask_lines({"text": text})
    assert answer["kind"] in {"out_of_scope", "smalltalk", "refer"}
    assert answer["entry"] is None
    assert answer["text"]


def test_danger_comes_first_with_its_numbers(ask_lines: Ask) -> None:
    (answer,) = ask_lines({"text": "我家厨房着火了火好大怎么办"})
    assert answer["kind"] == "emergency"
    assert "119" in answer["hotlines"]


def test_asking_opens_no_case_even_when_the_citizen_agrees(ask_lines: Ask) -> None:
    answers = ask_lines(
        *(
            {"text": text, "session": "s"}
            for text in ("转人工", "官渡区关上街道", "提交工单", "同意", "我的工单")
        )
    )
    assert not any("工单号" in answer["text"] for answer in answers)
