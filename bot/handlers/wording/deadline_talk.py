"""What is said on the way to a reckoned day, and about reminders."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot.conversation import Verb
from bot.deadlines.arithmetic import Due
from bot.deadlines.ics import MIME
from bot.deadlines.reminder import Reminder
from bot.deadlines.talk import (
    DeadlineAskDate,
    DeadlineConfirm,
    DeadlineFile,
    DeadlineMenu,
    DeadlineReply,
    DeadlineResult,
    MyReminders,
    ReminderCancelled,
    ReminderSet,
)
from bot.deadlines.words import When
from bot.delivery import Button, Document, Message
from bot.handlers.wording.buttons import HUMAN, button, rows
from bot.handlers.wording.deadline import DRAFT, day_in_words, due_text, headline, laws_of, period_in_words

_HOW_TO_WRITE = (
    "直接打字告诉我，写公历，比如“2026年3月5日”“3月5号”“上个月15号”；记不清就写大概，比如“三月份”。"
)
_PROBLEMS = {
    "": "",
    "unclear": "没看懂这个日子。",
    "lunar": "“{heard}”像是农历（或者没说清是不是公历），不敢乱换算，请查一下公历是哪一天。",
    "impossible": "“{heard}”这一天不存在，请再看一下。",
    "range": "“{heard}”太早或者太晚了，算不了，请再看一下。",
}


def describe_deadline(reply: DeadlineReply) -> Message:
    """The message that says this reply."""
    match reply:
        case DeadlineMenu():
            return _menu(reply)
        case DeadlineAskDate():
            return _ask_date(reply)
        case DeadlineConfirm():
            return _confirm(reply)
        case DeadlineResult():
            return _result(reply)
        case DeadlineFile():
            return _file(reply)
        case ReminderSet():
            return _reminder_set(reply.reminder)
        case MyReminders():
            return _my_reminders(reply)
        case ReminderCancelled():
            return Message(f"已取消提醒：{reply.what}。期限本身不会因此改变，请自己记着。", rows(HUMAN))
        case _:
            assert_never(reply)


def describe_reminder(reminder: Reminder, days_left: int) -> Message:
    """The reminder itself. Implements `reminders.ReminderWording`."""
    left = f"还剩 {days_left} 天" if days_left else "就是今天"
    text = (
        f"【期限提醒】{reminder.what}\n最后一天：{day_in_words(reminder.last_day)}，{left}。\n"
        "还没办的请尽快办；办的时候留好凭证（回执、快递单、截图）。要人帮忙可以打 12348，或点“转人工”。"
    )
    if _may_have_moved(reminder):
        text += "\n放假安排可能变动，不要拖到最后一天。"
    return Message(text, ((_cancel(reminder), button("转人工", Verb.HUMAN)),))


def _may_have_moved(reminder: Reminder) -> bool:
    # The day was reckoned when the reminder was set; a holiday notice may have come out since.
    return reminder.last_day.year > reminder.created_at.year


def _menu(reply: DeadlineMenu) -> Message:
    why = (
        "可以算这些常用的期限，点一个；别的期限直接打字说事情和日子。"
        if reply.is_general
        else "您要算哪一种期限？点一个。"
    )
    lines = [f"{n}. {rule.what}（{period_in_words(rule.period)}）" for n, rule in enumerate(reply.rules, 1)]
    buttons = tuple((button(rule.label, Verb.DEADLINE_RULE, rule.id),) for rule in reply.rules)
    return Message("\n".join([why, *lines]), buttons)


def _ask_date(reply: DeadlineAskDate) -> Message:
    rule = reply.rule
    problem = _PROBLEMS[reply.problem].format(heard=reply.heard[:20])
    lines = [
        *([problem] if problem else []),
        f"算期限：{rule.what}（{period_in_words(rule.period)}，{rule.laws[0].title}）",
        f"请告诉我从哪天算起：{rule.event}。",
        _HOW_TO_WRITE,
    ]
    return Message("\n".join(lines))


def _confirm(reply: DeadlineConfirm) -> Message:
    rule = reply.rule
    lines = [f"算期限：{rule.what}", f"从这天算起：{rule.event}。"]
    if len(reply.options) == 1:
        lines.append(
            f"是{when_in_words(reply.options[0])}吗？{_ahead(reply.options[0], reply)}点一下确认；不对就重新打字。"
        )
    else:
        lines.append("是哪一天？点一下；都不是就重新打字。")
    confirm = "对，就是" if len(reply.options) == 1 else ""
    buttons = tuple(
        (button(f"{confirm}{when_in_words(one)}", Verb.DEADLINE_DAY, f"{rule.id}@{one.code}"),)
        for one in reply.options
    )
    if reply.entry_id:
        buttons = (*buttons, (button("先看解答", Verb.ENTRY, reply.entry_id),))
    return Message("\n".join(lines), buttons)


def _ahead(when: When, reply: DeadlineConfirm) -> str:
    return "（这一天还没到。）" if when.first > reply.today and not reply.rule.looks_ahead else ""


def when_in_words(when: When) -> str:
    """2026年3月5日（星期四）, or 2026年3月1日至3月31日之间的某一天."""
    if when.is_exact:
        return day_in_words(when.first)
    last = f"{when.last.month}月{when.last.day}日"
    if when.last.year != when.first.year:
        last = f"{when.last.year}年{last}"
    return f"{when.first.year}年{when.first.month}月{when.first.day}日至{last}之间"


def _result(reply: DeadlineResult) -> Message:
    due, today = reply.due, reply.today
    parts = [f"【{due.rule.what}】\n要办的人：{due.rule.who}"]
    if reply.latest is not None:
        parts.append(_uncertain(due, reply.latest, reply.when, today))
    parts.append(due_text(due, today))
    parts += [f"同一天起算的还有——{other.rule.what}：{headline(other, today)}" for other in reply.alongside]
    parts.append(DRAFT)
    return Message("\n\n".join(parts), _result_buttons(reply), laws_of(due), tone="answer")


def _uncertain(due: Due, latest: Due, when: When, today: date) -> str:
    first, last = sorted((due.last_day, latest.last_day))
    text = (
        f"日子不确定（{when_in_words(when)}）：最早算到{day_in_words(first)}，最晚算到{day_in_words(last)}。"
        "请以最早的为准，下面按最早的算。能说出准确日子的话，再打字告诉我。"
    )
    if first < today <= last:
        text += "按最早的已经过了，按最晚的还没过：请马上去办，并找出证明日子的材料。"
    return text


def _result_buttons(reply: DeadlineResult) -> tuple[tuple[Button, ...], ...]:
    value = f"{reply.due.rule.id}@{reply.when.code}"
    keep: list[Button] = []
    if reply.can_remind:
        keep.append(button("提醒我", Verb.REMIND, value))
    if reply.due.last_day >= reply.today:
        keep.append(button("存到日历", Verb.DEADLINE_FILE, value))
    again = button("换个日子", Verb.DEADLINE_RULE, f"{reply.due.rule.id}@")
    return (*((tuple(keep),) if keep else ()), (again, button("转人工", Verb.HUMAN)))


def _file(reply: DeadlineFile) -> Message:
    text = (
        f"{reply.due.rule.what}：最后一天 {day_in_words(reply.due.last_day)}。\n"
        "这是日历文件（.ics），存到手机或电脑的日历里，会在前30天、7天、1天提醒您。"
    )
    return Message(text, document=Document(reply.name, MIME, reply.content, reply.path))


def _reminder_set(reminder: Reminder) -> Message:
    days = "\n".join(f"· {day_in_words(time.day)} 上午9点" for time in reminder.times)
    text = (
        f"好的，会在这里提醒您：{reminder.what}\n最后一天：{day_in_words(reminder.last_day)}\n{days}\n"
        "提醒只是帮您记着，请尽早办；随时可以取消。"
    )
    return Message(text, ((_cancel(reminder), button("我的提醒", Verb.REMINDERS)),))


def _my_reminders(reply: MyReminders) -> Message:
    if not reply.reminders:
        return Message(
            "您没有设期限提醒。算出期限以后，点“提醒我”就可以设。", ((button("算期限", Verb.DEADLINES),),)
        )
    lines = [
        f"{n}. {one.what}：最后一天 {day_in_words(one.last_day)}，还剩 {(one.last_day - reply.today).days} 天"
        for n, one in enumerate(reply.reminders, 1)
    ]
    buttons = tuple(
        (button(f"取消第 {n} 个提醒", Verb.CANCEL_REMINDER, one.code),)
        for n, one in enumerate(reply.reminders, 1)
    )
    return Message("您的期限提醒：\n" + "\n".join(lines), buttons)


def _cancel(reminder: Reminder) -> Button:
    return button("取消提醒", Verb.CANCEL_REMINDER, reminder.code)
