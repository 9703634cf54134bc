"""A manager sees how far the FAQ carries; few inquiries are not shown apart."""

from __future__ import annotations

from tests.handlers.console.workbench.test_misspage import ask
from tests.handlers.site import Site, Visitor


async def test_nothing_asked_yet(clerk: Visitor) -> None:
    _, page = await clerk.page("/console/faq/coverage")
    assert "还没有咨询" in page


async def test_shares_are_counted_and_drawn(bench_site: Site, clerk: Visitor) -> None:
    for n in range(6):
        await ask(bench_site, f"漏水{n}", kind="answer", entry_id="property-leak-upstairs")
    await ask(bench_site, "停车费", kind="answer", entry_id="property-parking-fee")
    await ask(bench_site, "月球种菜")
    _, page = await clerk.page("/console/faq/coverage?weeks=4")
    assert "<dt>问了</dt><dd>8</dd>" in page
    assert "<dt>直接答上</dt><dd>88%</dd>" in page
    assert "<svg" in page
    assert 'aria-label="6 次"' in page
    assert 'aria-label="1 次"' not in page
    assert "另有 2 个条目问得太少" in page
