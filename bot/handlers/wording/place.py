"""Where are you, and which station serves there."""

from __future__ import annotations

from datetime import datetime

from bot.conversation import AskPlace, Refer, Verb
from bot.delivery import Button, Message
from bot.faq.entry import Entry
from bot.handlers.wording.buttons import button, two_columns
from bot.referral.division import Level
from bot.referral.opening import Opening
from bot.referral.station import Station

_WHY_ASK = {
    "unknown": "这个问题我没有把握，不敢乱答。可以交给服务站的工作人员。",
    "unsolved": "没帮您解决，对不起。可以交给服务站的工作人员接着办。",
    "human": "好的，帮您找工作人员。",
    "station": "帮您找最近的公共法律服务站。",
    "several": "这个地名在昆明不止一处，您说的是哪一个？",
    "not_found": "没认出这个地方。",
}
_WHERE = "您在哪个区县（或街道、社区）？点一下，或直接打字，比如“官渡关上”；手机上也可以发送位置。"
_CALL = "着急的话，可以先打 12348 法律服务热线。"


def describe_ask_place(reply: AskPlace) -> Message:
    """The question where the citizen is, with divisions to press."""
    if reply.reason == "several":
        choices = [
            button(label, Verb.PLACE, one.code)
            for one, label in zip(reply.options, reply.labels, strict=True)
        ]
        return Message(_WHY_ASK["several"], tuple((one,) for one in choices), ask_location=True)
    why = _WHY_ASK.get(reply.reason) or (
        f"{reply.understood or '您说的地方'}不在昆明市范围内，我们没有那里的站点名录。"
        "全国都可以打 12348 法律服务热线。要找昆明的服务站，请告诉我昆明的地点。"
    )
    competent = _competent(reply.entry) if reply.reason in {"unsolved", "human"} else ""
    text = "\n".join(part for part in (why, competent, _WHERE, _CALL) if part)
    return Message(
        text,
        two_columns([button(one.short_name, Verb.PLACE, one.code) for one in reply.options]),
        ask_location=True,
    )


def describe_refer(reply: Refer) -> Message:
    """The station's card, who else is competent, and what to do next."""
    station = reply.serving.station
    lines = [_opening_line(reply)]
    if reply.understood:
        lines.append(f"您的位置：{reply.understood}")
    if competent := _competent(reply.entry):
        lines.append(competent)
    lines.append(_card(station, reply.serving.distance_km))
    if opening := describe_opening(reply.serving.opening):
        lines.append(opening)
    if reply.serving.reason_zh:
        lines.append(f"为什么是这里：{reply.serving.reason_zh}")
    if reply.serving.alternatives:
        others = "、".join(one.name + _away(km) for one, km in reply.serving.alternatives[:2])
        lines.append(f"也可以去：{others}")
    lines.append("要不要现在就把问题交给这个站？点“提交工单”；也可以打 12348。")
    buttons: list[tuple[Button, ...]] = [
        (button("提交工单", Verb.CASE, station.id), button("换个地方", Verb.STATION, "other"))
    ]
    buttons += [(button(f"改选 {one.name}", Verb.CASE, one.id),) for one, _ in reply.serving.alternatives[:2]]
    deeper = [button(one.short_name, Verb.PLACE, one.code) for one in reply.deeper[:24]]
    if deeper and station.level in {Level.COUNTY, Level.CITY}:
        lines.append("知道是哪个街道（乡镇）的话，再点一下更准：")
        buttons += two_columns(deeper)
    return Message("\n".join(lines), tuple(buttons), tone="station")


def describe_opening(opening: Opening | None) -> str:
    """Whether it is open now, when next, and who answers until then."""
    if opening is None or opening.state == "not_given":
        return ""
    if opening.state == "calendar_unknown":
        return f"{opening.year} 年的放假安排还没有公布，说不准今天开不开门，请先打 12348 问。"
    if opening.state == "open":
        return f"现在开门，到 {opening.until:%H:%M}。" if opening.until else "现在开门。"
    when = (
        f"下次开门：{_day(opening.next_at)}。" if opening.next_at else "什么时候开门还说不准，请打 12348 问。"
    )
    return f"现在没有开门，{when}等不及可以打 12348（法律咨询）、12345；有危险打 110、119、120。"


def _day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日（周{'一二三四五六日'[moment.weekday()]}）{moment:%H:%M}"


def _opening_line(reply: Refer) -> str:
    return {
        "unknown": "这个问题我没有把握，不敢乱答。下面这个站的工作人员可以帮您。",
        "unsolved": "没帮您解决，对不起。下面这个站的工作人员可以接着办。",
        "human": "好的，下面这个站的工作人员可以帮您。",
        "station": "最适合您的站点：",
    }[reply.reason]


def _card(station: Station, distance_km: float | None) -> str:
    lines = [f"▍{station.name}{_away(distance_km)}"]
    if station.address:
        lines.append(f"地址：{station.address}")
    if station.phone:
        lines.append(f"电话：{_listed(station.phone)}")
    if station.duty_phone and station.duty_phone != station.phone:
        lines.append(f"值班电话：{_listed(station.duty_phone)}")
    if station.hours is not None:
        lines.append(f"时间：{station.hours.text}")
    if not station.verified:
        lines.append("这条站点信息还没有核实：去之前请先打 12348 确认地点和时间。")
    return "\n".join(lines)


def _listed(phones: str) -> str:
    return "、".join(one.strip() for one in phones.split(";"))


def _away(distance_km: float | None) -> str:
    if distance_km is None:
        return ""
    return f"（约 {distance_km * 1000:.0f} 米）" if distance_km < 1 else f"（约 {distance_km:.1f} 公里）"


def _competent(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return "主管单位：" + "；".join(
        one.body + (f" {one.hotline}" if one.hotline else "") for one in entry.competent
    )
