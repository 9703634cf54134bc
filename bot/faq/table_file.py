"""A table of entries as a file that Excel and WPS open and save: .xlsx, or CSV in UTF-8 or GBK."""

from __future__ import annotations

import codecs
import csv
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from bot.faq.cells import COLUMNS, CellFaults, read_cells, to_cells
from bot.faq.entry import Entry

Kind = Literal["xlsx", "csv"]
CELL_LIMIT = 32767
"""Characters that a spreadsheet keeps in one cell."""

SIZE_LIMIT_BYTES = 32 * 1024 * 1024
_UNPACKED_LIMIT_BYTES = 128 * 1024 * 1024
_MOST_COLUMNS = 64
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_SHEET = "问答库"
_FORMULA = ("=", "+", "-", "@", "\t", "'")
_NEEDED = (
    "id",
    "domain",
    "question",
    "label",
    "variants",
    "answer",
    "citations",
    "station_level",
    "competent",
)
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in one row (1-based as the spreadsheet counts; 0 = the whole file)."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.row} 行：{self.message}" if self.row else self.message


class TableFaults(Exception):
    """The table was not taken; `faults` names every bad row."""

    def __init__(self, faults: list[RowFault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def write_table(entries: Iterable[Entry], kind: Kind) -> bytes:
    """The entries as the bytes of a file. Raises TableFaults where a cell is too long for a spreadsheet."""
    rows = [list(COLUMNS.values()), *([*to_cells(entry).values()] for entry in entries)]
    if kind == "csv":
        return _csv(rows)
    too_long = [
        RowFault(n, f"“{COLUMNS[key]}”超过 {CELL_LIMIT} 字，表格放不下。建议：导出成 CSV")
        for n, row in enumerate(rows, 1)
        for key, cell in zip(COLUMNS, row, strict=True)
        if len(cell) > CELL_LIMIT
    ]
    if too_long:
        raise TableFaults(too_long)
    return _xlsx(rows)


def read_table(raw: bytes) -> tuple[Entry, ...]:
    """The entries of a file. Raises TableFaults with all bad rows; then nothing may be taken."""
    return tuple(entry for _, entry in read_rows(raw))


def read_rows(raw: bytes) -> tuple[tuple[int, Entry], ...]:
    """The same, each with its row. Raises TableFaults."""
    if len(raw) > SIZE_LIMIT_BYTES:
        raise TableFaults([RowFault(0, f"文件超过 {SIZE_LIMIT_BYTES // 2**20} MB。建议：检查是否选错了文件")])
    if raw.startswith(_OLD_OFFICE):
        cure = "用 WPS 或 Excel 打开后另存为 .xlsx，不要加密码"
        raise TableFaults([RowFault(0, f"是旧格式（.xls）或加了密码的文件。建议：{cure}")])
    rows = _rows_of_workbook(raw) if raw.startswith(b"PK") else _rows_of_text(_decoded(raw))
    if not rows:
        raise TableFaults([RowFault(0, "文件是空的。建议：第一行写表头，可以先导出一份照着填")])
    columns = _heading(rows[0])
    faults: list[RowFault] = []
    entries: list[tuple[int, Entry]] = []
    seen: dict[str, int] = {}
    for number, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        entry = _entry(number, cells, columns, faults)
        if entry is None:
            continue
        if entry.id in seen:
            faults.append(RowFault(number, f"编号 {entry.id} 和第 {seen[entry.id]} 行重复。建议：只留一行"))
        seen.setdefault(entry.id, number)
        entries.append((number, entry))
    if not entries and not faults:
        faults.append(RowFault(0, "只有表头，没有条目。建议：加上条目行"))
    if faults:
        raise TableFaults(faults)
    return tuple(entries)


def _entry(number: int, cells: Sequence[str], columns: Sequence[str], faults: list[RowFault]) -> Entry | None:
    if any(cell.strip() for cell in cells[len(columns) :]):
        faults.append(RowFault(number, "格子比表头多。建议：含逗号的内容要放在双引号里"))
        return None
    row = {key: cell for key, cell in zip(columns, cells, strict=False) if key}
    try:
        return read_cells(row)
    except CellFaults as found:
        faults += [RowFault(number, f"条目 {row.get('id') or '（没有编号）'} {one}") for one in found.faults]
        return None


def _heading(first: Row) -> list[str]:
    """The key of each column; '' for columns that are left out because they have no name."""
    names = {name: key for key, name in COLUMNS.items()} | {key: key for key in COLUMNS}
    given = [cell.strip() for cell in first[1]]
    unknown = [one for one in given if one and one not in names]
    keys = [names.get(one, "") for one in given]
    missing = [COLUMNS[key] for key in _NEEDED if key not in keys]
    faults = [RowFault(first[0], f"不认识的列“{one[:30]}”。建议：列名照导出的表头写") for one in unknown]
    faults += [RowFault(first[0], f"没有“{one}”这一列。建议：照导出的表头补上") for one in missing]
    twice = {one for one in given if one and given.count(one) > 1}
    faults += [RowFault(first[0], f"“{one}”有两列。建议：只留一列") for one in sorted(twice)]
    if faults:
        raise TableFaults(faults)
    return keys


# ---------------------------------------------------------------- text


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a BOM, by which Excel and WPS know UTF-8. What looks like a formula is kept from being one by a '."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _decoded(raw: bytes) -> str:
    is_wide = raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encodings = ["utf-16"] if is_wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableFaults([RowFault(0, "文字编码认不出来。建议：另存为 .xlsx，或“CSV UTF-8”")])


def _rows_of_text(text: str) -> list[Row]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(SIZE_LIMIT_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    try:
        rows += [(number, [_unguarded(cell) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        where = RowFault(len(rows) + 1, "这一行之后的引号不成对，文件可能只存了一半。建议：重新导出或保存")
        raise TableFaults([where]) from error
    return rows


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


# ---------------------------------------------------------------- workbooks


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl  # late: only tables need it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "B2"
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for n, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            # Text, whatever it looks like: "=1" is no formula and 12345 no number.
            cell.data_type, cell.number_format, cell.alignment = "s", "@", wrapped
            if n == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# What the reader of workbooks raises for bytes that are none, or only half of one.
_NO_WORKBOOK = (
    BadZipFile,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    zlib.error,
    RuntimeError,
)


def _rows_of_workbook(raw: bytes) -> list[Row]:
    import openpyxl

    try:
        with ZipFile(io.BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED_LIMIT_BYTES:
                cure = "只留问答这一张表，删去图片和空行，再另存"
                raise TableFaults([RowFault(0, f"表格解开后太大。建议：{cure}")])
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = book[_SHEET] if _SHEET in book.sheetnames else book.worksheets[0]
        # A sheet that was formatted to its last row has a million empty ones: they are not kept.
        rows = [
            (number, [_text(value) for value in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1)
            if any(value is not None for value in row)
        ]
        book.close()
    except _NO_WORKBOOK as error:
        raise TableFaults(
            [RowFault(0, "不是完整的 .xlsx 文件。建议：用 WPS 或 Excel 打开后另存为 .xlsx")]
        ) from error
    return [one for one in rows if any(one[1])]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


__all__ = ["Kind", "RowFault", "TableFaults", "read_rows", "read_table", "write_table"]
