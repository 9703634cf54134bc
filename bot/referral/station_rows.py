"""From rows of text to stations: every rule of the directory, and a fault for each place that breaks one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite

from bot.referral.division import DivisionTree, Level
from bot.referral.hours import OpeningHours
from bot.referral.station import DOMAINS, Station, is_in_bounds
from bot.referral.station_columns import OPTIONAL, REQUIRED, Fault, StationFaults, read_heading

Row = Mapping[str, str]

_LEVELS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    "村": Level.VILLAGE,
    "社区": Level.VILLAGE,
    "村级": Level.VILLAGE,
    "村居": Level.VILLAGE,
    "乡镇": Level.TOWNSHIP,
    "街道": Level.TOWNSHIP,
    "乡镇级": Level.TOWNSHIP,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "县区": Level.COUNTY,
    "县级": Level.COUNTY,
    "市": Level.CITY,
    "市级": Level.CITY,
}
_YES = frozenset({"true", "1", "yes", "y", "是", "已核实"})
_NO = frozenset({"", "false", "0", "no", "n", "否", "未核实"})
_ID = re.compile(r"^[\w.:-]{1,32}$")
_TOPIC = re.compile(r"^[a-z]+(?:-[a-z0-9]+)*$")
_PHONE = re.compile(
    r"""^(?: 1[3-9]\d{9}                          # mobile
        | (?:0\d{2,3}[-\s]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?  # fixed line, with extension
        | 12\d{3} | 1[12]\d | 9\d{4,5}            # 12348, 120, 96128
        | [48]00[-\s]?\d{3}[-\s]?\d{4} )$""",
    re.VERBOSE,
)


def read_stations(table: Sequence[tuple[int, Sequence[str]]], tree: DivisionTree) -> tuple[Station, ...]:
    """Stations of a table whose first row is the heading; raises StationFaults with all faults at once."""
    if not table:
        raise StationFaults([Fault(0, "", "文件是空的", "至少要有表头和一行站点")])
    columns = read_heading(table[0])
    faults: list[Fault] = []
    read: list[tuple[int, Station]] = []
    for line, cells in table[1:]:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            faults.append(Fault(line, "", "这一行的格子比表头多", "含逗号的内容要放在双引号里"))
        row = dict.fromkeys((*REQUIRED, *OPTIONAL), "") | dict(zip(columns, cells, strict=False))
        station, found = _read_row(line, row, tree)
        faults += found
        if station is not None:
            read.append((line, station))
    if not read and not faults:
        faults.append(Fault(0, "", "只有表头，没有站点", "加上站点行；全部清空请不要用导入"))
    faults += _list_faults(read)
    if faults:
        raise StationFaults(faults)
    return tuple(station for _, station in read)


def _read_row(line: int, row: Row, tree: DivisionTree) -> tuple[Station | None, list[Fault]]:
    faults = [Fault(line, column, message, cure) for column, message, cure in _row_faults(row, tree)]
    if faults:
        # A level, id and parent that are right in themselves still take part in the checks of the list.
        return None if not _ID.match(row["id"]) or row["level"] not in _LEVELS else _outline(row), faults
    return (
        replace(
            _outline(row),
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            phone=row["phone"],
            duty_phone=row["duty_phone"],
            hours=OpeningHours.parse(row["hours"]) if row["hours"] else None,
            topics=frozenset(topics_in(row["topics"])),
            verified=row["verified"].lower() in _YES,
        ),
        [],
    )


def _outline(row: Row) -> Station:
    return Station(
        id=row["id"],
        name=row["name"],
        level=_LEVELS[row["level"]],
        division_code=_code(row["division_code"]),
        parent_id=row["parent_id"] or None,
        address=row["address"],
        note=row["note"],
    )


def _code(text: str) -> str:
    """The 12-digit padded form is taken too: 530102000000 → 530102."""
    if len(text) != 12 or not text.endswith("000"):
        return text
    return re.sub(
        r"^(\d{4})0{8}$|^(\d{6})0{6}$|^(\d{9})0{3}$", lambda found: found[found.lastindex or 0], text
    )


def topics_in(text: str) -> list[str]:
    """The domains and entry ids of a cell."""
    return [topic for topic in re.split(r"[;；,，、|\s]+", text) if topic]


_Finding = tuple[str, str, str]


def _row_faults(row: Row, tree: DivisionTree) -> Iterator[_Finding]:
    for column in REQUIRED:
        if not row[column]:
            yield column, "是空的", "这一列每行都要填"
    if row["id"] and not _ID.match(row["id"]):
        yield "id", f"“{row['id']}”不能作编号", "用 32 个以内的字母、数字、连字符"
    if row["level"] and row["level"] not in _LEVELS:
        yield "level", f"“{row['level']}”不是层级", "填 village、township、county 或 city"
    yield from _division_faults(row, tree)
    yield from service_faults(row)
    if row["verified"].lower() not in _YES | _NO:
        yield "verified", f"“{row['verified']}”看不懂", "填 true 或 false"


def service_faults(row: Row) -> Iterator[_Finding]:
    """What is wrong with where, when, how and for what a station can be reached: column, what, and the cure."""
    yield from _point_faults(row)
    yield from _contact_faults(row)
    for topic in topics_in(row["topics"]):
        if not _TOPIC.match(topic) or topic.split("-", 1)[0] not in DOMAINS:
            yield (
                "topics",
                f"“{topic}”不是领域或条目编号",
                "填 property、safety、service 或条目编号，用分号隔开",
            )


def _division_faults(row: Row, tree: DivisionTree) -> Iterator[_Finding]:
    code, level = _code(row["division_code"]), _LEVELS.get(row["level"])
    division = tree.get(code)
    if code and division is None:
        yield "division_code", f"没有代码为 {code} 的行政区划", "照 data/divisions.csv 填写代码"
    if division is not None and level is not None and division.level is not level:
        yield "division_code", f"{code} 是{division.level.label}，与层级不符", "改层级或改区划代码"


def _point_faults(row: Row) -> Iterator[_Finding]:
    if bool(row["lat"]) != bool(row["lon"]):
        yield ("lon" if row["lat"] else "lat"), "坐标只写了一半", "经纬度要么都写，要么都不写"
    numbers: dict[str, float] = {}
    for column in ("lat", "lon"):
        try:
            numbers[column] = float(row[column]) if row[column] else float("nan")
        except ValueError:
            yield column, f"“{row[column]}”不是数字", "写十进制度数，例如 25.04662"
        if row[column] and column in numbers and not isfinite(numbers[column]):
            yield column, f"“{row[column]}”不是度数", "写十进制度数，例如 25.04662"
    lat, lon = numbers.get("lat"), numbers.get("lon")
    if lat is None or lon is None or lat != lat or lon != lon or is_in_bounds(lat, lon):
        return
    if is_in_bounds(lon, lat):
        yield "lat", "经度和纬度写反了", "纬度（24–27）写在 lat 列，经度（102–104）写在 lon 列"
        return
    yield "lat", f"点（{lat}，{lon}）不在昆明", "纬度应在 24.3–26.6、经度在 102.1–103.7 之间"


def _contact_faults(row: Row) -> Iterator[_Finding]:
    for column in ("phone", "duty_phone"):
        for phone in re.split(r"[;；/、,，]", row[column]):
            if phone and not _PHONE.match(phone.strip()):
                yield (
                    column,
                    f"“{phone.strip()}”不像电话号码",
                    "写区号和座机号（如 0871-6xxxxxxx）、手机号或 12348，多个用分号隔开",
                )
    try:
        if row["hours"]:
            OpeningHours.parse(row["hours"])
    except ValueError as error:
        yield "hours", f"开放时间看不懂：{error}", "写成“工作日 9:00-12:00,13:00-17:00”这样"


def _list_faults(read: Sequence[tuple[int, Station]]) -> Iterator[Fault]:
    by_id: dict[str, Station] = {}
    first_line: dict[str, int] = {}
    for line, station in read:
        if station.id in by_id:
            yield Fault(
                line, "id", f"编号 {station.id} 与第 {first_line[station.id]} 行重复", "每个站点用自己的编号"
            )
            continue
        by_id[station.id] = station
        first_line[station.id] = line
    for line, station in read:
        yield from _parent_faults(line, station, by_id)


def _parent_faults(line: int, station: Station, by_id: Mapping[str, Station]) -> Iterator[Fault]:
    if station.parent_id is None:
        if station.level is not Level.CITY:
            yield Fault(line, "parent_id", "没有写上级站点", "除市级中心外都要写上级站点的编号")
        return
    parent = by_id.get(station.parent_id)
    if parent is None:
        yield Fault(
            line, "parent_id", f"没有编号为 {station.parent_id} 的站点", "检查编号，或加上这个上级站点"
        )
        return
    # Each parent stands on a strictly higher level, so a chain of parents can have no cycle.
    if parent.level.rank <= station.level.rank:
        yield Fault(
            line, "parent_id", f"上级 {parent.id} 的层级不高于本站", "上级应是更高一级的站点，不能互为上级"
        )
