"""What the page is given: plain data, which it inserts as text."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from bot.conversation import CaseAdded, CaseOpened, Note, Reply, Verb
from bot.delivery import Message
from bot.handlers.kiosk.pressing import pressed_instead
from bot.handlers.wording.reply import describe_standing
from bot.outcome import Outcome
from bot.referral.case import STATE_NAMES, Case, CaseMessage, CaseState, CaseSummary
from bot.referral.clocks import FOLLOW_UP_AFTER, REOPEN_WITHIN

_QUESTIONS = {
    1: "请您给这次办理打个分（1 最差，5 最好）",
    2: "事情真的解决了吗？请再打个分（1 最差，5 最好）",
}
_AUTHORS = {"staff": "服务站", "system": "说明", "citizen": "您"}


def show_outcome(outcome: Outcome, message: Message) -> dict[str, Any]:
    """One reply. `takes_files`: from now on there is (or is no) case that takes photos; None where that stays as it is."""
    return {
        "kind": outcome.kind,
        "entry": outcome.entry_id,
        "message": show_message(message),
        "takes_files": _takes_files(outcome.reply),
    }


def _takes_files(reply: Reply) -> bool | None:
    if isinstance(reply, CaseOpened | CaseAdded):
        return True
    return False if isinstance(reply, Note) and reply.name in {"new_question", "erased"} else None


def show_message(message: Message) -> dict[str, Any]:
    """A message with its buttons and articles."""
    return {
        "text": pressed_instead(message.text),
        "buttons": _buttons(message),
        "laws": [{"title": law.title, "text": law.text} for law in message.laws],
        "tone": message.tone,
        "ask_location": message.ask_location,
        "file": {"name": message.document.name, "path": message.document.path} if message.document else None,
    }


def _buttons(message: Message) -> list[list[dict[str, str]]]:
    """On the page the texts open where the articles stand: it needs no button for them."""
    has_texts = any(law.text for law in message.laws)
    rows = [
        [one for one in row if not (has_texts and one.code.startswith(f"{Verb.LAW}:"))]
        for row in message.buttons
    ]
    return [[{"label": one.label, "code": one.code} for one in row] for row in rows if row]


def show_case(case: CaseSummary, now: datetime) -> dict[str, Any]:
    """A picked-up case: its state, who has it since when, what comes next by when, what was said, what can be done."""
    can_rate = case.state is CaseState.CLOSED
    return {
        "number": case.number,
        "state": STATE_NAMES[case.state],
        "station": case.station_name,
        "question": case.question,
        "opened_at": case.opened_at.isoformat(),
        "lines": describe_standing(case),
        "messages": [_show_said(one) for one in case.messages],
        "can_add": not case.state.is_over,
        "can_reopen": _can_reopen(case, now),
        "can_rate": can_rate,
        "rate_question": _QUESTIONS[rating_round(case, now)] if can_rate else "",
        "stars": case.stars,
        "has_phone": case.has_phone,
    }


def rating_round(case: Case | CaseSummary, now: datetime) -> Literal[1, 2]:
    """1 on closing, 2 once a week has shown whether it holds."""
    return 2 if case.closed_at is not None and now - case.closed_at >= FOLLOW_UP_AFTER else 1


def _can_reopen(case: CaseSummary, now: datetime) -> bool:
    is_late = case.closed_at is not None and now - case.closed_at > REOPEN_WITHIN
    return case.state is CaseState.CLOSED and not is_late


def _show_said(message: CaseMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "author": message.author,
        "who": _AUTHORS[message.author],
        "text": message.text,
        "files": [
            {"place": place, "is_photo": one.kind == "photo", "name": one.name or "文件"}
            for place, one in enumerate(message.attachments)
        ],
        "at": message.at.isoformat(),
    }
