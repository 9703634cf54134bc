"""A trial says which questions change their answer, and whether for better or worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.diff import (
    Effect,
    EntryChanges,
    Question,
    compare,
    entry_changes,
    given_by,
    load_golden,
    read_replay,
)
from bot.faq.loader import load_faq, read_faq
from bot.faq.memory import Memory
from bot.faq.understood import Close, Danger, Found, OutOfScope, Talk, Understood, Unknown

DATA = Path(__file__).parents[2] / "data"
SMALL = read_faq((Path(__file__).parents[1] / "data" / "small_faq.yaml").read_bytes())


class FakeReader:
    """Understands what it is told to."""

    def __init__(self, meanings: dict[str, Understood]) -> None:
        self._meanings = meanings

    def read(self, text: str, memory: Memory) -> Understood:
        return self._meanings.get(text, Unknown())

    def danger(self, text: str) -> Danger | None:
        found = self._meanings.get(text)
        return found if isinstance(found, Danger) else None


FIRE = Danger("fire", ("119",), ("跑", "打", "等"), "property-fire-emergency")


def test_effects_are_told_apart() -> None:
    before = FakeReader(
        {"甲": Found("a", 1), "乙": Found("b", 1), "丙": Found("a", 1), "丁": Found("a", 1), "戊": FIRE}
    )
    after = FakeReader(
        {"甲": Found("b", 1), "乙": Found("a", 1), "丙": Close(("a", "b")), "丁": Found("a", 1), "戊": FIRE}
    )
    questions = [
        Question("甲", "a", is_golden=True),
        Question("乙", "a", is_golden=True),
        Question("丙", times=3),
        Question("丁", "a", is_golden=True),
        Question("戊"),
    ]
    diff = compare(questions, before, after)
    assert [one.question.text for one in diff.of(Effect.BROKEN)] == ["甲"]
    assert [one.question.text for one in diff.of(Effect.REPAIRED)] == ["乙"]
    assert [one.question.text for one in diff.of(Effect.CHANGED)] == ["丙"]
    assert (diff.tried, diff.golden, diff.right_before, diff.right_after) == (5, 3, 2, 2)


def test_a_question_back_is_no_right_answer() -> None:
    right = Question("甲", "a", is_golden=True)
    diff = compare([right], FakeReader({"甲": Found("a", 1)}), FakeReader({"甲": Close(("a", "b"))}))
    assert [one.effect for one in diff.changes] == [Effect.BROKEN]


@pytest.mark.parametrize(
    ("understood", "kind"),
    [
        (FIRE, "emergency"),
        (Talk("greeting"), "smalltalk"),
        (OutOfScope("junk"), "out_of_scope"),
        (Unknown(), "refer"),
        (Close(("a", "b")), "clarify"),
    ],
)
def test_every_meaning_has_its_kind(understood: Understood, kind: str) -> None:
    assert given_by(FakeReader({"甲": understood}), "甲").kind == kind


def test_changed_entries_are_named() -> None:
    first, second, *rest = SMALL.entries
    reworded = first.model_copy(update={"answer": "别的解答"})
    asked = second.model_copy(update={"variants": (*second.variants, "多一个问法")})
    new = rest[-1].model_copy(update={"id": "property-new"})
    changes = entry_changes(SMALL.entries, [reworded, asked, *rest[:-1], new])
    assert changes == EntryChanges((new.id,), (rest[-1].id,), (first.id, second.id), (first.id,))
    assert not changes.is_empty
    assert entry_changes(SMALL.entries, SMALL.entries).is_empty


def test_replay_takes_plain_lines_and_json() -> None:
    assert read_replay('楼上漏水\n\n{"text": "停车", "entry": "a"}\n') == [
        Question("楼上漏水"),
        Question("停车", "a"),
    ]
    with pytest.raises(ValueError, match="第 2 行看不懂"):
        read_replay('好\n{"txt": 1}')


def test_the_shipped_golden_questions_fit_the_faq_and_are_not_in_it() -> None:
    faq = load_faq(DATA / "legal_faq.yaml")
    golden = load_golden(DATA / "golden.yaml", faq)
    assert len(golden) >= 300
    assert {one.right for one in golden} == set(faq.by_id)
    learnt = {text for entry in faq.entries for text in (entry.question, entry.label, *entry.variants)}
    assert not {one.text for one in golden} & learnt


def test_a_golden_question_for_no_entry_is_named(tmp_path: Path) -> None:
    path = tmp_path / "golden.yaml"
    path.write_text("golden:\n  - {text: 问, entry: nowhere}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="第 1 题指向不存在的条目"):
        load_golden(path, SMALL)
