"""The FAQ as a table and back: nothing is lost, and a bad row is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.cells import read_cells, to_cells
from bot.faq.entry import Entry
from bot.faq.loader import read_faq
from bot.faq.table_file import Kind, TableFaults, read_table, write_table

FAQ = read_faq((Path(__file__).parent.parent / "data" / "small_faq.yaml").read_bytes())
KINDS: tuple[Kind, ...] = ("csv", "xlsx")
TRICKY = Entry.model_validate(
    {
        **FAQ.entries[0].model_dump(),
        "label": "=1+1",
        "question": "'@SUM(A1)，“引号”\"和,逗号",
        "variants": [*(f"问法{n}" for n in range(12)), "两行\n的问法", "竖线|和\\反斜线", "-12345", "末尾|"],
        "answer": "第一行\n\n  第三行缩进|竖线\\n",
        "citations": [{"law": "工伤|条例", "article": "134之一"}],
        "deadline": [{"what": "申请", "period": "1年", "from": "受伤那天", "article": "17"}],
        "checklist": [{"item": "身份证", "source": "自己"}],
        "review": {"status": "approved", "by": "李律师", "on": "2026-03-01"},
    }
)


@pytest.mark.parametrize("kind", KINDS)
def test_there_and_back_without_loss(kind: Kind) -> None:
    entries = (*FAQ.entries[1:], TRICKY)
    assert read_table(write_table(entries, kind)) == entries


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_every_encoding_that_offices_write(encoding: str) -> None:
    text = write_table(FAQ.entries, "csv").decode("utf-8-sig")
    assert read_table(text.encode(encoding)) == FAQ.entries


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_with_other_separators(separator: str) -> None:
    text = write_table(FAQ.entries[:1], "csv").decode("utf-8-sig")
    rows = list(__import__("csv").reader(io.StringIO(text, newline="")))
    out = io.StringIO()
    __import__("csv").writer(out, delimiter=separator).writerows(rows)
    assert read_table(out.getvalue().encode()) == FAQ.entries[:1]


def test_nothing_in_a_workbook_is_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_table([TRICKY], "xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_nothing_in_a_csv_begins_like_a_formula() -> None:
    text = write_table([TRICKY], "csv").decode("utf-8-sig")
    rows = list(__import__("csv").reader(io.StringIO(text, newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_day_that_the_spreadsheet_rewrote_is_understood() -> None:
    cells = to_cells(TRICKY)
    assert cells["review"] == "approved|李律师|2026-03-01"
    assert read_cells({**cells, "review": "approved|李律师|2026/3/1"}) == TRICKY


def test_every_bad_row_is_named_and_nothing_is_taken() -> None:
    text = write_table(FAQ.entries, "csv").decode("utf-8-sig")
    broken = text.replace(FAQ.entries[1].label, "", 1).replace(",township,", ",somewhere,", 1)
    with pytest.raises(TableFaults) as caught:
        read_table(broken.encode())
    said = str(caught.value)
    assert "第 2 行" in said
    assert "“站点层级”" in said
    assert "第 3 行" in said
    assert "“短标题”：是空的" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: b"", "空的"),
        (lambda raw: raw[: len(raw) // 2].rsplit(b"\n", 1)[0], "引号不成对|缺少"),
        (lambda raw: raw.replace("编号".encode(), "号码".encode(), 1), "不认识的列“号码”"),
        (lambda raw: raw + raw.split(b"\r\n", 1)[1], "重复"),
        (lambda raw: b"PK\x03\x04broken", "xlsx"),
        (lambda raw: raw.split(b"\r\n", 1)[0], "只有表头"),
    ],
    ids=["empty", "cut", "column", "twice", "book", "heading"],
)
def test_a_broken_file_is_refused_in_words(change: object, said: str) -> None:
    with pytest.raises(TableFaults, match=said):
        read_table(change(write_table(FAQ.entries, "csv")))  # type: ignore[operator]


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
parts = texts.filter(bool)


@settings(max_examples=60, deadline=None)
@given(variants=st.lists(parts, min_size=12, max_size=14), item=parts, source=parts, law=parts)
def test_any_words_come_back(variants: list[str], item: str, source: str, law: str) -> None:
    values = {
        "variants": variants,
        "checklist": [{"item": item, "source": source}],
        "citations": [{"law": law, "article": "1"}],
    }
    entry = Entry.model_validate({**FAQ.entries[0].model_dump(), **values})
    assert read_cells(to_cells(entry)) == entry
    assert read_table(write_table([entry], "csv")) == (entry,)


def test_a_sheet_formatted_to_its_last_row_is_read_by_its_true_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_table(FAQ.entries, "xlsx")))
    book.worksheets[0].cell(200_000, 1).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue()) == FAQ.entries


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(5):
            packed.writestr(f"xl/{n}.xml", bytes(30 * 2**20))
    with pytest.raises(TableFaults, match="太大"):
        read_table(out.getvalue())


def test_an_old_or_locked_workbook_is_named() -> None:
    with pytest.raises(TableFaults, match="旧格式"):
        read_table(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))


@pytest.mark.parametrize("kept", [200, 2000, 5000])
def test_half_a_workbook_is_named(kept: int) -> None:
    with pytest.raises(TableFaults, match="不是完整的"):
        read_table(write_table(FAQ.entries, "xlsx")[:kept])
