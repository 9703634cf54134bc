"""Derives data/divisions.csv and data/stations.csv: python scripts/build_directory.py REFERENCE_FOLDER

Divisions are copied without the "virtual" fillers. Stations follow by rule: the centres of the city and of each
county, a station for each township (and each zone with communities), a room for each village. Nothing is
invented: no street, phone or hours; a coordinate only where the division has a sourced one, as the note says.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.referral.division import village_short_name

DATA = Path(__file__).resolve().parent.parent / "data"
Row = Mapping[str, str]
_KINDS = {
    "city": ("city", "公共法律服务中心"),
    "county": ("county", "公共法律服务中心"),
    "township": ("township", "公共法律服务站"),
    "zone": ("township", "公共法律服务站"),
    "village": ("village", "公共法律服务室"),
}
_STATION_COLUMNS = [
    *("id", "name", "level", "division_code", "parent_id", "address", "lat", "lon"),
    *("phone", "hours", "topics", "verified", "note"),
]


def main(reference: Path) -> None:
    """Write both files."""
    with (reference / "divisions_5301.csv").open(encoding="utf-8", newline="") as file:
        divisions: list[Row] = [row for row in csv.DictReader(file) if row["level"] != "virtual"]
    _write(DATA / "divisions.csv", list(divisions[0]), divisions)
    stations = list(_derive_stations(divisions))
    _write(DATA / "stations.csv", _STATION_COLUMNS, stations)
    print(f"{len(divisions)} divisions, {len(stations)} stations")


def _derive_stations(divisions: list[Row]) -> Iterable[Row]:
    by_code = {row["code"]: row for row in divisions}
    inhabited = {row["parent_code"] for row in divisions}
    for row in divisions:
        if row["level"] == "zone" and row["code"] not in inhabited:
            continue
        level, kind = _KINDS[row["level"]]
        yield {
            "id": f"S{row['code']}",
            "name": _everyday_name(row) + kind,
            "level": level,
            "division_code": row["code"],
            "parent_id": f"S{row['parent_code']}" if row["parent_code"] in by_code else "",
            "address": "云南省" + "".join(_everyday_name(one) for one in _lineage(row, by_code)),
            "lat": row["lat"],
            "lon": row["lon"],
            "phone": "",
            "hours": "",
            "topics": "",
            "verified": "false",
            "note": _note(row),
        }


def _lineage(row: Row, by_code: Mapping[str, Row]) -> list[Row]:
    above = by_code.get(row["parent_code"])
    return [*(_lineage(above, by_code) if above else []), row]


def _everyday_name(row: Row) -> str:
    return village_short_name(row["name"]) if row["level"] == "village" else row["name"]


def _note(row: Row) -> str:
    note = "按行政区划推定，尚未核实；前往前请先拨打12348确认地址和时间"
    if not row["lat"]:
        return note + "；无坐标"
    if row["coord_source"].startswith("geonames"):
        return note + "；坐标为该区划的大致位置（GeoNames），不是站点门牌"
    return note + "；坐标为政府驻地的大致位置，不是站点门牌"


def _write(path: Path, columns: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
