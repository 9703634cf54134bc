"""An album comes picture by picture: it is one message that waits a moment until it is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import Message, Recipient
from bot.desk.ports import DeskWork
from bot.referral.case import Case, CaseMessage

ALBUM_REST = timedelta(seconds=2.5)


@dataclass(frozen=True)
class Grown:
    """A message of which more came: all that there is of it now, and what is new."""

    whole: CaseMessage
    more: CaseMessage


async def tell_more(
    work: DeskWork,
    case: Case,
    recipient: Recipient,
    grown: Grown,
    describe: Callable[[CaseMessage], Message],
    *,
    key: str,
    now: datetime,
) -> None:
    """Let the recipient's album that still waits hold all; what is on its way already is followed by the rest."""
    if await work.outbox.amend(key, describe(grown.whole), not_before=now + ALBUM_REST):
        return
    # The rest is an album of its own that may grow as well: it is named by its first picture.
    rest = f"{key}/{len(grown.whole.attachments) - len(grown.more.attachments)}"
    await work.outbox.put(
        recipient,
        describe(grown.more),
        key=rest,
        now=now,
        case_number=case.number,
        not_before=now + ALBUM_REST,
    )
