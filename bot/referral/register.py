"""The directory in use: swapped as a whole when a new list of stations is imported."""

from __future__ import annotations

from bot.referral.directory import Directory


class StationRegister:
    """Holds the current Directory."""

    def __init__(self, directory: Directory) -> None:
        self.current = directory

    def __call__(self) -> Directory:
        """The current directory."""
        return self.current
