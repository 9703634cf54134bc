"""The gazetteer: all divisions of the city, and the art of finding one in a citizen's words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.referral.division import Division, DivisionTree
from bot.referral.place.located import Located
from bot.referral.place.locator import Locator
from bot.referral.place.words import PlaceWords, load_place_words


class Gazetteer(DivisionTree):
    """Divisions with their names indexed; `folder` holds the place words (aliases and others), if any."""

    def __init__(self, divisions: Iterable[Division], folder: Path | None = None) -> None:
        super().__init__(divisions)
        self._locator = Locator(self, PlaceWords() if folder is None else load_place_words(folder))

    def locate(self, text: str, expecting: bool = False) -> Located:
        """Which divisions a text names; `expecting` when the citizen has just been asked for a place.

        Several meanings are never resolved silently; a text that names no place is `none`, one that names a
        place elsewhere `outside`. Any text is taken.
        """
        return self._locator.locate(text, expecting)
