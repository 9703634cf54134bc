"""A table onto the FAQ file: what is wrong stands at its row, what the table lacks stays or goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faq.entry import Entry
from bot.faq.loader import read_faq
from bot.faq.table_file import TableFaults
from bot.faq.table_import import Table, cell_changes

RAW = (Path(__file__).parent.parent / "data" / "small_faq.yaml").read_bytes()
FAQ = read_faq(RAW)


def table(*entries: Entry, is_whole: bool = False) -> Table:
    return Table(tuple(enumerate(entries, 2)), is_whole)


def changed(entry: Entry, **values: object) -> Entry:
    return Entry.model_validate({**entry.model_dump(by_alias=True), **values})


def test_the_same_entries_change_no_byte() -> None:
    assert table(*FAQ.entries, is_whole=True).onto(RAW) == RAW


def test_entries_that_the_table_lacks_go_only_when_it_is_whole() -> None:
    kept = [changed(one, related=[]) for one in FAQ.entries[1:]]
    assert [one.id for one in read_faq(table(*kept).onto(RAW)).entries] == [one.id for one in FAQ.entries]
    assert read_faq(table(*kept, is_whole=True).onto(RAW)).entries == tuple(kept)


def test_an_entry_may_take_over_the_words_of_one_that_goes() -> None:
    first, *rest = (changed(one, related=[]) for one in FAQ.entries)
    renamed = changed(first, id="property-under-a-new-name")
    found = read_faq(table(renamed, *rest, is_whole=True).onto(RAW))
    assert {one.id for one in found.entries} == {renamed.id, *(one.id for one in rest)}


def test_a_link_to_an_entry_that_goes_is_named_by_the_row_of_the_link() -> None:
    first, second, *rest = (changed(one, related=[]) for one in FAQ.entries)
    linked = changed(second, related=[first.id])
    with pytest.raises(TableFaults) as caught:
        table(linked, *rest, is_whole=True).onto(RAW)
    (fault,) = caught.value.faults
    assert fault.row == 2
    assert first.id in fault.message


@pytest.mark.parametrize("stealer", [0, -1])
def test_words_of_an_entry_outside_the_table_are_named_by_the_row_that_repeats_them(stealer: int) -> None:
    thief = FAQ.entries[stealer]
    owner = next(one for one in FAQ.entries if one is not thief)
    word = owner.variants[0]
    with pytest.raises(TableFaults) as caught:
        table(changed(thief, variants=[*thief.variants, word])).onto(RAW)
    (fault,) = caught.value.faults
    assert fault.row == 2
    assert word in fault.message
    assert f"{owner.id}（不在表格里）" in fault.message


def test_what_changed_is_told_by_column_and_line() -> None:
    entry = FAQ.entries[0]
    after = changed(entry, variants=[*entry.variants[1:], "新的一句问法"])
    (change,) = cell_changes(entry, after)
    assert (change.column, change.gone, change.come) == ("问法", (entry.variants[0],), ("新的一句问法",))
