"""Reads the divisions and an official station list (CSV or XLSX): all of it, or every fault at once."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from bot.referral.division import Division, Level
from bot.referral.gazetteer import Gazetteer
from bot.referral.station import Station
from bot.referral.station_columns import Fault, StationFaults
from bot.referral.station_rows import read_stations

__all__ = ["Fault", "StationFaults", "load_divisions", "load_stations"]

_DIVISION_LEVELS: Mapping[str, Level] = {
    "city": Level.CITY,
    "county": Level.COUNTY,
    "township": Level.TOWNSHIP,
    "zone": Level.TOWNSHIP,
    "village": Level.VILLAGE,
}
_ENCODINGS = ("utf-8-sig", "gb18030")
# A city has some thousand stations: what is larger by far is no list of them, and may be made to fill the memory.
_MOST_UNPACKED_BYTES = 100 * 1024 * 1024
_MOST_ROWS = 50_000
_MOST_COLUMNS = 200
# What the reader of workbooks raises for bytes that are none, or only half of one.
_NO_WORKBOOK = (
    zipfile.BadZipFile, LookupError, ValueError, OSError, TypeError, AttributeError, EOFError, RuntimeError, SyntaxError,
    zlib.error,
)  # fmt: skip


def load_divisions(path: Path) -> Gazetteer:
    """Read data/divisions.csv, and beside it the place words; raises OSError, KeyError or ValueError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        divisions = [_read_division(row) for row in csv.DictReader(file) if row["level"] in _DIVISION_LEVELS]
    return Gazetteer(divisions, path.parent)


def load_stations(source: Path | str | bytes, gazetteer: Gazetteer) -> tuple[Station, ...]:
    """Read a station list, CSV (UTF-8, BOM, GBK) or XLSX; raises StationFaults or OSError."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    return read_stations(_read_table(content), gazetteer)


def _read_division(row: Mapping[str, str]) -> Division:
    lat, lon = row["lat"], row["lon"]
    return Division(
        row["code"],
        row["name"],
        _DIVISION_LEVELS[row["level"]],
        row["parent_code"],
        float(lat) if lat else None,
        float(lon) if lon else None,
    )


def _read_table(content: bytes) -> list[tuple[int, list[str]]]:
    """Rows with their 1-based line, blank ones left out."""
    rows = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    return [(line, cells) for line, cells in rows if any(cells)]


def _csv_rows(content: bytes) -> Iterable[tuple[int, list[str]]]:
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        raise StationFaults(
            [Fault(line, "", "引号没有成对，无法继续读取", "检查这一行的双引号，或用表格软件另存为 CSV")]
        ) from None
    return rows


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;，", key=head.count)


def _decode(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise StationFaults([Fault(0, "", "文件的编码读不出来", "用表格软件另存为“CSV UTF-8”或 XLSX")])


def _xlsx_rows(content: bytes) -> Iterable[tuple[int, list[str]]]:
    import openpyxl  # late: only an imported workbook needs it

    try:
        _require_small(content)
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0].iter_rows(values_only=True, max_col=_MOST_COLUMNS)
        # A sheet that was formatted to its last row has a million empty ones.
        filled = ((line, row) for line, row in enumerate(sheet, 1) if any(value is not None for value in row))
        rows = list(islice(filled, _MOST_ROWS + 1))
    except _NO_WORKBOOK:
        raise StationFaults(
            [Fault(0, "", "这个 XLSX 文件打不开", "在表格软件里重新另存为 XLSX 或 CSV")]
        ) from None
    if len(rows) > _MOST_ROWS:
        raise StationFaults([Fault(0, "", f"超过 {_MOST_ROWS} 行，不像站点名录", "只留站点这一张表，再另存")])
    return [(line, [_cell(value) for value in row]) for line, row in rows]


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED_BYTES:
            raise StationFaults(
                [Fault(0, "", "这个 XLSX 文件解开后太大", "只留站点这一张表，删去图片和空行，再另存")]
            )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
