"""An entry's answer: its text word for word, the articles, who is competent, and how far it goes."""

from __future__ import annotations

from bot.conversation import Answer, More, Verb
from bot.delivery import Button, Message
from bot.faq.entry import Entry
from bot.handlers.wording.buttons import button, rows
from bot.handlers.wording.law import LAW_MOVED, law_buttons, law_lines

_AFTER = ((Verb.USEFUL, "有用"), (Verb.UNSOLVED, "没解决"), (Verb.HUMAN, "转人工"))


def describe_answer(reply: Answer) -> Message:
    """The answer with what stands under every answer: competent bodies, reach, code, 有用 / 没解决 / 转人工."""
    entry = reply.entry
    lines = [f"【{entry.question}】", *([LAW_MOVED] if reply.law_moved else []), entry.answer.strip()]
    if entry.competent:
        lines.append("可以找：" + "；".join(_bodies(entry)))
    lines.append(_reach(entry, reply.code))
    extra: list[tuple[Button, ...]] = []
    if has_more(entry):
        extra.append((button("期限、材料和更多说明", Verb.MORE, entry.id),))
    if entry.deadline:
        extra.append((button("算期限", Verb.DEADLINES, entry.id),))
    if reply.also is not None:
        extra.append((button(f"还问到：{reply.also.label}", Verb.ENTRY, reply.also.id),))
    after = tuple(button(label, verb, reply.code if verb is not Verb.HUMAN else "") for verb, label in _AFTER)
    buttons = (*extra, *law_buttons(entry, reply.laws), after)
    return Message("\n\n".join(lines), buttons, law_lines(entry, reply.laws), tone="answer")


def describe_more(reply: More) -> Message:
    """Deadlines, papers and the longer matter of an entry."""
    entry = reply.entry
    parts = [entry.more.strip()] if entry.more else []
    if entry.deadline:
        rows_ = [
            f"· {one.what}：{one.period}（从{one.start}起）{_article(one.law, one.article)}"
            for one in entry.deadline
        ]
        parts.append("期限：\n" + "\n".join(rows_))
    if entry.checklist:
        parts.append("要带的材料：\n" + "\n".join(f"· {one.item}（{one.source}）" for one in entry.checklist))
    warning = [LAW_MOVED] if reply.law_moved else []
    text = "\n\n".join([f"【{entry.question}】", *warning, *(parts or ["没有更多说明了。"])])
    buttons = (*law_buttons(entry, reply.laws), *rows(*_AFTER))
    return Message(text, buttons, law_lines(entry, reply.laws), tone="answer")


def has_more(entry: Entry) -> bool:
    """Whether there is anything to show beyond the answer."""
    return bool(entry.more or entry.deadline or entry.checklist)


def _bodies(entry: Entry) -> list[str]:
    return [body.body + (f" {body.hotline}" if body.hotline else "") for body in entry.competent]


def _reach(entry: Entry, code: str) -> str:
    if entry.review.status == "approved":
        reviewed = f"本条由{entry.review.by}于{entry.review.on}审核。"
    else:
        reviewed = "本条是草稿，还没有经过律师审核。"
    return f"以上是一般法律信息，不能代替律师意见。{reviewed}" + (f"解答编号 {code}" if code else "")


def _article(law: str | None, article: str | None) -> str:
    if not law:
        return ""
    return f"，《{law}》" + (f"第{article}条" if article else "")
