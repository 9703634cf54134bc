"""A station links its messenger chats by a one-time code."""

import re
from datetime import UTC, datetime

from bot.desk import Role
from tests.handlers.site import GUANSHANG, Site, Visitor


async def test_a_code_links_a_chat_to_my_own_station_only(site: Site, mediator: Visitor) -> None:
    other = next(one for one in site.directory.stations if one.id != site.station_id)
    _, page = await mediator.submit("/console/chats", "/console/chats/code", station=other.id)
    code = re.search(r'value="/link (\w+)"', page)
    assert code
    async with site.works.writing() as work:
        invitation = await work.staff.take_invitation(code[1], "chat", datetime.now(UTC))
    assert invitation is not None
    assert invitation.station_id == site.station_id


async def test_an_administrator_finds_the_station_first(admin: Visitor) -> None:
    _, page = await admin.page("/console/chats?station=关上街道")
    assert f"<h2>{GUANSHANG}</h2>" in page


async def test_a_linked_chat_is_shown_and_unlinked(site: Site, mediator: Visitor, stranger: Visitor) -> None:
    async with site.works.writing() as work:
        await work.staff.link_chat("-100200", site.station_id, datetime.now(UTC))
    assert "群 -100200" in (await mediator.page("/console/chats"))[1]
    assert (await stranger.submit("/console/chats", "/console/chats/unlink", chat="-100200"))[0] == 404
    await mediator.submit("/console/chats", "/console/chats/unlink", chat="-100200")
    async with site.works.reading() as work:
        assert await work.staff.chats_of(site.station_id) == ()


async def test_an_auditor_links_no_chat(site: Site) -> None:
    async with site.browser() as auditor:
        await auditor.join(await site.invitation("审计员", Role.AUDITOR, site.station_id))
        assert (await auditor.page("/console/chats"))[0] == 403
        assert (await auditor.submit("/console", "/console/chats/code"))[0] == 403
