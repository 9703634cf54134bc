"""The shipped lessons are whole and teach what they should."""

from pathlib import Path

import yaml

from bot.faq.matcher.lessons import FOLDER, OTHER_LEGAL, load_lessons


def test_every_taught_entry_is_in_the_faq() -> None:
    faq = yaml.load((FOLDER / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert set(load_lessons().phrasings) <= {entry["id"] for entry in faq["entries"]}


def test_other_law_teaches_the_entry_for_other_law_and_the_rest_is_negative(tmp_path: Path) -> None:
    (tmp_path / "phrasings.yaml").write_text("leak: 漏水 | 渗水\n", encoding="utf-8")
    outside = "other_legal:\n  debt: 欠钱不还\nsmalltalk:\n  greeting: 你好 | 在吗\n"
    (tmp_path / "out_of_scope.yaml").write_text(outside, encoding="utf-8")
    lessons = load_lessons(tmp_path)
    assert lessons.phrasings == {"leak": ("漏水", "渗水"), OTHER_LEGAL: ("欠钱不还",)}
    assert lessons.negatives == ("你好", "在吗")


def test_no_text_is_taught_for_two_things() -> None:
    lessons = load_lessons()
    texts = [text for own in lessons.phrasings.values() for text in own] + list(lessons.negatives)
    assert len(texts) > 2500
    doubled = {text for text in texts if texts.count(text) > 1}
    assert not doubled
