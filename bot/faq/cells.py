"""An entry as a row of cells, for tables and forms: every value is text, and nothing is lost on the way back.

A cell that holds several things has one per line; the parts of a line are separated by |. A backslash protects:
\\n is a line end inside a text, \\| a bar, \\\\ a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.faq.entry import Entry
from bot.faq.pydantic_faults import describe_error, is_echo
from bot.faq.yaml_words import KEYS, plain_data

COLUMNS: Mapping[str, str] = {
    "id": "编号",
    "domain": "领域",
    "question": "标准问题",
    "label": "短标题",
    "variants": "问法",
    "answer": "解答",
    "more": "更多说明",
    "citations": "法律依据",
    "station_level": "站点层级",
    "urgency": "紧急程度",
    "deadline": "期限",
    "competent": "可以找谁",
    "checklist": "材料清单",
    "related": "相关条目",
    "review": "审核",
}
"""A column's key and its name on screen, in order."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "citations": ("law", "article"),
    "deadline": ("what", "period", "from", "law", "article"),
    "competent": ("body", "hotline"),
    "checklist": ("item", "source"),
}
_REVIEW = ("status", "by", "on", "expires_on")
_LISTS = {"variants", "related"}
_BETWEEN = re.compile(r"((?:\\.|[^\\|])*)(?:\||$)")
_PLAIN = re.compile(r"[\\|]|\r?\n|\r")
_SLASHED_DAY = re.compile(r"^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?(?: 0+:00(?::00)?)?$")


@dataclass(frozen=True)
class CellFault:
    """What is wrong in one cell, and how to cure it."""

    column: str
    message: str
    cure: str

    def __str__(self) -> str:
        name = COLUMNS.get(self.column, self.column)
        return f"“{name}”：{self.message}。建议：{self.cure}"


class CellFaults(Exception):
    """The cells are no entry; `faults` names everything wrong at once."""

    def __init__(self, faults: list[CellFault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def to_cells(entry: Entry) -> dict[str, str]:
    """The row of an entry, a cell for every column."""
    data = plain_data(entry)
    return {key: _cell(key, data.get(key)) for key in KEYS}


def read_cells(cells: Mapping[str, str]) -> Entry:
    """The entry of a row; columns that are missing count as empty. Raises CellFaults."""
    data = {key: value for key in KEYS if (value := _value(key, cells.get(key, ""))) not in (None, [], {})}
    try:
        return Entry.model_validate(data)
    except ValidationError as error:
        raise CellFaults([_fault(detail) for detail in error.errors() if not is_echo(detail)]) from error


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in _LISTS:
        return "\n".join(_protected(one) for one in value)
    if key in PARTS:
        return "\n".join(_line(PARTS[key], one) for one in value)
    return _line(_REVIEW, value) if key == "review" else str(value)


def _value(key: str, cell: str) -> Any:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if key in _LISTS:
        return [_bare(line) for line in lines]
    if key in PARTS:
        return [_parts(PARTS[key], line) for line in lines]
    if key == "review":
        found = _parts(_REVIEW, text)
        return {name: _day(one) if name in {"on", "expires_on"} else one for name, one in found.items()}
    return text or None


def _line(names: tuple[str, ...], value: Mapping[str, Any]) -> str:
    parts = [_protected(str(value.get(name) or "")) for name in names]
    while parts and not parts[-1]:
        parts.pop()
    return "|".join(parts)


def _parts(names: tuple[str, ...], line: str) -> dict[str, str]:
    """The parts of a line by name; one too many is kept under a name that no entry has, so that it is refused."""
    parts = [_bare(one.strip()) for one in _BETWEEN.findall(line)]
    named = dict(zip(names, parts, strict=False))
    if any(parts[len(names) :]):
        named["|"] = "|".join(parts[len(names) :])
    return {name: one for name, one in named.items() if one}


def _protected(text: str) -> str:
    return _PLAIN.sub(lambda found: {"\\": "\\\\", "|": "\\|"}.get(found[0], "\\n"), text)


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def _day(text: str) -> str:
    """A day as a spreadsheet may have turned it: 2026/3/1."""
    found = _SLASHED_DAY.match(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def _fault(detail: Any) -> CellFault:
    place = detail["loc"]
    column = str(place[0]) if place else "id"
    if "|" in place:
        return CellFault(
            column, f"第 {int(place[1]) + 1} 行的竖线“|”太多", "竖线只用来分开各部分；文字里的竖线写成 \\|"
        )
    if detail["type"] == "missing" and len(place) == 1:
        return CellFault(column, "是空的", "填上这一格")
    message, cure = describe_error(detail)
    # The column's own name says it better than the key in the file.
    key = ".".join(part for part in place if isinstance(part, str))
    message = message.replace(f"{key} ", "").replace(key, "")
    cure = cure.replace(f" {key}", "这一格") if key else cure
    where = f"第 {place[1] + 1} 行 " if len(place) > 1 and isinstance(place[1], int) else ""
    return CellFault(column, where + message, cure)
