"""The shipped rules are whole; a faulty file says every fault at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation import Choice, Verb
from bot.deadlines.loader import RuleFaults, Rules, load_rules, read_rules
from bot.faq.loader import load_faq
from tests.deadlines.conftest import DATA


def rule(**changes: Any) -> dict[str, Any]:
    return {
        "id": "a-rule",
        "label": "一条期限",
        "what": "做一件事",
        "who": "本人",
        "event": "那天",
        "period": {"count": 15, "unit": "days"},
        "counting": "civil",
        "laws": [{"law": "民法典", "article": "188"}],
        "pauses": "不停",
        "lost": "失权",
        "late": "问 12348",
        "entries": ["service-limitation-period"],
        "words": ["时效"],
        **changes,
    }


def test_there_are_many_rules_and_none_claims_a_review_that_was_not_made(rules: Rules) -> None:
    assert len(rules.all) >= 25
    assert {one.status for one in rules.all} == {"draft"}


def test_every_entry_with_a_deadline_has_a_rule_and_every_rule_an_entry(rules: Rules) -> None:
    faq = load_faq(DATA / "legal_faq.yaml")
    for entry in faq.entries:
        assert not entry.deadline or rules.of_entry(entry.id), entry.id
    for one in rules.all:
        assert set(one.entries) <= set(faq.by_id), one.id


def test_every_rule_fits_into_a_telegram_button(rules: Rules) -> None:
    for one in rules.all:
        for verb in (Verb.DEADLINE_DAY, Verb.REMIND, Verb.DEADLINE_FILE):
            assert len(Choice(verb, f"{one.id}@20260101-20261231").code.encode()) <= 64, one.id


def test_an_article_is_quoted_wherever_it_has_a_number(rules: Rules) -> None:
    for one in rules.all:
        for law in one.laws:
            assert bool(law.article) == bool(law.quote), one.id


def test_faults_are_told_all_at_once() -> None:
    items = [
        rule(period={"count": 0, "unit": "days"}),
        rule(id="Bad Id"),
        rule(id="b", words=["("]),
        rule(id="c", alongside=["nowhere"]),
        rule(id="c"),
        rule(id="d", direction="before", period={"count": 5, "unit": "working_days"}),
        "not a rule",
    ]
    with pytest.raises(RuleFaults) as caught:
        read_rules({"rules": items})
    told = "\n".join(caught.value.faults)
    for part in ("period.count", "Bad Id", "words", "nowhere", "重复", "工作日", "第 7 条"):
        assert part in told


@pytest.mark.parametrize("data", [None, [], {}, {"rules": []}, {"rules": "x"}])
def test_a_file_without_rules_is_a_fault(data: Any) -> None:
    with pytest.raises(RuleFaults):
        read_rules(data)


def test_broken_yaml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text("rules: [", encoding="utf-8")
    with pytest.raises(RuleFaults, match="YAML"):
        load_rules(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.yaml"
    path.write_text(yaml.safe_dump({"rules": [rule()]}, allow_unicode=True), encoding="utf-8")
    assert [one.id for one in load_rules(path).all] == ["a-rule"]
