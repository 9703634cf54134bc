"""Quiet hours over midnight, at their edges, and none at all."""

from __future__ import annotations

import pytest

from bot.notices.quiet import DEFAULT_QUIET, QuietHours


@pytest.mark.parametrize(
    ("quiet", "clock", "is_quiet"),
    [
        (DEFAULT_QUIET, (20, 59), False),
        (DEFAULT_QUIET, (21, 0), True),
        (DEFAULT_QUIET, (0, 0), True),
        (DEFAULT_QUIET, (7, 59), True),
        (DEFAULT_QUIET, (8, 0), False),
        (QuietHours(13 * 60, 15 * 60), (14, 0), True),
        (QuietHours(13 * 60, 15 * 60), (15, 0), False),
        (QuietHours(0, 0), (0, 0), False),
    ],
)
def test_quiet_hours(quiet: QuietHours, clock: tuple[int, int], *, is_quiet: bool) -> None:
    assert quiet.holds(clock[0] * 60 + clock[1]) is is_quiet
