"""A phrasing that another entry would draw away is named, with the sentence that does it."""

from __future__ import annotations

from pathlib import Path

from bot.faq.edit import FaqSource
from bot.faq.loader import read_faq
from bot.faq.overlap import find_overlaps, overlap_faults
from bot.faq.yaml_lines import parse

RAW = (Path(__file__).parents[1] / "data" / "small_faq.yaml").read_bytes()


def test_a_stolen_and_a_doubled_phrasing_are_named_with_their_line() -> None:
    leak = read_faq(RAW).by_id["property-leak-upstairs"].variants
    source = FaqSource.read(RAW).with_variant("property-parking-fee", f"我家{leak[0]}")
    overlaps = find_overlaps(read_faq(source.raw), None)
    (found,) = [one for one in overlaps if one.variant == f"我家{leak[0]}"]
    assert (found.entry_id, found.other_id) == ("property-parking-fee", "property-leak-upstairs")
    faults = overlap_faults(overlaps, parse(source.text))
    (fault,) = [one for one in faults if found.variant in one.message]
    assert source.text.splitlines()[fault.line - 1].strip() == f"- {found.variant}"
    assert found.rival in fault.message


def test_an_entry_keeps_most_of_its_own_phrasings() -> None:
    faq = read_faq(RAW)
    assert len(find_overlaps(faq, None)) < sum(len(entry.variants) for entry in faq.entries) / 4
