"""A citizen comes back with number and code: who has the case, what next, files both ways, stars, the phone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.desk import OpenedCase, Role, StaffMember
from bot.referral.case import Attachment, CaseMessage
from bot.referral.case_file import read_case_file
from bot.storage.tables import cases
from tests.handlers.site import GUANSHANG, Site, Visitor
from tests.pictures import SECRET, told_jpeg, told_png

ADD, ACT, FILE = "/api/kiosk/pickup/add", "/api/kiosk/pickup/act", "/api/kiosk/pickup/file"


def _keys(opened: OpenedCase) -> dict[str, str]:
    return {"number": opened.number, "code": opened.pickup_code or ""}


async def _act(visitor: Visitor, opened: OpenedCase, act: str, **more: Any) -> tuple[int, dict[str, Any]]:
    return await visitor.post(ACT, {**_keys(opened), "id": uuid4().hex, "act": act, **more})


async def _shown(visitor: Visitor, opened: OpenedCase) -> dict[str, Any]:
    status, found = await visitor.post("/api/kiosk/pickup", _keys(opened))
    assert status == 200, found
    return dict(found["case"])


async def _reply(site: Site, opened: OpenedCase, **more: Any) -> StaffMember:
    member = await site.member(station_id=site.station_id)
    async with site.works.writing() as work:
        now = datetime.now(UTC)
        await site.desk.reply(work, member, opened.number, "您好", key=uuid4().hex, now=now, **more)
    return member


async def test_it_says_who_has_the_case_since_when_and_what_comes_next_by_when(
    site: Site, citizen: Visitor
) -> None:
    opened = await site.open_case()
    lines = (await _shown(citizen, opened))["lines"]
    assert lines[0].startswith(f"现在由谁办：{GUANSHANG}，")
    assert lines[0].endswith("起")
    assert lines[1].startswith("下一步：服务站接单，")
    await _reply(site, opened)
    lines = (await _shown(citizen, opened))["lines"]
    assert f"{GUANSHANG}的经办人" in lines[0]
    assert lines[1].startswith("下一步：办结，或告诉您下一步，")


async def test_photos_and_papers_are_added_once_and_lose_their_place(any_site: Site) -> None:
    site, opened, key = any_site, await any_site.open_case(), uuid4().hex
    async with site.browser() as citizen:
        await citizen.page("/")
        files = [("现场.jpg", told_jpeg()), ("合同.pdf", b"%PDF")]
        fields = {**_keys(opened), "id": key, "text": "补两样"}
        answers = await asyncio.gather(*(citizen.upload(ADD, fields, files) for _ in range(2)))
        assert [status for status, _ in answers] == [200, 200], answers
        said = answers[0][1]["case"]["messages"][-1]
        assert [one["is_photo"] for one in said["files"]] == [True, False]
        body = {**_keys(opened), "message": said["id"], "place": 0}
        async with citizen.session.post(FILE, json=body) as response:
            assert response.status == 200
            assert response.headers["Content-Type"] == "image/jpeg"
            content = await response.read()
    assert SECRET not in content
    assert len(await site.files(opened.number)) == 2
    assert site.woken


async def test_a_station_without_a_chat_sees_them_in_the_console(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    status, _ = await citizen.upload(ADD, {**_keys(opened), "id": uuid4().hex}, [("a.png", told_png())])
    assert status == 200
    async with site.browser() as mediator:
        await mediator.join(await site.invitation("王调解", Role.STATION, site.station_id))
        page = (await mediator.page(f"/console/cases/{opened.number}"))[1]
        address = page.split('<img src="')[1].split('"')[0]
        status, content, headers = await mediator.fetch(address)
    assert (status, headers["Content-Type"], SECRET in content) == (200, "image/png", False)


async def test_what_the_station_sent_is_opened_by_the_code_alone(site: Site, citizen: Visitor) -> None:
    opened, other = await site.open_case(), await site.open_case("别人的事")
    site.messenger.files["p1"] = told_jpeg()
    await _reply(
        site, opened, files=(read_case_file("表.pdf", b"%PDF"),), attachments=(Attachment("photo", "p1"),)
    )
    said = (await _shown(citizen, opened))["messages"][-1]
    body = {**_keys(opened), "message": said["id"], "place": 0}
    async with citizen.session.post(FILE, json=body) as response:
        assert (response.status, SECRET in await response.read()) == (200, False)
    async with citizen.session.post(FILE, json={**body, "place": 1}) as response:
        assert await response.read() == b"%PDF"
        assert response.headers["Content-Disposition"].startswith("attachment")
    for wrong in ({**body, **_keys(other)}, {**body, "place": 2}, {**body, "message": 10**9}):
        status, told = await citizen.post(FILE, wrong)
        assert (status, told["error"].endswith("。")) == (410, True)
    status, told = await citizen.post(FILE, {**body, "code": "00000000"})
    assert (status, "没有查到" in told["error"]) == (404, True)
    for odd in ({"place": -1}, {"place": True}, {"message": "1"}, {"message": 2**70}):
        assert (await citizen.post(FILE, {**body, **odd}))[0] == 400
    site.messenger.is_off = True
    assert (await citizen.post(FILE, body))[0] == 503


@pytest.mark.parametrize(
    ("files", "status", "why"),
    [
        ([("a.mov", b"\x00\x00\x00\x14ftypqt  ")], 422, "拍摄地点"),
        ([("a.pdf", b"x" * (20 * 2**20)), ("b.pdf", b"y")], 413, "超过 20 MB"),
        ([], 400, "请先写上"),
    ],
)
async def test_what_cannot_be_taken_is_said(
    site: Site, citizen: Visitor, files: list[tuple[str, bytes]], status: int, why: str
) -> None:
    opened = await site.open_case()
    answer = await citizen.upload(ADD, {**_keys(opened), "id": uuid4().hex}, files)
    assert (answer[0], why in answer[1]["error"]) == (status, True)
    assert await site.files(opened.number) == []


async def test_a_wrong_code_uploads_nothing_and_is_counted(site: Site) -> None:
    opened = await site.open_case()
    for _ in range(11):
        async with site.browser() as guesser:
            fields = {"number": opened.number, "code": "00000000", "id": uuid4().hex}
            assert (await guesser.upload(ADD, fields, [("a.pdf", b"%PDF")]))[0] == 404
    async with site.browser() as owner:
        assert (await owner.post("/api/kiosk/pickup", _keys(opened)))[0] == 404
    assert await site.files(opened.number) == []


async def test_a_case_takes_sixty_files_of_one_side(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    ten = [(f"{n}.txt", b"x") for n in range(10)]
    for _ in range(6):
        assert (await citizen.upload(ADD, {**_keys(opened), "id": uuid4().hex}, ten))[0] == 200
    status, told = await citizen.upload(ADD, {**_keys(opened), "id": uuid4().hex}, ten[:1])
    assert (status, "60 个文件" in told["error"]) == (409, True)
    assert len(await site.files(opened.number)) == 60


async def test_a_closed_case_is_rated_and_once_more_after_a_week(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    assert (await _act(citizen, opened, "rate", stars=5))[0] == 409
    member = await _reply(site, opened)
    async with site.works.writing() as work:
        await site.desk.close(work, member, opened.number, "好了", now=datetime.now(UTC))
    shown = await _shown(citizen, opened)
    assert "办理结果：好了" in shown["lines"]
    assert (shown["can_rate"], shown["stars"], "打个分" in shown["rate_question"]) == (True, None, True)
    for stars in (0, 6, "5", True, None):
        assert (await _act(citizen, opened, "rate", stars=stars))[0] == 400
    assert (await _act(citizen, opened, "rate", stars=2))[1]["case"]["stars"] == 2
    async with site.works.writing() as work:
        long_ago = datetime.now(UTC) - timedelta(days=8)
        await work.connection.execute(cases.update().values(closed_at=long_ago))
    assert "真的解决了吗" in (await _shown(citizen, opened))["rate_question"]
    assert (await _act(citizen, opened, "rate", stars=4))[1]["case"]["stars"] == 4
    async with site.works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        assert await work.cases.ratings(case) == {1: 2, 2: 4}
    assert (await _act(citizen, opened, "reopen"))[0] == 200
    assert await site.state(opened.number) == "reopened"


async def test_after_thirty_days_reopening_is_not_offered(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    member = await _reply(site, opened)
    async with site.works.writing() as work:
        await site.desk.close(work, member, opened.number, "好了", now=datetime.now(UTC) - timedelta(days=31))
    assert not (await _shown(citizen, opened))["can_reopen"]
    assert (await _act(citizen, opened, "reopen"))[0] == 409


async def test_a_phone_is_given_and_taken_back_with_the_code(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    status, told = await _act(citizen, opened, "release")
    assert (status, "还没有看到您写电话" in told["error"]) == (409, True)
    await _act(citizen, opened, "add", text="打13800001111")
    assert (await _act(citizen, opened, "release"))[1]["case"]["has_phone"]
    assert not (await _act(citizen, opened, "take_back"))[1]["case"]["has_phone"]
    async with site.works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        assert (case.phone, case.withheld) == (None, ("13800001111",))


async def test_a_case_is_withdrawn_with_the_code(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    status, found = await _act(citizen, opened, "withdraw")
    assert (status, found["case"]["can_add"], found["case"]["can_rate"]) == (200, False, False)
    assert await site.state(opened.number) == "withdrawn"


async def test_in_the_conversation_files_go_to_the_case_that_runs_and_nowhere_else(
    site: Site, citizen: Visitor
) -> None:
    photo = [("a.png", told_png())]
    status, answer = await citizen.upload("/api/kiosk/files", {"id": uuid4().hex, "text": ""}, photo)
    assert (status, "请先点“转人工”" in answer["message"]["text"]) == (200, True)
    await citizen.say("楼上漏水怎么赔")
    await citizen.say(choice="unsolved")
    station = await citizen.say("官渡区关上街道")
    await citizen.say(choice=station["message"]["buttons"][0][0]["code"])
    opened = await citizen.say("同意")
    assert opened["takes_files"]
    number = opened["message"]["text"].split("工单号：")[1].split()[0]
    body = {"id": uuid4().hex, "text": "卫生间那面墙"}
    for _ in range(2):
        status, answer = await citizen.upload("/api/kiosk/files", body, photo)
        assert (status, f"已补充到工单 {number}" in answer["message"]["text"]) == (200, True)
    (kept,) = await site.files(number)
    async with site.works.reading() as work:
        assert SECRET not in (await work.files.content(kept.kept) or b"")


async def test_that_something_did_not_reach_the_stations_chat_is_seen(site: Site, citizen: Visitor) -> None:
    opened = await site.open_case()
    async with site.works.writing() as work:
        case = await work.cases.get(opened.number)
        assert case is not None
        note = CaseMessage("system", "有内容没能送到服务站的工作群。", datetime.now(UTC))
        await work.cases.add_message(case, note, key="note")
    said = (await _shown(citizen, opened))["messages"][-1]
    assert (said["who"], "没能送到" in said["text"]) == ("说明", True)
