"""Every published edition is listed, and one press brings it back."""

from __future__ import annotations

from tests.handlers.console.workbench.test_misspage import SMOKE, ask, settle
from tests.handlers.site import Site, Visitor


async def test_an_edition_is_brought_back_byte_for_byte(bench_site: Site, editor: Visitor) -> None:
    path = bench_site.knowledge.path
    before = path.read_bytes()
    await ask(bench_site, SMOKE)
    await settle(editor, "variant", text=SMOKE, entry="property-leak-upstairs")
    changed = path.read_bytes()
    assert changed != before
    _, page = await editor.page("/console/faq/history")
    assert "第 2 版" in page
    assert "陈编辑" in page
    assert "改动 1 条（property-leak-upstairs）" in page
    status, page = await editor.submit("/console/faq/history", "/console/faq/history/1/rollback")
    assert status == 200
    assert "已发布第 3 版" in page
    assert "回到第 1 版" in page
    assert path.read_bytes() == before
    # The log holds the same file twice by now.
    raw = path.read_bytes()
    bench_site.knowledge.take_up(raw)
    _, page = await editor.page("/console/faq/history")
    assert page.count(">正在用<") == 1
    assert page.index("第 3 版") < page.index(">正在用<") < page.index("第 2 版")
    assert "和正在用的第 3 版一样" in page


async def test_the_edition_in_use_is_not_published_again(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, SMOKE)
    await settle(editor, "variant", text=SMOKE, entry="property-leak-upstairs")
    status, page = await editor.submit("/console/faq/history", "/console/faq/history/2/rollback")
    assert status == 409
    assert "就是正在用的" in page


async def test_an_unknown_edition_is_not_found(bench_site: Site, editor: Visitor) -> None:
    await ask(bench_site, SMOKE)
    await settle(editor, "variant", text=SMOKE, entry="property-leak-upstairs")
    status, _ = await editor.submit("/console/faq/history", "/console/faq/history/99/rollback")
    assert status == 404
