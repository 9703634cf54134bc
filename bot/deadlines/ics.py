"""A deadline as an iCalendar file (RFC 5545): an all-day event with its alarms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.deadlines.reminding import AT, DAYS_BEFORE

MIME = "text/calendar"
_LINE_OCTETS = 75


def calendar_file(uid: str, summary: str, description: str, day: date, now: datetime) -> str:
    """The file's text. `uid` names the event: the same one again replaces it in the citizen's calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//chuncheng//legalbot//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        "TRANSP:TRANSPARENT",
        *(line for days in DAYS_BEFORE for line in _alarm(days, summary)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _alarm(days: int, summary: str) -> tuple[str, ...]:
    # Relative to midnight of the day itself.
    trigger = f"-P{days - 1}DT{24 - AT.hour}H" if days > 1 else f"-PT{24 - AT.hour}H"
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(f'还有 {days} 天：{summary}')}",
        f"TRIGGER:{trigger}",
        "END:VALARM",
    )


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a character."""
    parts, current, room = [], "", _LINE_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(current)
            current, room = "", _LINE_OCTETS - 1
        current += letter
        room -= size
    return "\r\n ".join([*parts, current])
