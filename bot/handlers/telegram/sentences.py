"""What the bot says in staff chats of its own accord, and the few sentences that only Telegram needs."""

from __future__ import annotations

from dataclasses import replace

from bot.delivery import Button, Message
from bot.handlers.telegram.layout import LOCATION_RECEIVED, STAFF_PROMPT

SORRY = Message(
    "对不起，刚才出了点问题，没能处理您的消息。请再发一次；着急请打 12348，有人受伤、着火、被困请马上打 120、119、110。"
)
GROUP_COMMAND = Message(
    "为了保护隐私，我不在群里解答个人问题：请点我的头像，私下和我说。\n"
    "服务站要把本群设为值班群，请发：/link 绑定码"
)
LOCATION_THANKS = Message("收到您的位置，正在找最合适的站点。", tone=LOCATION_RECEIVED)
EDIT_SEEN = "看到您改了内容，按改后的来："

ANONYMOUS = Message(
    "您现在是以“匿名管理员”身份发言，系统认不出是哪一位工作人员，不能办理工单。\n"
    "请在群设置里关闭自己的“匿名”后再操作。"
)
DISMISSED = Message("您的工作人员身份已经停用，不能办理工单。请联系管理员。")
BAD_CODE = Message("绑定没有成功：绑定码不对、已经用过或者过期了。请管理员重新生成一个，再发：/link 绑定码")
NO_CODE = Message("请在 /link 后面写上绑定码，比如：/link 1A2B3C4D5E")
UNLINKED = Message("本聊天已解除绑定，以后不再收到工单。")
NOT_LINKED = Message("本聊天没有绑定服务站。要绑定，请发：/link 绑定码")
WHICH_CASE = Message("没认出您要答复的是哪个工单。请引用（回复）带工单号的那条消息。")
HINT = Message(
    "这里是服务站的值班聊天。要答复群众，请引用（回复）那条工单消息再写；办结请以“办结：”开头。要解除绑定，发 /unlink。"
)
WORDS_ONLY = Message(
    "没有送出：只能把文字、照片和 20 MB 以内的文件转给群众（语音、贴图、视频、位置、名片、投票不行）。"
)
FILE_REFUSED = {
    "not_a_photo": Message("没有送出：以“文件”发的图片、视频可能带着拍摄地点，请改用“照片”方式发。"),
    "too_big": Message("没有送出：文件超过 20 MB。"),
}
NO_SUCH_CASE = "没有这个工单，或者它已经转到别的站了"


def linked(station_name: str) -> Message:
    """The chat serves a station from now on."""
    return Message(
        f"已绑定：{station_name}。\n新工单会发到这里。点“接单”接办；引用（回复）工单消息，您写的内容会送给群众；"
        "以“办结：”开头的回复会办结工单，以“待补充：”开头的会请群众补充。"
        "转办、上报、退回点按钮；没人在时可能被列为“没有回应”，发 /here 恢复。\n群众看不到您的名字和账号。"
    )


def passed_on(number: str, is_pushed: bool) -> Message:
    """The staff's words are on their way."""
    way = "已送往群众" if is_pushed else "已记下，群众凭取件码可以看到"
    return Message(f"【工单 {number}】{way}。")


def asked(number: str) -> Message:
    """The citizen is asked for something."""
    return Message(f"【工单 {number}】已请群众补充，等对方回复。")


def closed(number: str) -> Message:
    """The case is closed."""
    return Message(f"【工单 {number}】已办结，并告诉了群众。")


def not_done(number: str, why: str) -> Message:
    """The act was refused."""
    return Message(f"【工单 {number}】没有办成：{why}。")


def undelivered(number: str, why: str) -> Message:
    """What was written to the citizen did not reach them."""
    return Message(
        f"【工单 {number}】有一条消息没能送到群众：{why}。对方可以凭 /my 再来查看；请在工单里注明。"
    )


def unread(number: str, station_name: str) -> Message:
    """What the citizen wrote did not reach the station's chat."""
    return Message(
        f"【工单 {number}】您写的内容没能送到{station_name}的工作群，已经记在工单里；"
        "站点不处理，系统会自动上报。着急请打 12348。"
    )


def without_file(done: Message) -> Message:
    """The act was done, but what hung on its words was not passed on."""
    return replace(done, text=f"{done.text}\n附带的照片或文件没有送出：请另外引用工单消息再发一次。")


_PROMPTS = {
    "close": "写明办理结果；群众会看到",
    "ask": "写明要群众补充什么",
    "back": "写明为什么退回；只有同事看到",
    "up": "写明为什么上报到上级站点；群众会看到",
    "move": "写：转到哪个站点，空一格（或换行）再写原因；群众会看到原因。例如：官渡区关上 不在本辖区",
    "sub": "写明为什么由您接替（值班、同事休假等）",
}
# Telegram shows a presser 200 characters.
_MOST_SHOWN = 160
PROMPT_NAMES = {"close": "办结", "ask": "请补充", "back": "退回", "up": "上报", "move": "转办", "sub": "接替"}


def prompt(act: str, number: str) -> Message:
    """A reply to this message does the act."""
    return Message(
        f"【{PROMPT_NAMES[act]}工单 {number}】请引用（回复）本条消息，{_PROMPTS[act]}。", tone=STAFF_PROMPT
    )


def which_station(number: str, names: list[tuple[str, str]], reason: str, more: int) -> Message:
    """Several stations have these words in their names."""
    rest = f"还有 {more} 个没列出，也可以把名字写全些再回复。" if more else ""
    buttons = tuple((Button(name, f"staff-to:{number}:{station_id}"),) for station_id, name in names)
    return Message(f"【转办工单 {number}】有好几个站点，请选一个。{rest}\n原因：{reason}", buttons)


def transferred(number: str, station_name: str) -> Message:
    """Another station has it."""
    return Message(f"【工单 {number}】已转给{station_name}，并告诉了群众。")


def substituted(number: str, name: str) -> Message:
    """A colleague took over."""
    return Message(f"【工单 {number}】由 {name} 接替办理。")


def joined(number: str, lead: str) -> Message:
    """Worked under a lead case."""
    return Message(f"【工单 {number}】已并入 {lead} 一起办；答复和办结 {lead}，两边的群众都会收到。")


def numbers(found: tuple[str, ...]) -> str:
    """Shown to the presser alone; what has no room there is said to be left out."""
    if not found:
        return "这个工单里没有被遮住的号码。"
    shown = [one for place, one in enumerate(found) if len("、".join(found[: place + 1])) <= _MOST_SHOWN]
    left = len(found) - len(shown)
    return "、".join(shown) + (f"……还有 {left} 个，请到网页值班台看。" if left else "")


HERE = Message("好的，记下了：本站有人在岗，新工单照常派来。")


def already_yours(number: str) -> str:
    """For the one who pressed twice."""
    return f"工单 {number} 您已经接了。"


def taken_by(number: str, name: str) -> str:
    """For the one who came second."""
    return f"工单 {number} 已由 {name} 接办了。"
