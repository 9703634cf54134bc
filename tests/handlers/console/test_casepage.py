"""Staff work a case: each act once, refused acts lose no words, others' cases are out of sight."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.desk import Role
from bot.referral.case import Clock, Step
from bot.storage.tables import outbox
from tests.handlers.site import Site, Visitor

CHAT = "-100500"


async def test_a_case_is_taken_answered_and_closed(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    assert "已接单" in (await mediator.act(number, "claim"))[1]
    assert "回复已送出" in (await mediator.act(number, "reply", text="请带合同来"))[1]
    assert "已请群众补充" in (await mediator.act(number, "ask", text="哪一栋？"))[1]
    assert await site.state(number) == "waiting_citizen"
    page = (await mediator.act(number, "close", text="已调解好"))[1]
    assert await site.state(number) == "closed"
    assert await site.messages(number) == [
        ("citizen", "物业锁了我家门"),
        ("staff", "请带合同来"),
        ("staff", "哪一栋？"),
    ]
    assert "王调解 办结（已办结）：已调解好" in page
    assert len(site.woken) == 4


async def test_of_two_who_press_at_once_one_gets_it_and_the_other_is_told_who(any_site: Site) -> None:
    number = (await any_site.open_case()).number
    async with any_site.browser() as one, any_site.browser() as other:
        for visitor, name in ((one, "王调解"), (other, "李调解")):
            await visitor.join(await any_site.invitation(name, Role.STATION, any_site.station_id))
        pages = await asyncio.gather(one.act(number, "claim"), other.act(number, "claim"))
    assert sorted(status for status, _ in pages) == [200, 409]
    lost = next(page for status, page in pages if status == 409)
    assert "没有接到：" in lost
    assert "调解已经接了这个工单" in lost


@pytest.mark.parametrize("act", ["reply", "ask"])
async def test_a_form_sent_twice_says_it_once(site: Site, mediator: Visitor, act: str) -> None:
    number, key = (await site.open_case()).number, uuid4().hex
    await asyncio.gather(*(mediator.act(number, act, key=key, text="请带合同来") for _ in range(3)))
    assert (await site.messages(number)).count(("staff", "请带合同来")) == 1


async def test_other_words_from_the_same_page_are_not_lost(site: Site, mediator: Visitor) -> None:
    number, key = (await site.open_case()).number, uuid4().hex
    await mediator.act(number, "reply", key=key, text="第一句")
    await mediator.act(number, "reply", key=key, text="第二句")
    assert [text for author, text in await site.messages(number) if author == "staff"] == ["第一句", "第二句"]


async def test_closing_twice_is_harmless(site: Site, mediator: Visitor) -> None:
    number, key = (await site.open_case()).number, uuid4().hex
    await mediator.act(number, "claim")
    pages = [await mediator.act(number, "close", key=key, text="好了") for _ in range(2)]
    assert [status for status, _ in pages] == [200, 200]


async def test_refused_words_stay_in_their_box(site: Site, mediator: Visitor, colleague: Visitor) -> None:
    number = (await site.open_case()).number
    await mediator.act(number, "claim")
    words = "这段话不能丢 <b>&"
    hidden = await colleague.page("/console")
    assert hidden[0] == 200
    status, page = await colleague.submit("/console", f"/console/cases/{number}/close", text=words)
    assert status == 409
    assert "已由同事接办" in page
    assert await site.state(number) == "claimed"
    status, page = await mediator.act(number, "transfer", station="火星", text=words)
    assert (status, "没有找到“火星”" in page) == (409, True)
    assert "这段话不能丢 &lt;b&gt;&amp;</textarea>" in page


async def test_an_empty_reply_is_asked_for(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    status, page = await mediator.act(number, "reply", text="   ")
    assert (status, "请先写回复内容" in page) == (409, True)
    assert await site.state(number) == "open"


async def test_too_long_a_reply_is_not_cut_in_silence(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    status, page = await mediator.act(number, "reply", text="长" * 4100)
    assert (status, "内容太长了（4100 字）" in page) == (409, True)


async def test_another_stations_case_is_not_there(site: Site, stranger: Visitor) -> None:
    number = (await site.open_case()).number
    assert (await stranger.page(f"/console/cases/{number}"))[0] == 404
    assert number not in (await stranger.page("/console"))[1]
    for act in ("claim", "reply", "close", "transfer"):
        status, _ = await stranger.submit(
            "/console", f"/console/cases/{number}/{act}", text="x", station=site.station_id
        )
        assert status == 404
    assert await site.state(number) == "open"


async def test_a_case_is_given_to_a_station_found_by_its_words(
    site: Site, mediator: Visitor, admin: Visitor
) -> None:
    number = (await site.open_case()).number
    status, page = await mediator.act(number, "transfer", station="街道", text="属于那边")
    assert (status, "请选一个" in page, 'name="station_id"' in page) == (409, True, True)
    other = next(one for one in site.directory.stations if one.id != site.station_id)
    status, page = await mediator.act(number, "transfer", station_id=other.id, text="属于那边")
    assert (status, "已转办" in page) == (200, True)
    assert (await mediator.page(f"/console/cases/{number}"))[0] == 404
    assert other.name in (await admin.page(f"/console/cases/{number}"))[1]


async def test_a_case_goes_up_to_the_parent_station(site: Site, mediator: Visitor, admin: Visitor) -> None:
    number = (await site.open_case()).number
    await mediator.act(number, "escalate", text="需要区里办")
    assert await site.state(number) == "escalated"
    assert "官渡区公共法律服务中心" in (await admin.page(f"/console/cases/{number}"))[1]


async def test_a_case_is_handed_back_for_a_colleague(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    number = (await site.open_case()).number
    await mediator.act(number, "claim")
    await mediator.act(number, "back", text="明天休假")
    assert await site.state(number) == "open"
    assert (await colleague.act(number, "claim"))[0] == 200


async def test_only_who_holds_the_case_reads_numbers_in_full(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    number = (await site.open_case("打我电话13800001111")).number
    page = f"/console/cases/{number}"
    assert "13800001111" not in (await mediator.page("/console"))[1]
    assert "13800001111" not in (await mediator.page(page))[1]
    assert (await mediator.act(number, "reveal"))[0] == 409
    await mediator.act(number, "claim")
    assert "13800001111" not in (await mediator.page(page))[1]
    shown = await mediator.act(number, "reveal")
    assert shown[0] == 200
    assert "13800001111" in shown[1]
    assert "王调解 查看号码" in (await mediator.page(page))[1]
    assert "13800001111" not in (await colleague.page(page))[1]
    assert "13800001111" not in (await mediator.page("/console?group=working"))[1]


async def test_what_citizens_write_is_never_markup(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case("<script>alert(1)</script>")).number
    for path in ("/console", f"/console/cases/{number}"):
        assert "<script>alert" not in (await mediator.page(path))[1]


async def test_a_colleague_takes_over_and_like_cases_are_joined(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    first = (await site.open_case("幸福小区物业不公开收支，拒绝业主查账")).number
    second = (await site.open_case("幸福小区物业不公开收支，拒绝业主查账啊")).number
    await mediator.act(first, "claim")
    await colleague.act(first, "substitute", text="王调解休假")
    page = (await colleague.page(f"/console/cases/{second}"))[1]
    assert f"并入 {first} 一起办" in page
    assert (await colleague.act(second, "join", text=first))[0] == 200
    await colleague.act(first, "close", text="已公开账目")
    assert [await site.state(number) for number in (first, second)] == ["closed", "closed"]


async def test_overdue_cases_and_silent_stations_are_listed(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    assert number not in (await mediator.page("/console/clocks"))[1]
    async with site.works.writing() as work:
        case = await work.cases.get(number)
        assert case is not None
        long_ago = datetime(2026, 1, 5, 2, tzinfo=UTC)
        await work.cases.set_clock(case, Clock(Step.ACCEPT, long_ago, long_ago))
        await work.pulses.fell_silent(site.station_id, long_ago)
    assert number in (await mediator.page("/console/clocks"))[1]
    async with site.browser() as city:
        await city.join(await site.invitation("市局", Role.CITY))
        assert "关上街道公共法律服务站：" in (await city.page("/console/clocks"))[1]


async def test_words_written_past_the_end_of_the_login_are_given_back(site: Site) -> None:
    number = (await site.open_case()).number
    async with (
        site.browser() as stranger,
        stranger.session.post(f"/console/cases/{number}/reply", data={"text": "<b>请带合同来"}) as response,
    ):
        assert response.status == 401
        page = await response.text()
    assert "登录已经过期" in page
    assert "&lt;b&gt;请带合同来" in page
    assert await site.messages(number) == [("citizen", "物业锁了我家门")]


async def told_in_chats(site: Site) -> list[str]:
    """What waits to be sent to the chats, oldest first."""
    async with site.works.reading() as work:
        query = select(outbox.c.message).where(outbox.c.address == CHAT).order_by(outbox.c.id)
        return [message["text"] for message in (await work.connection.execute(query)).scalars()]


async def test_colleagues_in_the_messenger_hear_who_has_a_case_that_is_worked_in_a_browser(
    site: Site, mediator: Visitor, colleague: Visitor
) -> None:
    async with site.works.writing() as work:
        await work.staff.link_chat(CHAT, site.station_id, datetime.now(UTC))
    number = (await site.open_case("我电话13812345678，物业锁门")).number
    await mediator.act(number, "claim")
    await colleague.act(number, "substitute", text="今天我值班")
    await colleague.act(number, "back", text="要出去开会")
    _, taken, substituted, free = await told_in_chats(site)
    assert "王调解 已接单" in taken
    assert "李调解 已接单" in substituted
    assert "已退回，等同事接单" in free
    assert "13812345678" not in free


async def test_where_who_is_dismissed_leads_a_matter_it_stays_together(
    site: Site, admin: Visitor, mediator: Visitor
) -> None:
    lead, *others = [(await site.open_case()).number for _ in range(3)]
    for number in others:
        await mediator.act(number, "join", text=lead)
    async with site.works.reading() as work:
        (holder,) = [one for one in await work.staff.everyone() if one.name == "王调解"]
    await admin.submit("/console/staff", f"/console/staff/{holder.id}/dismiss")
    async with site.works.writing() as work:
        kept = [await work.cases.get(number) for number in (lead, *others)]
    first = kept[0]
    assert first is not None
    assert [one and (one.state.value, one.claimed_by, one.lead_id) for one in kept] == [
        ("open", None, None),
        ("open", None, first.id),
        ("open", None, first.id),
    ]
