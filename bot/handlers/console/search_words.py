"""From what was typed into the search to its words, each with the stations that it names."""

from __future__ import annotations

from bot.desk import SearchWord
from bot.referral.directory import Directory

_MOST_WORDS = 6


def search_words(directory: Directory, typed: str) -> tuple[SearchWord, ...]:
    """The words of a search: 官渡区 means all stations inside it, as do a station's name and a division's code."""
    return tuple(SearchWord(word, _named(directory, word)) for word in typed.split()[:_MOST_WORDS])


def _named(directory: Directory, word: str) -> tuple[str, ...]:
    if word.isdigit() and len(word) >= 4:
        return tuple(one.id for one in directory.stations if one.division_code.startswith(word))
    # One character names half of all stations.
    if len(word) < 2:
        return ()
    tree = directory.gazetteer
    return tuple(
        one.id
        for one in directory.stations
        if word.upper() == one.id or word in one.name or word in tree.path_name(one.division_code)
    )
