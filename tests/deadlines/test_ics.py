"""The calendar file is one that calendars take (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines.ics import calendar_file

NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_the_event_is_the_whole_last_day_with_three_alarms() -> None:
    lines = unfolded(calendar_file("a@b", "最后一天", "说明", date(2026, 12, 31), NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261123T010203Z" in lines
    # Nine in the morning, 30, 7 and 1 days before midnight of the day.
    alarms = [line for line in lines if line.startswith("TRIGGER")]
    assert alarms == ["TRIGGER:-P29DT15H", "TRIGGER:-P6DT15H", "TRIGGER:-PT15H"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_no_text_breaks_the_lines(text: str) -> None:
    made = calendar_file("a@b", text, f"{text}\n{text}", date(2026, 12, 31), NOW)
    assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
    summary = next(line for line in unfolded(made) if line.startswith("SUMMARY:"))
    plain = summary.removeprefix("SUMMARY:").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert plain == text.replace("\\", "\\") or "\\" in text
