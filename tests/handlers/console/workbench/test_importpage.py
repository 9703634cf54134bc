"""A table comes back over HTTP: faults by row, what it changes, a trial, and only then the file."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable

import pytest
from aiohttp import FormData

from bot.faq.loader import read_faq
from bot.faq.table_file import write_table
from bot.handlers.console.workbench.upload import FILE_LIMIT_BYTES
from tests.handlers.site import Site, Visitor, hidden_field

LEAK = "property-leak-upstairs"
FORM = "/console/faq/import"
Rows = list[list[str]]


def table_of(site: Site, change: Callable[[Rows], object] = lambda rows: None) -> bytes:
    """The FAQ as somebody saved it with WPS, in GBK, after a change to its rows (the first is the heading)."""
    text = write_table(read_faq(site.knowledge.path.read_bytes()).entries, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    change(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def cell(rows: Rows, entry_id: str, column: str) -> tuple[list[str], int]:
    """The row of an entry and the place of a column."""
    return next(row for row in rows if row[0] == entry_id), rows[0].index(column)


def add_variant(rows: Rows, text: str = "楼上地漏堵了水渗到我家") -> None:
    row, at = cell(rows, LEAK, "问法")
    row[at] += f"\n{text}"


async def upload(
    visitor: Visitor, raw: bytes, *, name: str = "问答.csv", missing: str = "keep", csrf: str | None = None
) -> tuple[int, str, str]:
    """Status, page and path after choosing a file in the form."""
    if csrf is None:
        csrf = hidden_field((await visitor.page(FORM))[1], "csrf")
    # Browsers send the file's name as it is.
    form = FormData(quote_fields=False)
    for field, value in (("csrf", csrf), ("key", "0123456789abcdef"), ("missing", missing)):
        form.add_field(field, value)
    form.add_field("file", io.BytesIO(raw), filename=name, content_type="application/octet-stream")
    async with visitor.session.post(FORM, data=form) as response:
        return response.status, await response.text(), response.url.path


async def tried(visitor: Visitor, path: str) -> str:
    """The page of a table after its trial."""
    await visitor.submit(path, f"{path}/try")
    for _ in range(240):
        _, page = await visitor.page(path)
        if "正在比对" not in page:
            return page
        await asyncio.sleep(0.25)
    raise AssertionError("the trial did not end")


async def test_a_table_goes_live_after_its_changes_and_a_trial(bench_site: Site, editor: Visitor) -> None:
    path = bench_site.knowledge.path
    before = path.read_text(encoding="utf-8")
    status, page, here = await upload(editor, table_of(bench_site, add_variant))
    assert status == 200
    assert "新增 0 条，删去 0 条，改动 1 条" in page
    assert "楼上地漏堵了水渗到我家</ins>" in page
    assert ">发布</button>" not in page
    page = await tried(editor, here)
    assert "对照题 2 道" in page
    assert path.read_text(encoding="utf-8") == before
    status, page = await editor.submit(here, f"{here}/publish")
    assert status == 200
    assert "已发布第 2 版" in page
    assert "导入 问答.csv" in page
    after = path.read_text(encoding="utf-8")
    assert set(after.splitlines()) - set(before.splitlines()) == {"      - 楼上地漏堵了水渗到我家"}


async def test_a_workbook_is_taken_as_well(bench_site: Site, editor: Visitor) -> None:
    raw = write_table(bench_site.knowledge.faq.entries, "xlsx")
    status, page, _ = await upload(editor, raw, name="问答.xlsx")
    assert status == 200
    assert "和正在用的一样" in page
    assert "开始比对" not in page


async def test_every_bad_row_is_named_and_nothing_is_taken(bench_site: Site, editor: Visitor) -> None:
    before = bench_site.knowledge.path.read_bytes()

    def spoil(rows: Rows) -> None:
        rows[1][rows[0].index("站点层级")] = "街道"
        rows[2][rows[0].index("标准问题")] = ""
        add_variant(rows)

    status, page, where = await upload(editor, table_of(bench_site, spoil))
    assert (status, where) == (409, FORM)
    assert "第 2 行：" in page
    assert "站点层级" in page
    assert "第 3 行：" in page
    assert "标准问题" in page
    assert "一行都没有写入" in page
    assert "已上传、没发布" not in (await editor.page(FORM))[1]
    assert bench_site.knowledge.path.read_bytes() == before


async def test_entries_that_clash_are_named_by_their_rows(bench_site: Site, editor: Visitor) -> None:
    def clash(rows: Rows) -> None:
        row, at = cell(rows, LEAK, "问法")
        other = next(one for one in rows[1:] if one[0] != LEAK)
        other[at] += "\n" + row[at].splitlines()[0]
        rows[-1][rows[0].index("相关条目")] = "property-nothing-of-the-kind"

    raw = table_of(bench_site, clash)
    last = len(list(csv.reader(io.StringIO(raw.decode("gb18030")))))
    status, page, _ = await upload(editor, raw)
    assert status == 409
    assert "表格第" in page
    assert "重复" in page
    assert f"第 {last} 行：" in page
    assert "property-nothing-of-the-kind" in page


async def test_what_the_table_lacks_stays_unless_its_author_says_otherwise(
    bench_site: Site, editor: Visitor
) -> None:
    entries = bench_site.knowledge.faq.entries
    linked = {other for entry in entries for other in entry.related}
    gone = next(entry for entry in entries if entry.id not in linked)
    raw = table_of(bench_site, lambda rows: rows.remove(cell(rows, gone.id, "编号")[0]))
    _, page, _ = await upload(editor, raw)
    assert "和正在用的一样" in page
    _, page, here = await upload(editor, raw, missing="remove")
    assert "删去 1 条，改动 0 条" in page
    assert gone.id in page
    await tried(editor, here)
    assert (await editor.submit(here, f"{here}/publish"))[0] == 200
    kept = [entry.id for entry in read_faq(bench_site.knowledge.path.read_bytes()).entries]
    assert kept == [entry.id for entry in entries if entry is not gone]


async def test_nothing_goes_live_without_a_trial_of_the_file_as_it_is(
    bench_site: Site, editor: Visitor
) -> None:
    _, _, here = await upload(editor, table_of(bench_site, add_variant))
    assert (await editor.submit(here, f"{here}/publish"))[0] == 409
    await tried(editor, here)
    path = bench_site.knowledge.path
    path.write_bytes(path.read_bytes() + "# 有人直接改了文件\n".encode())
    changed = path.read_bytes()
    status, page = await editor.submit(here, f"{here}/publish")
    assert status == 409
    assert "请重新比对" in page
    assert path.read_bytes() == changed


async def test_a_dropped_table_is_forgotten(bench_site: Site, editor: Visitor) -> None:
    _, _, here = await upload(editor, table_of(bench_site, add_variant))
    _, page = await editor.submit(here, f"{here}/drop")
    assert "表格已放弃" in page
    assert "已上传、没发布" not in page


@pytest.mark.parametrize("size", [FILE_LIMIT_BYTES + 1, FILE_LIMIT_BYTES + 2**20])
async def test_a_file_that_is_too_big_is_told_so(bench_site: Site, editor: Visitor, size: int) -> None:
    status, page, _ = await upload(editor, b"x" * size)
    assert status == 413
    assert "超过 8 MB" in page
    assert "上传并检查" in page


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 half a workbook", "不是完整的 .xlsx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧格式"),
        ("编号,题目\na,b\n".encode(), "不认识的列"),
    ],
)
async def test_what_is_no_table_is_told_so(editor: Visitor, raw: bytes, sentence: str) -> None:
    status, page, _ = await upload(editor, raw)
    assert status in {400, 409}
    assert sentence in page


async def test_a_form_without_a_file_asks_for_one(editor: Visitor) -> None:
    form = FormData({"csrf": hidden_field((await editor.page(FORM))[1], "csrf")})
    form.add_field("file", "", content_type="application/octet-stream", filename="")
    async with editor.session.post(FORM, data=form) as response:
        assert response.status == 400
        assert "请先选文件" in await response.text()


async def test_a_form_without_its_token_takes_nothing(bench_site: Site, editor: Visitor) -> None:
    raw = table_of(bench_site, add_variant)
    assert (await upload(editor, raw, csrf="0" * 64))[0] == 403
    async with editor.session.post(FORM, data={"missing": "keep"}) as response:
        assert response.status == 403
    file_first = FormData()
    file_first.add_field("file", raw, filename="a.csv")
    file_first.add_field("csrf", hidden_field((await editor.page(FORM))[1], "csrf"))
    async with editor.session.post(FORM, data=file_first) as response:
        assert response.status == 403
    assert "已上传、没发布" not in (await editor.page(FORM))[1]


async def test_only_editors_may_send_a_table(bench_site: Site, clerk: Visitor) -> None:
    assert (await clerk.page(FORM))[0] == 403
    csrf = hidden_field((await clerk.page("/console"))[1], "csrf")
    assert (await upload(clerk, table_of(bench_site, add_variant), csrf=csrf))[0] == 403
    async with bench_site.browser() as stranger:
        assert (await upload(stranger, b"x", csrf="0" * 64))[0] == 401
