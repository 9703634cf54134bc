"""Load `legal_faq.yaml`: either a whole valid Faq, or every fault in it at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults, Fault
from bot.faq.pydantic_faults import describe_error, is_echo
from bot.faq.yaml_lines import Located, parse, read_text


@dataclass(frozen=True)
class Faq:
    """All entries of one file, in its order, and the SHA-256 of the file they came from."""

    entries: tuple[Entry, ...]
    file_hash: str

    @property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by id."""
        return MappingProxyType({entry.id: entry for entry in self.entries})


def load_faq(path: Path) -> Faq:
    """Read and check the file. Raises FaqFaults with all faults; OSError where it cannot be read."""
    return read_faq(path.read_bytes())


def read_faq(raw: bytes) -> Faq:
    """Check the bytes of a FAQ file. Raises FaqFaults with all faults."""
    text = read_text(raw)
    located = parse(text)
    faults = list(located.faults)
    if text and not text.endswith("\n"):
        cure = "确认内容完整后，在最后一行末尾按一下回车再保存"
        faults.append(Fault(text.count("\n") + 1, "", "最后一行没有换行，文件可能只存了一半", cure))
    items = located.data.get("entries") if isinstance(located.data, dict) else None
    if not isinstance(items, list) or not items:
        raise FaqFaults(
            [
                *faults,
                Fault(
                    0, "", "没有 entries: 列表，或列表是空的", "文件开头写 entries: ，下面每条以 - id: 起头"
                ),
            ]
        )
    faults += [
        Fault(located.line((key,)), f"键 {key}", "不认识", "顶层只能有 entries")
        for key in located.data
        if key != "entries"
    ]
    entries: list[tuple[int, Entry]] = []
    for position, item in enumerate(items):
        entry = _entry(position, item, located, faults)
        if entry is not None:
            entries.append((position, entry))
    faults += _across(items, entries, located)
    if faults:
        raise FaqFaults(faults)
    return Faq(tuple(entry for _, entry in entries), hashlib.sha256(raw).hexdigest())


def _entry(position: int, item: Any, located: Located, faults: list[Fault]) -> Entry | None:
    place = ("entries", position)
    if not isinstance(item, dict):
        faults.append(
            Fault(
                located.line(place),
                f"第 {position + 1} 个条目",
                "不是“键: 值”的形式",
                "以 - id: 起头，其余键缩进两格",
            )
        )
        return None
    try:
        return Entry.model_validate(item)
    except ValidationError as error:
        name = str(item.get("id") or f"第 {position + 1} 个条目")
        for detail in error.errors():
            if is_echo(detail):
                continue
            message, cure = describe_error(detail)
            faults.append(Fault(located.line((*place, *detail["loc"])), f"条目 {name}", message, cure))
        return None


def _across(items: list[Any], entries: list[tuple[int, Entry]], located: Located) -> Iterator[Fault]:
    """Faults that only the file as a whole shows: ids and variants twice, links to nothing."""
    ids = {str(item.get("id")) for item in items if isinstance(item, dict)}
    seen: dict[str, int] = {}
    asked: dict[str, tuple[str, int]] = {}
    for position, entry in entries:
        line = located.line(("entries", position, "id"))
        if entry.id in seen:
            yield Fault(
                line, f"条目 {entry.id}", f"编号和第 {seen[entry.id]} 行重复", "编号不能重复，改名或合并"
            )
        seen.setdefault(entry.id, line)
        yield from _variant_faults(position, entry, located, asked)
        for n, other in enumerate(entry.related):
            if other not in ids or other == entry.id:
                where = located.line(("entries", position, "related", n))
                yield Fault(
                    where,
                    f"条目 {entry.id}",
                    f"related 指向不存在的条目或自身：{other}",
                    "改成已有的条目编号或删去",
                )


def _variant_faults(
    position: int, entry: Entry, located: Located, asked: dict[str, tuple[str, int]]
) -> Iterator[Fault]:
    for n, variant in enumerate(entry.variants):
        line = located.line(("entries", position, "variants", n))
        key = re.sub(r"\W", "", variant).casefold() or variant
        if key in asked:
            owner, first = asked[key]
            message = f"问法“{variant}”和条目 {owner}（第 {first} 行）重复"
            yield Fault(line, f"条目 {entry.id}", message, "只留在最合适的一个条目里")
        asked.setdefault(key, (entry.id, line))
