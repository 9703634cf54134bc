"""Frequent replies: a file that staff edit, read again when it changes; a faulty one leaves the last good one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog
import yaml

NAME_LIMIT = 20
TEXT_LIMIT = 300
_log = structlog.get_logger()


@dataclass(frozen=True)
class ReplyTemplate:
    """A reply with the name that staff choose it by."""

    name: str
    text: str


class ReplyTemplates:
    """The templates of a file; none where there is no file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._read: tuple[ReplyTemplate, ...] = ()

    def __call__(self) -> tuple[ReplyTemplate, ...]:
        """The templates as the file has them now."""
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                # A faulty file is complained of once, not at every page.
                self._stamp = stamp
                self._read = read_templates(self._path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            _log.warning("reply templates not read", file=self._path.name, error=str(error))
        return self._read


def read_templates(text: str) -> tuple[ReplyTemplate, ...]:
    """The templates in a YAML text. Raises ValueError that says which one is wrong."""
    try:
        rows = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise ValueError(f"不是 YAML：{error}") from None
    if not isinstance(rows, list):
        raise ValueError("要写成一条一条的列表")
    return tuple(_template(row, number) for number, row in enumerate(rows, start=1))


def _template(row: object, number: int) -> ReplyTemplate:
    if not isinstance(row, dict) or set(row) != {"name", "text"}:
        raise ValueError(f"第 {number} 条要有 name 和 text")
    name, text = str(row["name"]).strip(), str(row["text"]).strip()
    if not 0 < len(name) <= NAME_LIMIT or not 0 < len(text) <= TEXT_LIMIT:
        raise ValueError(f"第 {number} 条的 name 要 1–{NAME_LIMIT} 字，text 要 1–{TEXT_LIMIT} 字")
    return ReplyTemplate(name, text)
