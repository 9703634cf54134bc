"""The directory in use: swapped as a whole when a list is imported or staff correct a station."""

from __future__ import annotations

from bot.referral.directory import Directory
from bot.referral.station import Station


class StationRegister:
    """Holds the current Directory."""

    def __init__(self, directory: Directory) -> None:
        self.current = directory

    def __call__(self) -> Directory:
        """The current directory."""
        return self.current

    def take(self, station: Station) -> None:
        """This station is as given from now on."""
        stations = [station if one.id == station.id else one for one in self.current.stations]
        self.current = Directory(stations, self.current.gazetteer, self.current.former)
