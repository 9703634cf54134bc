"""The cue of a talk is the one of most of its entries."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from bot.faq.loader import load_faq
from bot.faq.talk_cues import load_talk_cues

DATA = Path(__file__).parents[2] / "data"
TABLE = "cues:\n- {cue: 停车, entries: property-parking-*}\n- {cue: 物业, entries: property-*|other}\n"


@pytest.mark.parametrize(
    ("entry_ids", "cue"),
    [
        (("property-parking-fee",), "停车"),
        (("property-leak-roof",), "物业"),
        (("property-parking-fee", "property-leak-roof", "other"), "物业"),
        (("safety-ppe",), ""),
        ((), ""),
    ],
)
def test_the_first_row_that_fits_counts_and_most_entries_win(
    tmp_path: Path, entry_ids: tuple[str, ...], cue: str
) -> None:
    path = tmp_path / "cues.yaml"
    path.write_text(TABLE, encoding="utf-8")
    assert load_talk_cues(path).of(entry_ids) == cue


def test_every_pattern_of_the_shipped_table_fits_an_entry() -> None:
    ids = tuple(one.id for one in load_faq(DATA / "legal_faq.yaml").entries)
    for cue, patterns in load_talk_cues().rows:
        assert all(any(fnmatchcase(one, pattern) for one in ids) for pattern in patterns), cue
