"""What staff set is read strictly, counts over the list, and is compared with a later list field by field."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.division import Level
from bot.referral.hours import OpeningHours
from bot.referral.station import Station
from bot.referral.station_edit import (
    FIELD_NAMES,
    EditRefused,
    StationEdit,
    applied,
    contested,
    edited,
    read_values,
    value_of,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOURS = "工作日 9:00-12:00,13:00-17:00"
STATION = Station(
    "T", "关上站", Level.TOWNSHIP, "530111001", "D", "", 25.0, 102.7, "12348", OpeningHours.parse(HOURS)
)
TYPED = {"hours": HOURS, "phone": "", "duty_phone": "", "topics": "", "lat": "", "lon": ""}


def edit(field: str, value: str, station_id: str = "T") -> StationEdit:
    return StationEdit(station_id, field, value, 1, NOW)


def test_a_form_becomes_the_values_that_are_kept() -> None:
    typed = {
        "hours": " 周六 9:00-12:00 ",
        "phone": "０８７１－６７１７３３１９；12348",
        "duty_phone": "13800000000",
        "topics": "safety;property-fee-unpaid;safety",
        "lat": "25.0400",
        "lon": "102.7",
    }
    assert read_values(typed, {"property-fee-unpaid"}) == {
        "hours": "周六 9:00-12:00",
        "phone": "0871-67173319;12348",
        "duty_phone": "13800000000",
        "topics": "property-fee-unpaid;safety",
        "point": "25.04,102.7",
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hours": "随便"}, "开放时间：看不懂"),
        ({"hours": "工作日 17:00-9:00"}, "结束时间不晚于开始时间"),
        ({"phone": "找老王"}, "电话：“找老王”不像电话号码"),
        ({"duty_phone": "1380000"}, "值班电话：“1380000”不像电话号码"),
        ({"lat": "25.0"}, "坐标：坐标只写了一半"),
        ({"lat": "102.7", "lon": "25.0"}, "坐标：经度和纬度写反了"),
        ({"lat": "39.9", "lon": "116.4"}, "不在昆明"),
        ({"lat": "nan", "lon": "nan"}, "坐标"),
        ({"lat": "inf", "lon": "102.7"}, "坐标"),
        ({"topics": "魔法"}, "受理事项：“魔法”不是领域或条目编号"),
        ({"topics": "property-nothing"}, "没有编号为 property-nothing 的条目"),
    ],
)
def test_a_fault_is_said_with_its_field(changes: dict[str, str], said: str) -> None:
    with pytest.raises(EditRefused, match=said):
        read_values({**TYPED, **changes}, {"property-fee-unpaid"})


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(EditRefused) as refused:
        read_values({**TYPED, "hours": "x", "phone": "x", "topics": "x"}, ())
    assert len(refused.value.faults) == 3


@given(st.dictionaries(st.sampled_from(sorted(TYPED)), st.text(max_size=40)))
def test_whatever_is_typed_is_taken_whole_or_refused_in_words(typed: dict[str, str]) -> None:
    try:
        values = read_values({**TYPED, **typed}, {"property-fee-unpaid"})
    except EditRefused as refused:
        faults = refused.faults
    else:
        faults = ()
    if faults:
        assert all("：" in fault for fault in faults)
        return
    changed = applied(STATION, values)
    assert {field: value_of(changed, field) for field in FIELD_NAMES} == values


def test_what_staff_set_counts_and_what_they_cleared_is_gone() -> None:
    (found,) = edited([STATION], {"T": {"phone": "", "hours": "每天 8:00-20:00"}, "gone": {"phone": "1"}})
    assert (found.phone, found.hours and found.hours.text, found.lat) == ("", "每天 8:00-20:00", 25.0)


@pytest.mark.parametrize(
    ("field", "staffs", "is_contested"),
    [
        ("phone", "0871-1234567", True),
        ("phone", "12348", False),
        ("phone", "", True),
        ("hours", "工作日9:00-12:00、13:00-17:00", False),
        ("hours", "周六 9:00-12:00", True),
        ("point", "25.0,102.7", False),
        ("point", "25.1,102.7", True),
        ("duty_phone", "13800000000", False),
        ("topics", "safety", False),
    ],
)
def test_a_list_contests_what_it_says_otherwise_and_not_what_it_leaves_empty(
    field: str, staffs: str, is_contested: bool
) -> None:
    assert bool(contested([STATION], [edit(field, staffs)])) is is_contested


def test_a_list_without_the_station_contests_nothing() -> None:
    assert contested([STATION], [edit("phone", "1", "elsewhere")]) == []
