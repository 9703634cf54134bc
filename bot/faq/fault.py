"""A Fault: one thing wrong in a data file, said to the person who edits it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """Where (1-based line; 0 = the whole file), what, and how to cure it, in Chinese."""

    line: int
    where: str
    message: str
    cure: str

    def __str__(self) -> str:
        place = f"第 {self.line} 行" if self.line else "整个文件"
        subject = f" {self.where}" if self.where else ""
        return f"{place}{subject}：{self.message}。建议：{self.cure}"


class FaqFaults(Exception):
    """The FAQ file cannot go live; `faults` names everything wrong at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
