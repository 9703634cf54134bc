"""A FAQ file is taken whole or not at all, and every fault is said with its line and its cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.fault import FaqFaults
from bot.faq.loader import Faq, load_faq, read_faq


def _entry(number: int = 1, **changes: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": f"property-test-{number}",
        "domain": "property",
        "question": f"第{number}个问题怎么办？",
        "label": f"第{number}个问题",
        "variants": [f"第{number}个问题的第{n}种问法" for n in range(12)],
        "answer": "可以。",
        "citations": [{"law": "民法典", "article": 944}],
        "station_level": "township",
        "competent": [{"body": "街道办事处", "hotline": "12345"}],
    }
    entry.update(changes)
    return {key: value for key, value in entry.items() if value is not None}


def _read(*entries: dict[str, Any]) -> Faq:
    return read_faq(yaml.safe_dump({"entries": list(entries)}, allow_unicode=True, sort_keys=False).encode())


def _faults(raw: str | bytes) -> list[str]:
    with pytest.raises(FaqFaults) as caught:
        read_faq(raw.encode() if isinstance(raw, str) else raw)
    return [str(fault) for fault in caught.value.faults]


def _dump(*entries: dict[str, Any]) -> str:
    return yaml.safe_dump({"entries": list(entries)}, allow_unicode=True, sort_keys=False)


def test_valid_file_is_read_in_its_order() -> None:
    assert [entry.id for entry in _read(_entry(2), _entry(1)).entries] == [
        "property-test-2",
        "property-test-1",
    ]


def test_shipped_faq_has_no_fault_and_every_topic() -> None:
    faq = load_faq(Path(__file__).parents[2] / "data" / "legal_faq.yaml")
    assert len(faq.entries) == 281
    assert all(len(entry.variants) >= 15 for entry in faq.entries)
    assert {entry.review.status for entry in faq.entries} == {"draft"}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"citations": None}, "缺少 citations"),
        ({"anwser": "x"}, "不认识的键 anwser"),
        ({"answer": "字" * 521}, "太长"),
        ({"variants": ["只有一个"]}, "至少 12 个"),
        ({"station_level": "province"}, "station_level"),
        ({"id": "Property 1"}, "写法不对"),
        ({"citations": [{"law": "民法典", "article": "第几条"}]}, "条号"),
        ({"competent": [{"body": "街道", "hotline": 12345}]}, "应当是文字"),
        ({"competent": [{"body": "街道", "hotline": "电话"}]}, "写法不对"),
        ({"question": "  "}, "不能是空的"),
        ({"review": {"status": "approved"}}, "approved 必须写明"),
        ({"answer": False}, "加引号"),
    ],
)
def test_fault_names_entry_and_cure(changes: dict[str, Any], word: str) -> None:
    (fault,) = _faults(_dump(_entry(**changes)))
    assert word in fault
    assert fault.startswith("第 ")
    assert "建议：" in fault


def test_all_faults_are_said_at_once() -> None:
    faults = _faults(_dump(_entry(1, answer=None), _entry(2, citations=None), _entry(3, colour="red")))
    assert [
        name for name in ("property-test-1", "property-test-2", "property-test-3") if name in "".join(faults)
    ] == [
        "property-test-1",
        "property-test-2",
        "property-test-3",
    ]


def test_same_id_twice_is_a_fault() -> None:
    again = _entry(2, id="property-test-1")
    assert any("编号和第 2 行重复" in fault for fault in _faults(_dump(_entry(1), again)))


def test_same_variant_in_two_entries_names_both() -> None:
    second = _entry(2)
    second["variants"][3] = "第1个问题的，第0种问法？"
    (fault,) = _faults(_dump(_entry(1), second))
    assert "property-test-1" in fault
    assert "property-test-2" in fault


def test_link_to_nothing_and_to_itself_are_faults() -> None:
    linked = _entry(related=["property-nowhere", "property-test-1"])
    assert len([fault for fault in _faults(_dump(linked)) if "related" in fault]) == 2


def test_duplicate_key_is_a_fault_with_its_line() -> None:
    text = _dump(_entry()) + "  answer: 又一个\n"
    lines = text.count("\n")
    assert any(fault.startswith(f"第 {lines} 行 键 answer：重复了") for fault in _faults(text))


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("entries:\n\t- id: x\n", "制表符"),
        ("entries: [", "YAML 写法不对"),
        ("entries:\n- id: 'x\n", "引号"),
        ("", "没有 entries"),
        ("entries: []", "没有 entries"),
        ("- a\n- b\n", "没有 entries"),
        ("entries:\n- 只是文字\n", "不是“键: 值”"),
        ("entries: &a\n- *a\n", "引用"),
        ("entries:\n- id: \x00\n", "不能识别"),
        ("问答".encode("gbk"), "UTF-8"),
        ("问答".encode("utf-16"), "UTF-16"),
        (b"x" * (16 * 2**20 + 1), "超过"),
    ],
)
def test_broken_file_says_what_is_wrong(raw: str | bytes, word: str) -> None:
    assert any(word in fault for fault in _faults(raw))


def test_bom_and_windows_line_ends_are_no_fault() -> None:
    raw = b"\xef\xbb\xbf" + _dump(_entry()).replace("\n", "\r\n").encode()
    assert len(read_faq(raw).entries) == 1


def test_file_cut_off_anywhere_gives_no_half_answer_and_no_half_citation() -> None:
    text = _dump(_entry(1), _entry(2))
    whole = {(entry.answer, entry.citations) for entry in _read(_entry(1), _entry(2)).entries}
    for cut in range(len(text)):
        try:
            faq = read_faq(text[:cut].encode())
        except FaqFaults:
            continue
        assert {(entry.answer, entry.citations) for entry in faq.entries} <= whole


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_bytes_give_faults_and_never_another_error(raw: str | bytes) -> None:
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    with pytest.raises(FaqFaults):
        read_faq(data)


def test_hash_changes_with_what_the_citizen_reads_and_not_with_variants() -> None:
    plain = _read(_entry()).entries[0]
    other_words = _read(_entry(variants=[f"完全不同的第{n}种" for n in range(12)])).entries[0]
    other_answer = _read(_entry(answer="不可以。")).entries[0]
    assert plain.content_hash == other_words.content_hash
    assert plain.content_hash != other_answer.content_hash
