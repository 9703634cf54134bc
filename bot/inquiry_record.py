"""What is kept of one inquiry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation import Citizen
from bot.faq.entry import Entry
from bot.faq.matcher import Candidate
from bot.faq.statutes import CitedArticle


@dataclass(frozen=True)
class InquiryRecord:
    """The question, how it was understood, and the hash of the text that was given on it. `given` is the entry whose text
    the citizen read, `laws` the versions of law that it rested on, `law_moved` whether they
    were warned that a law had changed."""

    citizen: Citizen
    text: str
    kind: str
    entry_id: str | None
    entry_hash: str | None
    confidence: float
    candidates: tuple[Candidate, ...]
    division_code: str | None
    asked_at: datetime
    given: Entry | None = None
    laws: tuple[CitedArticle, ...] = ()
    law_moved: bool = False
