"""Law texts in full, and the line that warns of a law that moved."""

from __future__ import annotations

from datetime import date

from bot.conversation import LawTexts, Verb
from bot.delivery import Button, LawLine, Message
from bot.faq.entry import Entry
from bot.faq.statutes import CitedArticle
from bot.handlers.wording.buttons import button

LAW_MOVED = "注意：这条依据的法律最近有变动，正在复核，请先向12348确认。"
OPEN_LAWS = "看法条原文"
MOST_IN_ONE = 3000
"""Characters of law text shown at once; with more than that the citizen chooses an article."""
_LABEL_LIMIT = 40
_SOURCE = "法条文字来自本机导入的法条库；正式文本以国家法律法规数据库公布的为准。"


def law_lines(entry: Entry, laws: tuple[CitedArticle, ...]) -> tuple[LawLine, ...]:
    """One line for each citation, with its text where that is at hand."""
    texts = {law.title: law_text(law) for law in laws}
    return tuple(LawLine(one.title, texts.get(one.title, "")) for one in entry.citations)


def law_text(law: CitedArticle) -> str:
    """Title of the law, version, the day from which it holds, and the article."""
    return f"《{law.law}》（{_dates(law)}）\n{law.label}　{law.text}"


def law_buttons(entry: Entry, laws: tuple[CitedArticle, ...]) -> tuple[tuple[Button, ...], ...]:
    """The row that opens the texts; none where no text is at hand."""
    return ((button(OPEN_LAWS, Verb.LAW, entry.id),),) if laws else ()


def describe_laws(reply: LawTexts) -> Message:
    """The texts, or a choice of articles where they are too long to read at once."""
    texts = [law_text(law) for law in reply.laws]
    if len(texts) == 1 or sum(map(len, texts)) <= MOST_IN_ONE:
        return Message("\n\n".join([f"【{reply.entry.label}】法条原文", *texts, _SOURCE]), tone="law")
    places = {citation.title: n for n, citation in enumerate(reply.entry.citations)}
    choices = [
        button(_short(law.title), Verb.LAW, f"{reply.entry.id}#{places[law.title]}") for law in reply.laws
    ]
    return Message(
        f"【{reply.entry.label}】一共 {len(texts)} 条，要看哪一条？", tuple((one,) for one in choices)
    )


def _dates(law: CitedArticle) -> str:
    return (
        "，".join(
            part for part in (_said(law.version_date, "的文本"), _said(law.effective_date, "起施行")) if part
        )
        or "版本日期不详"
    )


def _said(day: date | None, what: str) -> str:
    return f"{day.year}年{day.month}月{day.day}日{what}" if day else ""


def _short(title: str) -> str:
    """The end of a title tells its article: a long one is cut in the middle."""
    if len(title) <= _LABEL_LIMIT:
        return title
    tail = title[title.rindex("》") :]
    return title[: _LABEL_LIMIT - len(tail) - 1] + "…" + tail
