"""The columns of a station list, and what a fault in one of them looks like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

REQUIRED = ("id", "name", "level", "division_code")
OPTIONAL = (
    "parent_id",
    "address",
    "lat",
    "lon",
    "phone",
    "duty_phone",
    "hours",
    "topics",
    "verified",
    "note",
)
_HEADINGS: Mapping[str, str] = {
    "编号": "id",
    "名称": "name",
    "站点名称": "name",
    "层级": "level",
    "级别": "level",
    "区划代码": "division_code",
    "行政区划代码": "division_code",
    "上级编号": "parent_id",
    "上级": "parent_id",
    "地址": "address",
    "纬度": "lat",
    "经度": "lon",
    "电话": "phone",
    "值班电话": "duty_phone",
    "开放时间": "hours",
    "工作时间": "hours",
    "受理事项": "topics",
    "已核实": "verified",
    "备注": "note",
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a station list: 1-based line (0 = whole file), column, what, and the cure."""

    line: int
    column: str
    message_zh: str
    cure_zh: str

    def __str__(self) -> str:
        place = f"第 {self.line} 行" if self.line else "整个文件"
        column = f" {self.column} 列" if self.column else ""
        return f"{place}{column}：{self.message_zh}。建议：{self.cure_zh}"


class StationFaults(Exception):
    """The station list cannot be used; `faults` names everything wrong, in line order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def read_heading(first: tuple[int, Sequence[str]]) -> list[str]:
    """The columns of the first row, Chinese headings translated; raises StationFaults."""
    line, cells = first
    columns = [_HEADINGS.get(cell, cell.lower()) for cell in cells]
    faults = [
        Fault(line, name, "缺少这一列", f"在表头加上 {name}，必需的列是 {'、'.join(REQUIRED)}")
        for name in REQUIRED
        if name not in columns
    ]
    for name, count in Counter(column for column in columns if column).items():
        if name not in REQUIRED and name not in OPTIONAL:
            faults.append(Fault(line, name, "不认识这一列", "删去这一列，或改成说明文档里的列名"))
        if count > 1:
            faults.append(Fault(line, name, f"这一列出现了 {count} 次", "只留一列"))
    if faults:
        raise StationFaults(faults)
    return columns
