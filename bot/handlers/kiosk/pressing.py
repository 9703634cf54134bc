"""A kiosk has buttons where a messenger has commands: 发 /station is 按“找服务站” here."""

from __future__ import annotations

import re

_BUTTONS = {
    "/start": "重新开始",
    "/my": "查工单",
    "/human": "转人工",
    "/station": "找服务站",
    "/privacy": "隐私说明",
}
_COMMAND = "(?:" + "|".join(_BUTTONS) + ")(?![a-z])"
# What is said of another channel (Telegram 上发 /my) stays as it is.
_SEND = re.compile(rf"(?<!Telegram 上)(?<!的渠道)发送? ?({_COMMAND}(?:、{_COMMAND})*) ?(重新开始)?")
_LIST = re.compile(r"(?:常用)?命令：/[a-z]+ [一-鿿]+(?:[，　]+/[a-z]+ [一-鿿]+)*")
_ALL = "按钮：屏幕下面有“转人工”“找服务站”“查工单”“重新开始”，最上面有“隐私说明”；要算期限，就写“算期限”"


def pressed_instead(text: str) -> str:
    """The same text with what to press in place of what to send."""
    return _SEND.sub(_press, _LIST.sub(_ALL, text))


def _press(found: re.Match[str]) -> str:
    # 发 /start 重新开始: the button says the rest already.
    names = "".join(f"“{_BUTTONS[one]}”" for one in found[1].split("、"))
    return "按" + names
