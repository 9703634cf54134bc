"""describe(reply): a Reply in the citizen's language, with its buttons. A new kind of Reply fails the type check here."""

from __future__ import annotations

import re
from typing import assert_never

from bot.conversation import (
    Answer,
    AskConsent,
    AskPlace,
    CaseAdded,
    CaseOpened,
    Choice,
    Clarify,
    Emergency,
    LawTexts,
    More,
    MyCases,
    Note,
    OutOfScope,
    Refer,
    Reply,
    Smalltalk,
    Verb,
)
from bot.deadlines.talk import (
    DeadlineAskDate,
    DeadlineConfirm,
    DeadlineFile,
    DeadlineMenu,
    DeadlineResult,
    MyReminders,
    ReminderCancelled,
    ReminderSet,
)
from bot.delivery import Button, Message
from bot.handlers.wording.answer import describe_answer, describe_more
from bot.handlers.wording.buttons import HUMAN, NEW_QUESTION, button, rows
from bot.handlers.wording.clock import describe_moment, describe_next_step
from bot.handlers.wording.deadline_talk import describe_deadline
from bot.handlers.wording.law import describe_laws
from bot.handlers.wording.notes import describe_note
from bot.handlers.wording.notice import describe_subscription
from bot.handlers.wording.phrases import OUT_OF_SCOPE, TALK
from bot.handlers.wording.place import describe_ask_place, describe_refer
from bot.notices.talk import (
    CannotSubscribe,
    SubscriptionArea,
    SubscriptionConsent,
    SubscriptionMenu,
    Unsubscribed,
)
from bot.referral.case import STATE_NAMES, CaseState, CaseSummary

_HOTLINE = re.compile(r"(?<!\d)(1(?:10|19|20|22)|12\d{3}|95598)(?!\d)")


def describe(reply: Reply) -> Message:
    """The message that says this reply."""
    match reply:
        case Answer():
            return describe_answer(reply)
        case Clarify():
            return _clarify(reply)
        case Emergency():
            return _emergency(reply)
        case Smalltalk():
            return Message(TALK[reply.kind])
        case OutOfScope():
            return Message(OUT_OF_SCOPE[reply.kind], rows(HUMAN))
        case AskPlace():
            return describe_ask_place(reply)
        case Refer():
            return describe_refer(reply)
        case AskConsent():
            return _consent(reply)
        case CaseOpened():
            return _opened(reply)
        case CaseAdded():
            return Message(f"已补充到工单 {reply.number}，工作人员会看到。", rows(NEW_QUESTION))
        case MyCases():
            return _my_cases(reply)
        case More():
            return describe_more(reply)
        case LawTexts():
            return describe_laws(reply)
        case DeadlineMenu() | DeadlineAskDate() | DeadlineConfirm() | DeadlineResult() | DeadlineFile():
            return describe_deadline(reply)
        case ReminderSet() | MyReminders() | ReminderCancelled():
            return describe_deadline(reply)
        case SubscriptionMenu() | SubscriptionArea() | SubscriptionConsent() | Unsubscribed():
            return describe_subscription(reply)
        case CannotSubscribe():
            return describe_subscription(reply)
        case Note():
            return describe_note(reply)
        case _:
            assert_never(reply)


def hotlines_in(message: Message) -> list[str]:
    """The service numbers that a message names, each once, in order."""
    return list(dict.fromkeys(_HOTLINE.findall(message.text)))


def consent_text(ask: AskConsent) -> str:
    """What the citizen agrees to, word for word; its hash is kept with the case."""
    return (
        f"要把您的问题交给【{ask.serving.station.name}】的工作人员办理，需要您同意：\n"
        "· 会交给他们：您的问题和刚才的对话文字。\n"
        "· 不会交给他们：您的账号、电话、姓名（除非您自己写在文字里，请不要写身份证号、银行卡号）。\n"
        "· 工作人员就在这里回复您（在自助终端上，凭取件码回来看）；您随时可以撤回工单、导出或删除记录。"
    )


def _clarify(reply: Clarify) -> Message:
    lines = [f"{n}. {entry.label}" for n, entry in enumerate(reply.entries, 1)]
    text = "您想问的是哪一个？点一下，或者回复数字：\n" + "\n".join(lines)
    options = [
        (button(f"{n}. {entry.label}", Verb.ENTRY, entry.id),) for n, entry in enumerate(reply.entries, 1)
    ]
    return Message(text, (*options, (button("都不是", Verb.NONE_OF_THESE),)))


def _emergency(reply: Emergency) -> Message:
    danger = reply.danger
    first = "【紧急】请马上打电话：" + "、".join(
        f"{number}（{_WHO.get(number, '求助')}）" for number in danger.hotlines
    )
    steps = "\n".join(f"{n}. {step}" for n, step in enumerate(danger.steps, 1))
    text = f"{first}\n{steps}"
    if reply.entry is None:
        return Message(text, rows(HUMAN), tone="emergency")
    more = button(f"看：{reply.entry.label}", Verb.ENTRY, reply.entry.id)
    return Message(f"{text}\n人安全以后，可以点下面看后续怎么办。", ((more,), *rows(HUMAN)), tone="emergency")


_WHO = {
    "120": "急救",
    "119": "火警、救援",
    "110": "报警",
    "122": "交通事故",
    "12350": "安全生产举报",
    "12356": "心理援助",
    "12338": "妇女维权",
    "12355": "青少年服务",
    "95598": "供电抢修",
    "12345": "政务服务",
    "12348": "法律服务",
}


def _consent(reply: AskConsent) -> Message:
    question = f"\n\n您的问题：{reply.question[:200]}" if reply.question else ""
    agree = (Button("同意，提交工单", Choice(Verb.CONSENT).code), Button("不提交", Choice(Verb.DECLINE).code))
    return Message(consent_text(reply) + question, (agree,))


def _opened(reply: CaseOpened) -> Message:
    text = f"已提交。工单号：{reply.number}\n受理：{reply.station_name}\n"
    if reply.pickup_code:
        text += (
            f"取件码：{reply.pickup_code}\n"
            "请把工单号和取件码抄下来或拍下来（只显示这一次）。回到任何一台服务终端，点“查工单”输入这两个号码，就能看到回复。"
        )
    else:
        text += "工作人员回复后会发到这里。发送 /my 可以随时看办到哪一步；您接着写的内容会补充到这个工单。"
    return Message(text, rows((Verb.MY, "我的工单"), NEW_QUESTION))


def _my_cases(reply: MyCases) -> Message:
    if not reply.cases:
        return Message("您还没有工单。问题没解决时，点“没解决”或“转人工”就可以提交给服务站。", rows(HUMAN))
    text = "\n\n".join(_case(case) for case in reply.cases)
    return Message(text, tuple(row for case in reply.cases[:3] for row in _case_buttons(case)))


def _case_buttons(case: CaseSummary) -> tuple[tuple[Button, ...], ...]:
    if case.state is CaseState.CLOSED:
        stars = tuple(button(f"{n}分", Verb.RATE, f"{case.number}:1:{n}") for n in range(1, 6))
        return ((button(f"{case.number} 没解决，重开", Verb.REOPEN, case.number),), stars)
    if case.state.is_over:
        return ()
    withdraw = (button(f"撤回 {case.number}", Verb.WITHDRAW, case.number),)
    phone = (button("让经办人看到我的电话", Verb.RELEASE, case.number),)
    phone_back = (button("收回电话", Verb.TAKE_BACK, case.number),)
    return (withdraw, phone_back if case.has_phone else phone)


def describe_standing(case: CaseSummary) -> list[str]:
    """Who has the case since when, and what comes next by when; one line each."""
    held = f"，{describe_moment(case.held_since or case.changed_at)}起"
    holder = f"{case.station_name}{'的经办人' if case.held_since else ''}"
    if case.state.is_over:
        return [f"承办：{holder}", *([f"办理结果：{case.result}"] if case.result else [])]
    lines = [f"现在由谁办：{holder}{held}"]
    if case.is_joined:
        lines.append("与别人反映的同一件事一起办理。")
    return [*lines, *filter(None, [describe_next_step(case.clock)])]


def _case(case: CaseSummary) -> str:
    who, *next_lines = describe_standing(case)
    lines = [f"工单 {case.number}（{STATE_NAMES[case.state]}）", who, f"问题：{case.question[:80]}"]
    if case.is_joined and next_lines and not case.state.is_over:
        lines.append(next_lines.pop(0))
    # What the service noted for staff (对方停用了机器人 …) is not for whom it is about.
    lines += [f"服务站回复：{one.shown}" for one in case.messages[-6:] if one.author == "staff"]
    lines += next_lines
    if case.state.is_unclaimed:
        lines.append("急的话可以先打 12348。")
    return "\n".join(line for line in lines if line)
