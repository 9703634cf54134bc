"""Station lists: read from CSV and XLSX in the encodings that offices produce; all faults at once, or none."""

from __future__ import annotations

import contextlib
import csv
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.division import Level
from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import Fault, StationFaults, load_divisions, load_stations
from bot.referral.station import Station

DATA = Path(__file__).resolve().parents[2] / "data"
COLUMNS = [
    *("id", "name", "level", "division_code", "parent_id", "address", "lat", "lon"),
    *("phone", "hours", "topics", "verified", "note"),
]
CITY = [
    "C",
    "市中心",
    "city",
    "5301",
    "",
    "",
    "24.88",
    "102.83",
    "12348",
    "工作日 9:00-17:00",
    "",
    "true",
    "",
]
COUNTY = ["D", "官渡中心", "county", "530111", "C", "", "", "", "0871-67173319", "", "property", "false", ""]
TOWN = ["T", "关上站", "township", "530111001", "D", "", "25.0", "102.7", "", "", "", "", "在二楼, 有电梯"]
VILLAGE = [
    "V",
    "关上室",
    "village",
    "530111001001",
    "T",
    "",
    "",
    "",
    "13800000000",
    "",
    "safety;service-my-case",
    "是",
    "",
]


def table(*rows: list[str], columns: list[str] = COLUMNS) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([columns, *rows])
    return buffer.getvalue().encode()


def changed(row: list[str], **cells: str) -> list[str]:
    return [cells.get(column, cell) for column, cell in zip(COLUMNS, row, strict=True)]


def faults_of(content: bytes, gazetteer: Gazetteer) -> list[tuple[int, str]]:
    with pytest.raises(StationFaults) as caught:
        load_stations(content, gazetteer)
    for fault in caught.value.faults:
        assert fault.message_zh
        assert fault.cure_zh
    return [(fault.line, fault.column) for fault in caught.value.faults]


def test_a_full_row_becomes_a_station(gazetteer: Gazetteer) -> None:
    city, county, town, village = load_stations(table(CITY, COUNTY, TOWN, VILLAGE), gazetteer)
    assert (city.level, city.parent_id, city.lat, city.phone) == (Level.CITY, None, 24.88, "12348")
    assert city.hours is not None
    assert city.verified
    assert county.hours is None
    assert not county.has_point
    assert county.takes("property-fee-unpaid")
    assert not county.takes("safety-helmet")
    assert town.note == "在二楼, 有电梯"
    assert village.topics == {"safety", "service-my-case"}
    assert village.takes("service-my-case")
    assert not village.takes("service-other")
    assert town.takes(None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_the_encoding_does_not_matter(gazetteer: Gazetteer, encoding: str) -> None:
    content = table(CITY, COUNTY).decode().encode(encoding)
    assert [one.name for one in load_stations(content, gazetteer)] == ["市中心", "官渡中心"]


def test_a_workbook_reads_like_its_csv(gazetteer: Gazetteer) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [COLUMNS, CITY, COUNTY, TOWN, VILLAGE]:
        sheet.append(row)
    sheet["D2"] = 5301
    sheet["G2"] = 24.88
    buffer = io.BytesIO()
    book.save(buffer)
    assert load_stations(buffer.getvalue(), gazetteer) == load_stations(
        table(CITY, COUNTY, TOWN, VILLAGE), gazetteer
    )


def _workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (COLUMNS, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_that_unpacks_to_far_too_much_is_refused_at_once(gazetteer: Gazetteer) -> None:
    packed = io.BytesIO(_workbook(CITY))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/media/image1.png", bytes(120 * 1024 * 1024))
    assert len(packed.getvalue()) < 1024 * 1024
    with pytest.raises(StationFaults, match="解开后太大"):
        load_stations(packed.getvalue(), gazetteer)


def test_half_a_workbook_is_refused_with_a_fault(gazetteer: Gazetteer) -> None:
    whole = _workbook(CITY, COUNTY, TOWN)
    for length in range(4, len(whole), 97):
        with pytest.raises(StationFaults):
            load_stations(whole[:length], gazetteer)
    # What is packed is broken, though its directory is whole.
    for at in range(60, len(whole) - 1200, 211):
        spoilt = whole[:at] + bytes(byte ^ 0xFF for byte in whole[at : at + 40]) + whole[at + 40 :]
        with contextlib.suppress(StationFaults):
            load_stations(spoilt, gazetteer)


def test_headings_may_be_chinese_and_optional_columns_absent(gazetteer: Gazetteer) -> None:
    content = table(["C", "市中心", "市级", "530100000000"], columns=["编号", "名称", "层级", "区划代码"])
    (city,) = load_stations(content, gazetteer)
    assert (city.level, city.division_code) == (Level.CITY, "5301")


def test_semicolons_tabs_and_blank_lines_are_taken(gazetteer: Gazetteer) -> None:
    for delimiter in ";\t":
        content = "id,name,level,division_code\n\nC,市中心,city,5301\n,,,\n".replace(",", delimiter).encode()
        assert len(load_stations(content, gazetteer)) == 1


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"level": "省"}, "level"),
        ({"level": ""}, "level"),
        ({"name": ""}, "name"),
        ({"id": ""}, "id"),
        ({"id": "有 空格"}, "id"),
        ({"division_code": "530199001"}, "division_code"),
        ({"division_code": "530111"}, "division_code"),
        ({"lat": "25.0", "lon": ""}, "lon"),
        ({"lat": "", "lon": "102.7"}, "lat"),
        ({"lat": "北纬25", "lon": "102.7"}, "lat"),
        ({"lat": "39.9", "lon": "116.4"}, "lat"),
        ({"lat": "102.7", "lon": "25.0"}, "lat"),
        ({"phone": "找老王"}, "phone"),
        ({"phone": "12345678901234"}, "phone"),
        ({"hours": "看情况"}, "hours"),
        ({"topics": "离婚"}, "topics"),
        ({"verified": "也许"}, "verified"),
        ({"parent_id": "没有"}, "parent_id"),
        ({"parent_id": ""}, "parent_id"),
        ({"parent_id": "T"}, "parent_id"),
    ],
)
def test_each_wrong_cell_is_named_with_its_line_and_column(
    gazetteer: Gazetteer, cells: dict[str, str], column: str
) -> None:
    assert (4, column) in faults_of(table(CITY, COUNTY, changed(TOWN, **cells)), gazetteer)


def test_all_faults_come_at_once(gazetteer: Gazetteer) -> None:
    content = table(CITY, CITY, changed(COUNTY, level="x", phone="y"), changed(TOWN, parent_id="V"), VILLAGE)
    assert faults_of(content, gazetteer) == [(3, "id"), (4, "level"), (4, "phone"), (5, "parent_id")]


def test_a_ladder_may_not_run_in_a_circle(gazetteer: Gazetteer) -> None:
    one, other = changed(TOWN, parent_id="T2"), changed(TOWN, id="T2", parent_id="T")
    assert faults_of(table(CITY, one, other), gazetteer) == [(3, "parent_id"), (4, "parent_id")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(0, "")]),
        (table(), [(0, "")]),
        (table(columns=["id", "name", "level"]), [(1, "division_code")]),
        (table(CITY, columns=[*COLUMNS[:-1], "颜色"]), [(1, "颜色")]),
        (table(CITY, columns=[*COLUMNS[:-1], "id"]), [(1, "id")]),
        (b'id,name,level,division_code\n"C,x', [(2, "")]),
        (b"PK\x03\x04 not a workbook", [(0, "")]),
        (b"\xff\xfe\x00\x81\x00", [(0, "")]),
    ],
)
def test_a_file_that_is_no_list_is_told_so(
    gazetteer: Gazetteer, content: bytes, expected: list[tuple[int, str]]
) -> None:
    assert faults_of(content, gazetteer) == expected


def test_a_line_break_inside_a_cell_does_not_shift_the_lines(gazetteer: Gazetteer) -> None:
    content = table(changed(CITY, note="第一行\n第二行"), changed(COUNTY, level="x"))
    assert faults_of(content, gazetteer) == [(4, "level")]


def test_a_fault_reads_as_a_sentence() -> None:
    assert str(Fault(412, "lat", "坐标只写了一半", "都写")) == "第 412 行 lat 列：坐标只写了一半。建议：都写"
    assert str(Fault(0, "", "文件是空的", "补上")) == "整个文件：文件是空的。建议：补上"


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_faults(content: bytes) -> None:
    # Nothing can be right where no division exists, so whatever is read is refused, never crashed on.
    with pytest.raises(StationFaults) as caught:
        load_stations(content, Gazetteer([]))
    assert caught.value.faults


def test_the_shipped_list_is_whole_and_honest(gazetteer: Gazetteer) -> None:
    started = time.perf_counter()
    stations = load_stations(DATA / "stations.csv", gazetteer)
    assert time.perf_counter() - started < 5
    assert {level: sum(1 for one in stations if one.level is level) for level in Level} == {
        Level.VILLAGE: 1732,
        Level.TOWNSHIP: 144,
        Level.COUNTY: 14,
        Level.CITY: 1,
    }
    for station in stations:
        assert _claims_nothing_unknown(station, gazetteer)


def _claims_nothing_unknown(station: Station, gazetteer: Gazetteer) -> bool:
    division = gazetteer[station.division_code]
    same_point = (station.lat, station.lon) == (division.lat, division.lon)
    return same_point and not (station.verified or station.phone or station.hours) and "12348" in station.note


def test_divisions_need_no_files_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "divisions.csv"
    path.write_text(
        "code,name,level,parent_code,lat,lon,coord_source\n5301,昆明市,city,53,,,\n", encoding="utf-8"
    )
    assert load_divisions(path).locate("昆明市").divisions == ("5301",)
