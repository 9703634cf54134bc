"""A table on its way into the FAQ: the changed file, or everything that is wrong by the row where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from bot.faq.cells import COLUMNS, to_cells
from bot.faq.edit import CannotEdit, FaqSource
from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults, Fault
from bot.faq.table_file import RowFault, TableFaults, read_rows

_OTHER_PLACE = re.compile(r"条目 (\S+)（第 \d+ 行）")


@dataclass(frozen=True)
class CellChange:
    """What a column loses and gains, line by line."""

    column: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The entries of a table with their rows, as the spreadsheet counts them. With `is_whole`, an entry that the
    table lacks leaves the FAQ; else it stays."""

    rows: tuple[tuple[int, Entry], ...]
    is_whole: bool = False

    @classmethod
    def read(cls, raw: bytes, *, is_whole: bool = False) -> Table:
        """From the bytes of a file. Raises TableFaults with every bad row."""
        return cls(read_rows(raw), is_whole)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """By id."""
        return {entry.id: entry for _, entry in self.rows}

    def onto(self, present: bytes) -> bytes:
        """The FAQ file with the table's entries in it. Raises TableFaults where it would be faulty as a whole,
        and FaqFaults where the present file is."""
        source = FaqSource.read(present)
        missing = [one for one in source.entry_ids if one not in self.entries] if self.is_whole else []
        try:
            return source.with_entries(self.entries.values(), gone=missing).raw
        except FaqFaults as faults:
            raise TableFaults(self.by_row(faults.faults)) from faults
        except CannotEdit as error:
            raise TableFaults([RowFault(0, str(error))]) from error

    def by_row(self, faults: Iterable[Fault]) -> list[RowFault]:
        """Faults of a file, each at the row of the entry that it is about."""
        return sorted(map(self._row_fault, faults), key=lambda one: one.row)

    def _row_fault(self, fault: Fault) -> RowFault:
        entry_id = fault.where.removeprefix("条目 ")
        other = _OTHER_PLACE.search(fault.message)
        # Of two entries that clash, the one in the table is the one that its author can mend.
        row = self._row(entry_id) or (self._row(other[1]) if other else 0)
        message = _OTHER_PLACE.sub(lambda found: self._name(found[1]), fault.message)
        return RowFault(row, f"{self._name(entry_id)} {message}。建议：{fault.cure}")

    def _name(self, entry_id: str) -> str:
        row = self._row(entry_id)
        return f"条目 {entry_id}（{f'表格第 {row} 行' if row else '不在表格里'}）"

    def _row(self, entry_id: str) -> int:
        return next((number for number, entry in self.rows if entry.id == entry_id), 0)


def cell_changes(before: Entry, after: Entry) -> tuple[CellChange, ...]:
    """The columns that differ."""
    old, new = to_cells(before), to_cells(after)
    return tuple(_change(COLUMNS[key], old[key], new[key]) for key in old if old[key] != new[key])


def _change(column: str, before: str, after: str) -> CellChange:
    old, new = before.splitlines(), after.splitlines()
    steps = [one for one in SequenceMatcher(None, old, new, False).get_opcodes() if one[0] != "equal"]
    return CellChange(
        column,
        tuple(line for _, start, end, _, _ in steps for line in old[start:end]),
        tuple(line for _, _, _, start, end in steps for line in new[start:end]),
    )


__all__ = ["CellChange", "Table", "cell_changes"]
