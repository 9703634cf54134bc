"""What the page is given: plain data, which it inserts as text."""

from __future__ import annotations

from typing import Any

from bot.conversation import Verb
from bot.delivery import Message
from bot.outcome import Outcome
from bot.referral.case import STATE_NAMES, CaseMessage, CaseState, CaseSummary

_AUTHORS = {"staff": "服务站", "system": "说明", "citizen": "您"}


def show_outcome(outcome: Outcome, message: Message) -> dict[str, Any]:
    """One reply."""
    return {"kind": outcome.kind, "entry": outcome.entry_id, "message": show_message(message)}


def show_message(message: Message) -> dict[str, Any]:
    """A message with its buttons and articles."""
    return {
        "text": message.text,
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


def _shown(message: CaseMessage) -> str:
    return message.text or (message.attachment.label if message.attachment else "")


def show_case(case: CaseSummary) -> dict[str, Any]:
    """A picked-up case: its state, what was said, and what can be done."""
    return {
        "number": case.number,
        "state": STATE_NAMES[case.state],
        "station": case.station_name,
        "question": case.question,
        "opened_at": case.opened_at.isoformat(),
        "messages": [
            {"author": one.author, "who": _AUTHORS[one.author], "text": _shown(one), "at": one.at.isoformat()}
            for one in case.messages
        ],
        "can_add": not case.state.is_over,
        "can_reopen": case.state is CaseState.CLOSED,
    }
