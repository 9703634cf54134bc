"""The files of a message as the case page shows them."""

from __future__ import annotations

from typing import Any

from bot.referral.case import Case, CaseMessage
from bot.referral.masking import covering, masked


def shown_words(case: Case, text: str, *, is_revealed: bool) -> str:
    """What a page says of words: masked, or in full but for a phone that the citizen took back."""
    return covering(text, case.withheld) if is_revealed else masked(text)


def shown_files(case: Case, message: CaseMessage, *, is_revealed: bool) -> list[dict[str, Any]]:
    """Where each file is opened, and what it is called."""
    return [
        {
            "url": f"/console/cases/{case.number}/files/{message.id}-{place}",
            "is_photo": one.kind == "photo",
            "name": shown_words(case, one.name, is_revealed=is_revealed),
        }
        for place, one in enumerate(message.attachments)
    ]
