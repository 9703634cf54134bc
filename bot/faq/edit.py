"""Edits of the FAQ file as text: what is not touched keeps its comments, its order and its very letters."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults, Fault
from bot.faq.loader import read_faq
from bot.faq.yaml_lines import Located, parse, read_text
from bot.faq.yaml_words import KEYS, entry_lines, key_lines, plain_data, scalar

Span = tuple[int, int]
"""Lines from the first (counted from 0) up to, not including, the second."""


class CannotEdit(Exception):
    """The edit was not made; `str()` says why and what to do, in Chinese."""


@dataclass(frozen=True)
class FaqSource:
    """The text of a FAQ file (LF, no BOM) and how its bytes were written."""

    text: str
    has_bom: bool = False
    newline: str = "\n"

    @classmethod
    def read(cls, raw: bytes) -> FaqSource:
        """From the bytes of a file. Raises FaqFaults where they are no UTF-8 text."""
        text = read_text(raw)
        return cls(text, raw.startswith(codecs.BOM_UTF8), "\r\n" if b"\r\n" in raw else "\n")

    @property
    def raw(self) -> bytes:
        """The bytes to write, with the BOM and the line ends that the file had."""
        encoded = self.text.replace("\n", self.newline).encode()
        return codecs.BOM_UTF8 + encoded if self.has_bom else encoded

    def with_variant(self, entry_id: str, variant: str) -> FaqSource:
        """One more way of asking for an entry. Raises CannotEdit, FaqFaults."""
        spoken = " ".join(variant.split())
        entry = self._entry(entry_id)
        return self.with_entry(entry.model_copy(update={"variants": (*entry.variants, spoken)}))

    def with_entry(self, entry: Entry) -> FaqSource:
        """The entry of this id as given: only the keys that differ are written anew; a new entry goes to the end.
        Raises CannotEdit, FaqFaults where the file as a whole would be faulty."""
        return self.with_entries([entry])

    def with_entries(self, entries: Iterable[Entry], gone: Collection[str] = ()) -> FaqSource:
        """The same for several entries at once, those of `gone` taken out: all of it or, on an exception, nothing."""
        wanted = {entry.id: entry for entry in entries if self._entries.get(entry.id) != entry}
        if not wanted and not gone:
            return self
        lines = list(self._lines)
        # From the end to the front, so that the places before stay true.
        for entry_id in reversed(self._places):
            if entry_id in gone:
                self._take_out(lines, entry_id)
            elif entry_id in wanted:
                self._rewrite(lines, self._entries[entry_id], wanted[entry_id])
        new = [entry for entry in wanted.values() if entry.id not in self._places]
        text = "\n".join(lines)
        if gone:
            text = text.rstrip("\n") + "\n"
        return self._checked("".join([text, *map(self._addition, new)]), wanted, frozenset(gone))

    def without(self, entry_id: str) -> FaqSource:
        """The file without this entry. Raises CannotEdit, FaqFaults where others link to it."""
        self._entry(entry_id)
        return self.with_entries((), gone=(entry_id,))

    @property
    def entry_ids(self) -> tuple[str, ...]:
        """The ids of the entries in their order. Raises FaqFaults where the file is faulty."""
        return tuple(self._entries)

    # ------------------------------------------------------------ reading

    @cached_property
    def _located(self) -> Located:
        return parse(self.text)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in read_faq(self.text.encode()).entries}

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(item["id"]): n for n, item in enumerate(self._located.data["entries"])}

    def _entry(self, entry_id: str) -> Entry:
        entry = self._entries.get(entry_id)
        if entry is None:
            raise CannotEdit(f"没有条目 {entry_id}。建议：核对编号")
        return entry

    # ------------------------------------------------------------ places

    def _line(self, *path: str | int) -> int:
        return self._located.lines[("entries", *path)] - 1

    def _block(self, entry_id: str) -> Span:
        """The lines of an entry, without blank lines and comments after it."""
        place = self._places[entry_id]
        start = self._line(place)
        if not self._lines[start].lstrip().startswith("- ") or self._lines[start].lstrip()[2:].startswith(
            "{"
        ):
            raise CannotEdit(f"条目 {entry_id} 的写法这里改不了。建议：条目以“- id: ”起头，每个键写一行")
        later = self._located.lines.get(("entries", place + 1))
        end = later - 1 if later else len(self._lines)
        return start, self._trimmed(start, end, self._indent(start) + 2)

    def _keys(self, entry_id: str) -> dict[str, Span]:
        """The lines of each key of an entry."""
        place = self._places[entry_id]
        start, end = self._block(entry_id)
        item: dict[str, Any] = self._located.data["entries"][place]
        firsts = [(self._line(place, key), key) for key in item]
        if len({line for line, _ in firsts}) != len(firsts):
            raise CannotEdit(f"条目 {entry_id} 有几个键写在同一行。建议：每个键写一行")
        ends = [line for line, _ in firsts[1:]] + [end]
        indent = self._indent(start) + 2
        return {
            key: (line, self._trimmed(line, to, indent)) for (line, key), to in zip(firsts, ends, strict=True)
        }

    def _trimmed(self, start: int, end: int, indent: int) -> int:
        """The end without trailing blank lines and comments; what is indented deeper may be text of a block."""
        while end > start + 1:
            line = self._lines[end - 1]
            depth = len(line) - len(line.lstrip())
            if line.strip() and not (line.lstrip().startswith("#") and depth <= indent):
                break
            end -= 1
        return end

    def _indent(self, line: int) -> int:
        text = self._lines[line]
        return len(text) - len(text.lstrip(" "))

    # ------------------------------------------------------------ writing

    def _addition(self, entry: Entry) -> str:
        margin = " " * self._indent(self._block(next(iter(self._places)))[0])
        return "\n" + "\n".join(margin + line if line else "" for line in entry_lines(entry)) + "\n"

    def _take_out(self, lines: list[str], entry_id: str) -> None:
        start, end = self._block(entry_id)
        while end < len(self._lines) and not self._lines[end].strip():
            end += 1
        del lines[start:end]

    def _rewrite(self, lines: list[str], before: Entry, after: Entry) -> None:
        spans = self._keys(after.id)
        old, new = plain_data(before), plain_data(after)
        changed = [key for key in KEYS if old.get(key) != new.get(key)]
        order = sorted(changed, key=lambda one: (self._position(one, spans), KEYS.index(one)), reverse=True)
        for key in order:
            start, end = spans.get(key) or (self._position(key, spans),) * 2
            lines[start:end] = self._key_text(after.id, key, new, start) if key in new else []

    def _position(self, key: str, spans: dict[str, Span]) -> int:
        """Where a key stands, or where it should be put: after the last present key that comes before it."""
        if key in spans:
            return spans[key][0]
        return max(spans[one][1] for one in KEYS[: KEYS.index(key)] if one in spans)

    def _key_text(self, entry_id: str, key: str, new: dict[str, Any], start: int) -> list[str]:
        block = self._block(entry_id)[0]
        margin = " " * (self._indent(block) + 2)
        lines = self._variant_lines(entry_id, new[key]) if key == "variants" else key_lines(key, new[key])
        written = [margin + line if line else "" for line in lines]
        if start == block:
            written[0] = margin[2:] + "- " + lines[0]
        return written

    def _variant_lines(self, entry_id: str, variants: Sequence[str]) -> list[str]:
        """Variants that stay keep their lines and the comments above them."""
        place = self._places[entry_id]
        key_line, end = self._keys(entry_id)["variants"]
        present = self._located.data["entries"][place]["variants"]
        firsts = [self._line(place, "variants", n) for n in range(len(present))]
        if len({key_line, *firsts}) != len(firsts) + 1:
            return key_lines("variants", variants)
        # Lines are given from the margin of the keys; the items may stand deeper.
        margin = self._indent(self._block(entry_id)[0]) + 2
        deeper = " " * max(self._indent(firsts[0]) - margin, 0)
        starts = [key_line + 1, *(self._comments_end(n, firsts) for n in range(1, len(firsts)))]
        kept = {
            str(text).strip(): [line[margin:] for line in self._lines[start:stop]]
            for text, start, stop in zip(present, starts, [*starts[1:], end], strict=True)
        }
        lines = ["variants:"]
        for variant in variants:
            lines += kept.get(variant) or [f"{deeper}- {scalar(variant)}"]
        return lines

    def _comments_end(self, n: int, firsts: list[int]) -> int:
        """Where the part of the n-th variant begins: with the comments directly above it."""
        line = firsts[n]
        while line - 1 > firsts[n - 1] and self._lines[line - 1].lstrip().startswith("#"):
            line -= 1
        return line

    def _checked(self, text: str, wanted: Mapping[str, Entry], gone: Collection[str] = ()) -> FaqSource:
        """The edited file, if it is whole and nothing but what was meant has changed."""
        found = {one.id: one for one in read_faq(text.encode()).entries}
        meant = {key: one for key, one in {**self._entries, **wanted}.items() if key not in gone}
        if found != meant:
            wrong = next(key for key in {**meant, **found} if meant.get(key) != found.get(key))
            cure = "直接在文件里改这一条，再运行 legalbot faq check"
            raise FaqFaults([Fault(0, f"条目 {wrong}", "改写后读出来的内容不一样，没有保存", cure)])
        return replace(self, text=text)
