"""A pace lets so many through, and again later."""

from bot.handlers.kiosk.pace import Pace


def test_one_too_many_waits_for_the_window() -> None:
    pace = Pace(2, 60.0)
    assert [pace.allows("a", now) for now in (0.0, 1.0, 2.0)] == [True, True, False]
    assert pace.allows("a", 60.5)
    assert not pace.allows("a", 60.6)


def test_others_are_not_held_up() -> None:
    pace = Pace(1, 60.0)
    assert pace.allows("a", 0.0)
    assert pace.allows("b", 0.0)
