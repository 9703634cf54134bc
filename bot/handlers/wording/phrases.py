"""Fixed phrases, by kind."""

from __future__ import annotations

from bot.faq.understood import OutKind, TalkKind

WHAT_WE_DO = "我能回答物业、邻里、安全生产、工伤和公共法律服务的问题，也能帮您找服务站、转工作人员。"

TALK: dict[TalkKind, str] = {
    "greeting": f"您好！我是春城法律服务机器人。{WHAT_WE_DO}请直接说您遇到了什么事，比如“楼上漏水不肯修”。",
    "thanks": "不客气！还有别的问题，直接打字问就行。",
    "bye": "再见，祝您顺利！有事随时来问。",
    "who_are_you": f"我是春城法律服务机器人，昆明公共法律服务的自助助手。{WHAT_WE_DO}",
    "acknowledged": "好的。还有别的问题，直接打字问就行；想找人说，发“转人工”。",
    "praise": "谢谢您！还有别的问题尽管问。",
    "complaint": "对不起没帮上忙。您可以换个说法再问一次，或者发“转人工”找服务站工作人员，也可以打 12348。",
    "chitchat": f"这个我聊不好。{WHAT_WE_DO}您有这方面的事，直接说就行。",
}

OUT_OF_SCOPE: dict[OutKind, str] = {
    "non_legal": f"这个问题不在我的服务范围里。{WHAT_WE_DO}其他政务民生问题可以打 12345。",
    "junk": f"我没看明白这段内容。{WHAT_WE_DO}请用一两句话说说您遇到的事。",
    "abuse": "我听出您有些生气。说说遇到了什么事，我尽力帮您；也可以发“转人工”，或打 12348。",
    "blank": "我没收到文字内容。请用一两句话说说您遇到的事，比如“老板不给报工伤”。",
}
