"""Load `deadlines.yaml`: either all rules, or every fault in the file at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from bot.deadlines.rule import Rule

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class RuleFaults(Exception):
    """What is wrong with the file, in Chinese, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Rules:
    """All rules of one file, in its order."""

    all: tuple[Rule, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return MappingProxyType({rule.id: rule for rule in self.all})

    def of_entry(self, entry_id: str | None) -> tuple[Rule, ...]:
        """The rules that an FAQ entry is about."""
        return tuple(rule for rule in self.all if entry_id in rule.entries)

    def alongside(self, rule: Rule) -> tuple[Rule, ...]:
        """Other rules that run from the same event."""
        return tuple(self.by_id[name] for name in rule.alongside)


def load_rules(path: Path) -> Rules:
    """Read and check the file. Raises RuleFaults with all faults; OSError where it cannot be read."""
    try:
        data = yaml.load(path.read_bytes(), Loader=_Loader)
    except yaml.YAMLError as error:
        raise RuleFaults([f"{path.name} 不是合格的 YAML：{error}"]) from None
    return read_rules(data)


def read_rules(data: Any) -> Rules:
    """Check the parsed file. Raises RuleFaults."""
    items = data.get("rules") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items:
        raise RuleFaults(["没有 rules: 列表，或列表是空的。建议：文件开头写 rules: ，下面每条以 - id: 起头"])
    faults: list[str] = []
    rules = [rule for n, item in enumerate(items, 1) if (rule := _rule(n, item, faults)) is not None]
    faults += _across(rules)
    if faults:
        raise RuleFaults(faults)
    return Rules(tuple(rules))


def _rule(number: int, item: Any, faults: list[str]) -> Rule | None:
    name = item.get("id", f"第 {number} 条") if isinstance(item, dict) else f"第 {number} 条"
    try:
        rule = Rule.model_validate(item)
    except ValidationError as error:
        for detail in error.errors():
            place = ".".join(str(part) for part in detail["loc"]) or "整条"
            faults.append(f"期限 {name}：{place} 不对（{detail['msg']}）。建议：对照其他期限的写法改正")
        return None
    for pattern in rule.words:
        try:
            re.compile(pattern)
        except re.error:
            faults.append(f"期限 {name}：words 里的“{pattern}”不是合格的写法。建议：用 | 隔开几种说法")
    return rule


def _across(rules: list[Rule]) -> Iterator[str]:
    ids = [rule.id for rule in rules]
    for rule in rules:
        if ids.count(rule.id) > 1:
            yield f"期限 {rule.id}：编号重复。建议：改名或合并"
        for other in rule.alongside:
            if other not in ids or other == rule.id:
                yield f"期限 {rule.id}：alongside 指向不存在的期限或自身：{other}。建议：改成已有的编号"
