"""Staff see which FAQ is live, and why their edit is not."""

import pytest

from bot.faq.fault import Fault
from bot.faq.statutes.standing import Standing
from tests.handlers.site import Site, Visitor
from tests.statutes import DAY, corpus


async def test_the_live_faq_is_shown(site: Site, mediator: Visitor) -> None:
    _, page = await mediator.page("/console/faq")
    assert "10 条（物业邻里 6，安全生产 1，公共法律服务 3）" in page
    assert site.knowledge.faq.file_hash in page
    assert "没有问题" in page


async def test_faults_of_a_newer_file_are_shown_with_their_lines(
    site: Site, mediator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.knowledge, "faults", (Fault(412, "条目 x", "缺少 citations", "补上"),))
    _, page = await mediator.page("/console/faq")
    assert "还没有生效" in page
    assert "第 412 行 条目 x：缺少 citations。建议：补上" in page


async def test_entries_whose_law_moved_are_listed_with_the_reason(site: Site, mediator: Visitor) -> None:
    _, page = await mediator.page("/console/faq")
    assert "还没有导入" in page
    assert "待复核" not in page
    entry = site.knowledge.faq.entries[0]
    site.laws.take(corpus(), {entry.id: Standing({}, ("《民法典》第944条的文字变了",), DAY)})
    _, page = await mediator.page("/console/faq")
    assert "待复核（1 条）" in page
    assert f"{entry.id}，2026-11-23 起" in page
    assert "《民法典》第944条的文字变了" in page
