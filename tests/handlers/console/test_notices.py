"""Notices in the console: one writes and tries, another releases; everybody sees what became of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.broadcast_ticks import BroadcastTicks
from bot.conversation import Channel, Citizen
from bot.desk import Role
from tests.handlers.site import Site, Visitor
from tests.handlers.telegram.notices_at_hand import BROADCASTING

FORM = {"text": "请检查<b>燃气</b>软管", "districts": "官渡区", "topic_safety": "1", "when": "立即"}


async def _subscribe(site: Site, *people: str) -> None:
    async with site.works.writing() as work:
        for one in people:
            citizen = Citizen(Channel.TELEGRAM, one)
            await work.subscribers.opt_in(citizen, "safety", "530111", "同意", datetime.now(UTC))


async def _drafted(visitor: Visitor, **fields: str) -> str:
    """The page of a new draft."""
    status, page = await visitor.submit("/console/notices", "/console/notices", **{**FORM, **fields})
    assert status == 200, page
    found = re.search(r'action="(/console/notices/\d+)/test"', page)
    assert found
    return found[1]


async def test_written_tried_released_by_another_and_stopped(site: Site, admin: Visitor) -> None:
    await _subscribe(site, *(str(one) for one in range(100, 107)))
    page = await _drafted(admin)
    _, html = await admin.page(page)
    assert "请检查&lt;b&gt;燃气&lt;/b&gt;软管" in html
    assert "现在 7 人" in html
    assert f"{page}/release" not in html
    status, html = await admin.submit(page, f"{page}/test", address="900")
    assert (status, "已试发" in html) == (200, True)
    async with site.browser() as other:
        await other.join(await site.invitation("李主任", Role.CITY))
        _, html = await other.page(page)
        hidden = {name: re.findall(rf'name="{name}" value="(\w+)"', html)[0] for name in ("hash", "count")}
        status, html = await other.submit(page, f"{page}/release", **hidden)
        assert (status, "已放行" in html) == (200, True)
    await BroadcastTicks(BROADCASTING, site.works.writing, lambda: True).tick()
    _, html = await admin.page(page)
    assert "进度 0 / 7" in html
    status, html = await admin.submit(page, f"{page}/cancel")
    assert (status, "没有发（取消或已退订）" in html) == (200, True)
    _, report = await admin.page(f"{page}.csv")
    assert report.count("没有发") == 7
    assert "…0106" not in report
    assert "…106" in report


async def test_a_small_audience_is_not_counted_out(site: Site, admin: Visitor) -> None:
    await _subscribe(site, "100", "101")
    _, html = await admin.page(await _drafted(admin))
    assert "少于 5 人" in html


async def test_a_faulty_notice_is_said_and_what_was_typed_stays(admin: Visitor) -> None:
    status, html = await admin.submit(
        "/console/notices",
        "/console/notices",
        text="要紧的话",
        districts="月球",
        when="明天",
        valid_hours="x",
    )
    assert status == 409
    for word in ("月球", "明天", "小时数", "要紧的话"):
        assert word in html


async def test_the_writer_cannot_release_even_by_hand(site: Site, admin: Visitor) -> None:
    await _subscribe(site, "100")
    page = await _drafted(admin)
    await admin.submit(page, f"{page}/test", address="900")
    status, html = await admin.submit(page, f"{page}/release", hash="x", count="1")
    assert (status, "不能自己放行" in html) == (409, True)


async def test_station_staff_look_but_do_not_touch(admin: Visitor, mediator: Visitor) -> None:
    page = await _drafted(admin)
    assert (await mediator.page(page))[0] == 200
    for act in ("test", "cancel", "pause"):
        assert (await mediator.submit(page, f"{page}/{act}", address="9"))[0] == 409
    assert (await mediator.page(f"{page}.csv"))[0] == 403
    assert (await admin.page("/console/notices/99999"))[0] == 404
