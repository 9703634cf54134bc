"""A citizen at a kiosk: over HTTP, on a real database."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.faq.knowledge import KnowledgeBase
from bot.referral.directory import Directory
from bot.storage.tables import conversations, inbox, inquiries
from tests.handlers.site import CLOSE, GUANSHANG, UNCLEAR, Site, Visitor, served


async def count(site: Site, table: Any) -> int:
    async with site.works.reading() as work:
        return int((await work.connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_a_question_gets_its_answer_with_the_law(citizen: Visitor) -> None:
    reply = await citizen.say("楼上漏水怎么赔")
    assert (reply["kind"], reply["entry"]) == ("answer", "property-leak-upstairs")
    assert reply["message"]["laws"][0]["title"].startswith("《")
    assert [one["label"] for one in reply["message"]["buttons"][-1]] == ["有用", "没解决", "转人工"]


async def test_a_number_answers_the_question_back(citizen: Visitor) -> None:
    assert (await citizen.say(UNCLEAR))["kind"] == "clarify"
    assert (await citizen.say("2"))["entry"] == CLOSE[1]


async def test_the_same_request_again_gets_the_same_reply_and_counts_once(any_site: Site) -> None:
    key = uuid4().hex
    async with any_site.browser() as citizen:
        await citizen.page("/")
        replies = await asyncio.gather(*(citizen.say("楼上漏水怎么赔", key=key) for _ in range(4)))
    assert all(reply == replies[0] for reply in replies)
    assert await count(any_site, inquiries) == 1


async def test_two_sessions_may_use_the_same_request_id(site: Site, citizen: Visitor) -> None:
    key = uuid4().hex
    await citizen.say("楼上漏水怎么赔", key=key)
    async with site.browser() as other:
        assert (await other.say("停车费涨价合理吗", key=key))["entry"] == "property-parking-fee"


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    async with site.browser() as visitor, visitor.session.get("/") as response:
        cookie = response.cookies["kiosk"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"


async def test_the_database_holds_no_session_cookie(site: Site, citizen: Visitor) -> None:
    await citizen.say("楼上漏水怎么赔")
    cookie = next(one.value for one in citizen.session.cookie_jar if one.key == "kiosk")
    async with site.works.reading() as work:
        rows = (await work.connection.execute(select(conversations))).all()
    assert rows
    assert cookie not in str(rows)


async def test_a_reset_forgets_the_conversation_and_begins_another_session(
    site: Site, citizen: Visitor
) -> None:
    await citizen.say(UNCLEAR)
    before = next(one.value for one in citizen.session.cookie_jar if one.key == "kiosk")
    assert (await citizen.post("/api/kiosk/reset", {}))[0] == 200
    assert (await count(site, conversations), await count(site, inbox)) == (0, 0)
    assert next(one.value for one in citizen.session.cookie_jar if one.key == "kiosk") != before
    assert (await citizen.say("2"))["entry"] != CLOSE[1]


async def test_from_unsolved_to_a_case_and_its_reply(site: Site, citizen: Visitor) -> None:
    await citizen.say("楼上漏水怎么赔")
    await citizen.say(choice="unsolved")
    station = await citizen.say("官渡区关上街道")
    assert GUANSHANG in station["message"]["text"]
    await citizen.say(choice=station["message"]["buttons"][0][0]["code"])
    opened = (await citizen.say("同意"))["message"]["text"]
    number, code = opened.split("工单号：")[1].split()[0], opened.split("取件码：")[1].split()[0]
    member = await site.member(station_id=site.station_id)
    async with site.works.writing() as work:
        now = (await work.cases.get(number)).opened_at  # type: ignore[union-attr]
        await site.desk.reply(work, member, number, "请带合同来", key="r", now=now)
    async with site.browser() as later:
        status, found = await later.post("/api/kiosk/pickup", {"number": number.lower(), "code": code})
    assert status == 200
    assert found["case"]["messages"][-1]["text"] == "请带合同来"
    assert "王调解" not in str(found)


async def test_words_are_added_once_to_a_picked_up_case(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    body = {
        "number": opened.number,
        "code": opened.pickup_code,
        "act": "add",
        "text": "补充",
        "id": uuid4().hex,
    }
    for _ in range(2):
        status, found = await citizen.post("/api/kiosk/pickup/act", body)
        assert status == 200
    assert [one["text"] for one in found["case"]["messages"]].count("补充") == 1
    assert site.woken


async def test_a_closed_case_is_opened_again_by_its_pickup_code(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    member = await site.member(station_id=site.station_id)
    keys = {"number": opened.number, "code": opened.pickup_code}
    _, found = await citizen.post("/api/kiosk/pickup", keys)
    assert (found["case"]["can_add"], found["case"]["can_reopen"]) == (True, False)
    async with site.works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        await site.desk.close(work, member, opened.number, "已调解", now=case.opened_at)
    status, refused = await citizen.post(
        "/api/kiosk/pickup/act", {**keys, "act": "add", "text": "再说一句", "id": uuid4().hex}
    )
    assert (status, "已办结" in refused["error"]) == (409, True)
    await citizen.post("/api/kiosk/pickup/act", {**keys, "act": "reopen", "id": uuid4().hex})
    assert await site.state(opened.number) == "reopened"


async def test_a_wrong_pickup_code_is_one_calm_line_and_guessing_ends(site: Site) -> None:
    opened = await site.open_case()
    wrong = f"{(int(opened.pickup_code or 0) + 1) % 10**8:08d}"
    for _ in range(11):
        async with site.browser() as guesser:
            status, told = await guesser.post("/api/kiosk/pickup", {"number": opened.number, "code": wrong})
            assert (status, "没有查到" in told["error"]) == (404, True)
    async with site.browser() as owner:
        keys = {"number": opened.number, "code": opened.pickup_code}
        assert (await owner.post("/api/kiosk/pickup", keys))[0] == 404


async def test_the_hundred_and_twenty_first_request_of_a_minute_is_asked_to_wait(citizen: Visitor) -> None:
    answers = [await citizen.post("/api/kiosk/say", {}) for _ in range(121)]
    assert [status for status, _ in answers] == [400] * 120 + [429]
    assert "等一会儿" in answers[-1][1]["error"]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 9000, "application/json", 400),
        (b'{"id":"0123456789", "text":"x"}', "text/plain", 415),
        (b'{"text":"' + b"x" * 17000 + b'"}', "application/json", 413),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_in_chinese(
    citizen: Visitor, data: bytes, kind: str, status: int
) -> None:
    async with citizen.session.post("/api/kiosk/say", data=data, headers={"Content-Type": kind}) as response:
        assert response.status == status
        assert (await response.json())["error"].endswith("。")


async def test_a_kiosk_set_up_for_a_station_refers_to_it(site: Site) -> None:
    async with site.browser() as kiosk:
        assert GUANSHANG in (await kiosk.page(f"/?station={site.station_id}"))[1]
        assert GUANSHANG in (await kiosk.page("/"))[1]
        await kiosk.say("月球上怎么种菜才能发财")
        assert GUANSHANG in (await kiosk.say(choice="human"))["message"]["text"]


async def test_the_configured_station_is_the_kiosks(
    tmp_path: Path, small_knowledge: KnowledgeBase, directory: Directory
) -> None:
    station = next(one for one in directory.stations if one.name == GUANSHANG)
    async with (
        served(tmp_path, small_knowledge, directory, LEGALBOT_KIOSK_STATION=station.id) as site,
        site.browser() as kiosk,
    ):
        assert GUANSHANG in (await kiosk.say(choice="human"))["message"]["text"]


async def test_an_unknown_station_in_the_address_is_left_out(site: Site) -> None:
    async with site.browser() as kiosk, kiosk.session.get("/?station=<b>nowhere") as response:
        assert response.status == 200
        assert "kiosk_station" not in response.cookies
        assert "nowhere" not in await response.text()
