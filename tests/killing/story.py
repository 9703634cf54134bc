"""What people do in the town: every act on a case, by Telegram, kiosk and console. Nobody does a thing twice."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from tests.killing.town import PATIENCE_SECONDS, Browser, Town

COUNTY = "S530103"
CITIZEN, OTHER, WANG, ZHAO = 42, 43, 501, 502
CASES = 3


@dataclass(frozen=True)
class Place:
    """A station with its staff chat, and how citizens call it. Each part of the story has its own, so that all can
    happen at once."""

    station_id: str
    chat: int
    words: str
    name: str


FIRST = Place("S530111001", -100500, "我在官渡区关上街道", "关上街道公共法律服务站")
SECOND = Place("S530103008", -100600, "我在盘龙区茨坝街道", "茨坝街道公共法律服务站")
THIRD = Place("S530111002", -100700, "我在官渡区太和街道", "太和街道公共法律服务站")
FOURTH = Place("S530103001", -100800, "我在盘龙区拓东街道", "拓东街道公共法律服务站")
_NUMBER = re.compile(r"KM\d{6}-[0-9A-Z]{5}")


async def live(town: Town) -> None:
    """The whole story."""
    await asyncio.gather(_long_case(town), _withdrawn_case(town), _kiosk_case(town))


async def _link(town: Town, place: Place, user: int) -> None:
    await town.people.say(place.chat, f"/link {await town.chat_code(place.station_id)}", user=user)
    await _sees(town, place.chat, "已绑定")


async def _open(town: Town, citizen: int, place: Place) -> str:
    people = town.people
    await people.say(citizen, "/human")
    await _sees(town, citizen, "哪个区县")
    await people.say(citizen, place.words)
    await _sees(town, citizen, place.name)
    await people.press(citizen, "提交工单")
    await _sees(town, citizen, "需要您同意")
    await people.press(citizen, "同意，提交工单")
    told = await people.wait_for(citizen, "已提交。工单号", PATIENCE_SECONDS)
    number: str = _NUMBER.findall(told["text"])[0]
    return number


async def _long_case(town: Town) -> None:
    people, chat, second = town.people, FIRST.chat, SECOND.chat
    await _link(town, FIRST, WANG)
    await _link(town, SECOND, ZHAO)
    number = await _open(town, CITIZEN, FIRST)
    case = await people.wait_for(chat, f"【新工单 {number}", PATIENCE_SECONDS)
    await people.press(chat, "接单", user=WANG)
    await _sees(town, CITIZEN, "已接单，正在办理")
    await people.say(chat, "请带合同甲", user=WANG, reply_to=case)
    await _sees(town, CITIZEN, "请带合同甲")
    await people.say(CITIZEN, "好的乙")
    await _sees(town, chat, "好的乙")
    await people.say(chat, "待补充：请说门牌丙", user=WANG, reply_to=case)
    await _sees(town, CITIZEN, "请说门牌丙")
    await people.say(CITIZEN, "二栋丁")
    await _sees(town, chat, "二栋丁")
    await people.say(chat, "转办：茨坝街道公共法律服务站 不在本辖区戊", user=WANG, reply_to=case)
    await _sees(town, CITIZEN, "不在本辖区戊")
    given = await people.wait_for(second, number, PATIENCE_SECONDS)
    await people.press(second, "接单", user=ZHAO)
    await _sees(town, second, "已接单")
    await people.say(second, "退回：开会己", user=ZHAO, reply_to=given)
    await _sees(town, second, "已退回")
    await people.say(second, "上报：太难庚", user=ZHAO, reply_to=given)
    await _sees(town, CITIZEN, "太难庚")
    async with town.member("县一", COUNTY) as one, town.member("县二", COUNTY) as other:
        await _work_at_the_console(town, number, one, other)
    await people.press(CITIZEN, "5分")
    await _sees(town, CITIZEN, "谢谢")


async def _work_at_the_console(town: Town, number: str, one: Browser, other: Browser) -> None:
    await one.act(number, "claim")
    await one.act(number, "reply", text="我们来办辛")
    await _sees(town, CITIZEN, "我们来办辛")
    await one.act(number, "close", text="已处理壬")
    await _sees(town, CITIZEN, "已处理壬")
    await town.people.press(CITIZEN, "没解决，重开")
    await _sees(town, CITIZEN, "已重开")
    await other.act(number, "claim")
    await other.act(number, "close", text="重新处理癸")
    await _sees(town, CITIZEN, "重新处理癸")


async def _withdrawn_case(town: Town) -> None:
    await _link(town, THIRD, WANG)
    number = await _open(town, OTHER, THIRD)
    await _sees(town, THIRD.chat, f"【新工单 {number}")
    await town.people.say(OTHER, "/my")
    await _sees(town, OTHER, "待接单")
    await town.people.press(OTHER, "撤回")
    await _sees(town, THIRD.chat, "撤回")
    await _sees(town, OTHER, "已撤回")


async def _kiosk_case(town: Town) -> None:
    await _link(town, FOURTH, ZHAO)
    async with town.browser() as visitor, town.member("站一", FOURTH.station_id) as staff:
        await visitor.until_answered("GET", "/")
        await visitor.say(choice="human")
        station = await visitor.say(FOURTH.words)
        await visitor.say(choice=station["message"]["buttons"][0][0]["code"])
        opened = (await visitor.say("同意"))["message"]["text"]
        number, code = _NUMBER.findall(opened)[0], opened.split("取件码：")[1].split()[0]
        keys = {"number": number, "code": code}
        await _sees(town, FOURTH.chat, f"【新工单 {number}")
        await staff.act(number, "claim")
        await staff.act(number, "ask", text="请说楼号子")
        await visitor.post(
            "/api/kiosk/pickup/act", {**keys, "act": "add", "text": "三栋丑", "id": "kiosk-add-1"}
        )
        await _sees(town, FOURTH.chat, "三栋丑")
        await staff.act(number, "close", text="办好寅")
        await visitor.post(
            "/api/kiosk/pickup/act", {**keys, "act": "reopen", "text": "没好卯", "id": "kiosk-re-1"}
        )
        await _sees(town, FOURTH.chat, "没好卯")
        await visitor.post(
            "/api/kiosk/pickup/act", {**keys, "act": "withdraw", "text": "", "id": "kiosk-wd-1"}
        )
        shown = await visitor.post("/api/kiosk/pickup", keys)
        assert shown["case"]["state"] == "已撤回"


async def _sees(town: Town, chat: int, words: str) -> None:
    await town.people.wait_for(chat, words, PATIENCE_SECONDS)
