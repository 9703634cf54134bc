"""How a notice looks, and what is said around subscriptions to notices."""

from __future__ import annotations

from typing import assert_never

from bot.conversation import Verb
from bot.delivery import Button, Message
from bot.handlers.wording.buttons import HUMAN, button, rows, two_columns
from bot.notices.notice import TOPICS, Content
from bot.notices.quiet import QuietHours
from bot.notices.talk import (
    CannotSubscribe,
    SubscriptionArea,
    SubscriptionConsent,
    SubscriptionMenu,
    SubscriptionReply,
    Unsubscribed,
)

_CHANGED = {
    "": "",
    "in": "订阅成功。",
    "quiet": "免打扰时间已改好。",
    "out": "已退订这一类。",
}
_QUIET_CHOICES = ((21, 8), (20, 9), (22, 7))


def describe_notice(broadcast_id: int, content: Content) -> Message:
    """The notice as citizens see it, with the way out under it. Implements `broadcast.Wording`."""
    text = content.text.strip()
    if content.link:
        text += f"\n详情：{content.link}"
    return Message(text, ((button("退订", Verb.UNSUBSCRIBE, str(broadcast_id)),),), tone="notice")


def subscription_consent(topic: str, area: str) -> str:
    """What a subscriber agrees to; kept with the subscription, word for word."""
    return (
        f"订阅【{topic}】（{area}）的通知：\n"
        "· 有这类通知时会发到您现在用的这里，晚上9点到早上8点不打扰（可以改）。\n"
        "· 我们为此保存：您在这里的账号编号、订阅的主题和地区、同意的时间。不用于别的。\n"
        "· 每条通知下面都有“退订”，点一下就不再发；也可以随时发 /unsubscribe。"
    )


def describe_subscription(reply: SubscriptionReply) -> Message:
    """The message that says this reply."""
    match reply:
        case SubscriptionMenu():
            return _menu(reply)
        case SubscriptionArea():
            return _area(reply)
        case SubscriptionConsent():
            agreed = button("同意，订阅", Verb.SUBSCRIPTIONS, f"{reply.topic}@{reply.division_code}+")
            return Message(reply.consent_text, ((agreed, button("不订阅", Verb.DECLINE)),))
        case Unsubscribed():
            said = "已退订，以后不会再发通知给您。" if reply.count else "您没有订阅通知，不会收到。"
            again = button("重新订阅", Verb.SUBSCRIPTIONS)
            return Message(f"{said}有法律问题照样可以问我。", ((again,),))
        case CannotSubscribe():
            return Message(
                "这里是公用的终端，不能订阅通知。想订阅的话，请在手机上找到我们的机器人，发 /subscribe。",
                rows(HUMAN),
            )
        case _:
            assert_never(reply)


def _menu(reply: SubscriptionMenu) -> Message:
    changed = _CHANGED[reply.changed]
    lines = [changed] if changed else []
    lines += [f"· {TOPICS.get(topic, topic)}：{area}" for topic, area in reply.running]
    if reply.running:
        lines.insert(1 if changed else 0, "您订阅的通知：")
        lines.append(f"免打扰：{_hours(reply.quiet)}")
    lines.append(
        "还可以订阅哪一类？点一下再选地区。" if reply.running else "想收到哪一类通知？点一下再选地区。"
    )
    topics = [button(name, Verb.SUBSCRIPTIONS, topic) for topic, name in TOPICS.items()]
    return Message("\n".join(lines), (*two_columns(topics), *(_settings(reply) if reply.running else ())))


def _settings(reply: SubscriptionMenu) -> tuple[tuple[Button, ...], ...]:
    quiet = tuple(
        button(f"免打扰 {start}–{end}点", Verb.SUBSCRIPTIONS, f"quiet/{start}-{end}")
        for start, end in _QUIET_CHOICES
        if QuietHours(start * 60, end * 60) != reply.quiet
    )
    topics = list(dict.fromkeys(topic for topic, _ in reply.running))
    out = [button(f"退订{TOPICS.get(topic, topic)}", Verb.UNSUBSCRIBE, topic) for topic in topics]
    everything = button("全部退订", Verb.UNSUBSCRIBE)
    return (quiet, *two_columns(out if len(topics) > 1 else []), (everything,))


def _area(reply: SubscriptionArea) -> Message:
    whole = button(f"整个{reply.here.short_name}", Verb.SUBSCRIPTIONS, f"{reply.topic}@{reply.here.code}!")
    below = [
        button(one.short_name, Verb.SUBSCRIPTIONS, f"{reply.topic}@{one.code}") for one in reply.below[:90]
    ]
    text = f"要哪里的【{TOPICS[reply.topic]}】通知？选得越细，收到的越贴近您。"
    return Message(text, ((whole,), *two_columns(below)))


def _hours(quiet: QuietHours) -> str:
    if quiet.start == quiet.end:
        return "没有设"
    return f"{quiet.start // 60}:{quiet.start % 60:02d} 到 {quiet.end // 60}:{quiet.end % 60:02d}"
