"""A Draft: an entry that somebody is still writing, as the cells of a form; it need not be whole yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.faq.entry import Entry


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

    @property
    def is_new(self) -> bool:
        """Whether the entry is not in the FAQ yet."""
        return self.base_hash is None

    @property
    def cause(self) -> str:
        """What the log of editions says of its publishing."""
        return f"{'新增' if self.is_new else '修改'}条目 {self.entry_id}"

    def conflict(self, entry_id: str, present: Entry | None) -> str:
        """Why it cannot take its place beside or instead of the entry that is there now; empty where it can."""
        if self.is_new:
            return f"编号 {entry_id} 已经有了。建议：换一个编号，或去修改那一条" if present else ""
        if present is None or base_hash(present) != self.base_hash:
            return "这一条在您改的时候被别人改过。建议：放弃这份草稿，重新打开再改"
        return ""


def base_hash(entry: Entry) -> str:
    """Says whether somebody changed the entry meanwhile, down to its variants."""
    return entry.model_copy(update={"more": entry.model_dump_json()}).content_hash
