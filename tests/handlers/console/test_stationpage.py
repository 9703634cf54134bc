"""A station's page shows what the directory says, who serves there and its figures."""

from datetime import UTC, datetime

from bot.desk import Role
from tests.handlers.site import GUANSHANG, Site, Visitor


async def test_my_station_with_its_people_chats_and_figures(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    await site.open_case()
    closed = (await site.open_case()).number
    await mediator.act(closed, "close", text="办好了")
    async with site.works.writing() as work:
        await work.staff.link_chat("-100200", site.station_id, datetime.now(UTC))
    status, page = await mediator.page("/console/station")
    assert status == 200
    for shown in (GUANSHANG, "王调解", "李调解", "群 -100200", "开放时间"):
        assert shown in page, shown
    assert "<dt>在办</dt><dd>1</dd>" in page
    assert "<dt>超时</dt><dd>0</dd>" in page
    assert "<dt>本月办结</dt><dd>1</dd>" in page


async def test_other_stations_are_for_those_above(site: Site, stranger: Visitor, admin: Visitor) -> None:
    address = f"/console/station?station={site.station_id}"
    assert f"<h1>{GUANSHANG}" not in (await stranger.page(address))[1]
    assert f"<h1>{GUANSHANG}" in (await admin.page(address))[1]
    async with site.browser() as editor:
        await editor.join(await site.invitation("编辑", Role.EDITOR))
        assert (await editor.page(address))[0] == 403
