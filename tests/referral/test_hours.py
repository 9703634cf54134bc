"""Opening hours: read as staff write them, asked on working days, holidays and 调休."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.referral.hours import OpeningHours
from bot.referral.opening import opening_of
from bot.referral.workdays import LOCAL_ZONE, CalendarUnknown

OFFICE = OpeningHours.parse("工作日 9:00-12:00,13:00-17:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-03 09:00", True),
        ("2026-03-03 08:59", False),
        ("2026-03-03 12:00", False),
        ("2026-03-03 12:30", False),
        ("2026-03-03 16:59", True),
        ("2026-03-03 17:00", False),
        ("2026-03-07 10:00", False),  # a Saturday
        ("2026-10-01 10:00", False),  # 国庆
        ("2026-02-14 10:00", True),  # a Saturday worked for 春节
        ("2025-10-11 10:00", True),  # a Saturday worked for 国庆
    ],
)
def test_working_days_follow_the_official_calendar(moment: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-03 07:00", "2026-03-03 09:00"),
        ("2026-03-03 12:10", "2026-03-03 13:00"),
        ("2026-03-03 20:00", "2026-03-04 09:00"),
        ("2026-03-06 18:00", "2026-03-09 09:00"),
        ("2026-09-30 18:00", "2026-10-08 09:00"),
        ("2026-02-13 18:00", "2026-02-14 09:00"),
    ],
)
def test_the_next_opening_skips_nights_weekends_and_holidays(moment: str, opening: str) -> None:
    assert OFFICE.next_opening(at(moment)) == at(opening)


def test_the_moment_may_come_in_any_zone() -> None:
    assert OFFICE.is_open(datetime(2026, 3, 3, 1, 30, tzinfo=UTC))
    with pytest.raises(ValueError, match="aware"):
        OFFICE.is_open(datetime(2026, 3, 3, 9, 30))  # noqa: DTZ001 - that is the point


def test_a_year_without_an_announced_calendar_is_said_to_be_unknown() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        OFFICE.is_open(at("2099-03-03 10:00"))
    assert caught.value.year == 2099
    assert opening_of(OFFICE, at("2099-03-03 10:00")).state == "calendar_unknown"
    assert OpeningHours.parse("每天 9:00-17:00").is_open(at("2099-03-03 10:00"))


def test_an_opening_says_until_when_or_when_next() -> None:
    now = opening_of(OFFICE, at("2026-03-03 10:00"))
    assert (now.state, now.until) == ("open", at("2026-03-03 12:00"))
    noon = opening_of(OFFICE, at("2026-03-03 12:10"))
    assert (noon.state, noon.next_at) == ("closed", at("2026-03-03 13:00"))
    assert opening_of(None, at("2026-03-03 12:10")).state == "not_given"


@pytest.mark.parametrize(
    ("text", "moment", "is_open"),
    [
        ("周一至周五 8:30—11:30，14:00—17:30", "2026-03-03 14:00", True),
        ("周一至周五 8:30-11:30", "2026-10-01 09:00", False),
        ("周六 9:00-12:00", "2026-03-07 10:00", True),
        ("周六 9:00-12:00", "2026-10-03 10:00", False),  # inside the National Day holiday
        ("周一、周三 9:00-12:00；周末 10:00-11:00", "2026-03-08 10:30", True),
        ("周一、周三 9:00-12:00；周末 10:00-11:00", "2026-03-03 10:30", False),
        ("每天 24小时", "2026-10-01 23:59", True),
        ("全天", "2026-10-01 00:00", True),
        ("９：００－１７：００", "2026-10-01 10:00", True),
        ("工作日上午9点至12点", "2026-03-03 10:00", None),
        ("工作日 9点-12点", "2026-03-03 10:00", True),
        ("9:00-24:00", "2026-03-03 23:30", True),
    ],
)
def test_hours_are_read_as_staff_write_them(text: str, moment: str, is_open: bool | None) -> None:
    if is_open is None:
        with pytest.raises(ValueError, match="工作日上午"):
            OpeningHours.parse(text)
        return
    assert OpeningHours.parse(text).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "随时", "工作日", "9:00-25:00", "9:70-10:00", "12:00-9:00"),
        *("9:00-12:00,11:00-13:00", "周八 9:00-12:00", "周五至周一 9:00-10:00"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[一-鿿]"):
        OpeningHours.parse(text)


@given(
    st.datetimes(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2026-10-31")),
    st.sampled_from(["工作日 9:00-12:00,13:00-17:00", "周末 10:00-16:00", "每天 8:00-20:00"]),
)
def test_it_is_open_at_the_next_opening_and_not_between(naive: datetime, text: str) -> None:
    hours, moment = OpeningHours.parse(text), naive.replace(tzinfo=LOCAL_ZONE)
    opening = hours.next_opening(moment)
    assert opening is not None
    assert opening > moment
    assert hours.is_open(opening)
    assert not hours.is_open(opening - timedelta(minutes=1))
    if not hours.is_open(moment):
        halfway = moment + (opening - moment) / 2
        assert not hours.is_open(halfway)


@pytest.mark.parametrize(
    ("text", "moment", "until"),
    [
        ("24小时", "2026-03-03 10:00", None),
        ("每天 0:00-24:00", "2026-03-03 23:59", None),
        ("每天 18:00-24:00；每天 0:00-2:00", "2026-03-03 23:00", "2026-03-04 02:00"),
        ("每天 18:00-24:00", "2026-03-03 23:00", "2026-03-04 00:00"),
        ("工作日 0:00-24:00", "2026-03-03 10:00", "2026-03-07 00:00"),
    ],
)
def test_what_is_open_until_midnight_may_go_on(text: str, moment: str, until: str | None) -> None:
    assert OpeningHours.parse(text).closing(at(moment)) == (at(until) if until else None)
