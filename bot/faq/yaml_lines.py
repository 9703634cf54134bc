"""YAML read strictly: duplicate keys are faults and every value knows its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.faq.fault import FaqFaults, Fault

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

SIZE_LIMIT_BYTES = 16 * 1024 * 1024
Path = tuple[str | int, ...]


@dataclass
class Located:
    """Plain data with, for each path in it, the 1-based line where it stands."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a path, or that of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_text(raw: bytes) -> str:
    """Bytes as UTF-8 text, BOM and CRLF taken off; raises FaqFaults that name the cure."""
    if len(raw) > SIZE_LIMIT_BYTES:
        raise FaqFaults([Fault(0, "", f"文件超过 {SIZE_LIMIT_BYTES // 2**20} MB", "检查是否存错了文件")])
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FaqFaults([Fault(0, "", "文件是 UTF-16 编码", "用“另存为”选 UTF-8 编码保存")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        cure = "文件可能是 GBK 编码：用“另存为”选 UTF-8 编码保存"
        raise FaqFaults([Fault(line, "", "不是 UTF-8 文字", cure)]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str) -> Located:
    """Compose the document; syntax errors raise FaqFaults, duplicate keys are collected."""
    tab = next(
        (n for n, row in enumerate(text.split("\n"), 1) if re.match(r" *\t", row) and row.strip()), None
    )
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise FaqFaults([_syntax_fault(error, tab)]) from error
    except yaml.YAMLError as error:
        raise FaqFaults([Fault(0, "", "含有不能识别的字符", "删去看不见的控制字符后再保存")]) from error
    located = Located(None)
    if node is not None:
        located.data = _build(node, (), located, set())
    return located


def _syntax_fault(error: yaml.MarkedYAMLError, tab: int | None) -> Fault:
    if tab is not None:
        return Fault(tab, "", "行首用了制表符（Tab）", "把 Tab 换成空格")
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    return Fault(
        line, "", f"YAML 写法不对（{error.problem or error.context}）", _syntax_cure(error.problem or "")
    )


def _syntax_cure(problem: str) -> str:
    if "mapping values" in problem:
        return "检查这一行和上一行的缩进；文字里有“: ”时整句加引号"
    if "expected <block end>" in problem:
        return "检查缩进是否和同级的行对齐"
    if "quoted scalar" in problem:
        return "检查引号是否成对"
    if "alias" in problem or "anchor" in problem or "token" in problem:
        return "文字以 * & @ % ` 开头时整句加引号"
    return "检查这一行附近的缩进、冒号和引号，可能文件只存了一半"


def _build(node: Any, path: Path, located: Located, open_nodes: set[int]) -> Any:
    located.lines[path] = node.start_mark.line + 1
    if id(node) in open_nodes:
        located.faults.append(
            Fault(located.lines[path], "", "用了指向自身的引用（&、*）", "把内容直接写出来")
        )
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, located, open_nodes | {id(node)})
    if isinstance(node, yaml.SequenceNode):
        inner = open_nodes | {id(node)}
        return [_build(child, (*path, n), located, inner) for n, child in enumerate(node.value)]
    return _scalar(node, path, located)


def _mapping(node: Any, path: Path, located: Located, open_nodes: set[int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in result:
            line = key_node.start_mark.line + 1
            located.faults.append(Fault(line, f"键 {key}", "重复了", f"只留一个 {key}，把内容合在一起"))
            continue
        result[key] = _build(value_node, (*path, key), located, open_nodes)
        located.lines[(*path, key)] = key_node.start_mark.line + 1
    return result


def _scalar(node: Any, path: Path, located: Located) -> Any:
    tag = node.tag.removeprefix("tag:yaml.org,2002:")
    if tag == "null":
        return None
    if tag == "bool":
        return node.value.lower() in {"yes", "true", "on"}
    if tag == "int" and node.value.isdecimal() and not (len(node.value) > 1 and node.value.startswith("0")):
        return int(node.value)
    if tag == "int" and ":" in node.value:
        located.faults.append(Fault(located.lines[path], "", f"{node.value} 会被读成别的数", "加上引号"))
    return node.value
