"""A Draft: an entry that somebody is still writing, as the cells of a form; it need not be whole yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """`base_hash` is the entry's content when the work on it began; None for an entry that is new."""

    id: int
    entry_id: str
    cells: Mapping[str, str]
    base_hash: str | None
    origin: str
    by: str
    changed_at: datetime
