"""An entry's values as YAML, in the layout of the FAQ file; what is written reads back as the same value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.faq.entry import Entry

KEYS = (
    "id",
    "domain",
    "question",
    "label",
    "variants",
    "answer",
    "more",
    "citations",
    "station_level",
    "urgency",
    "deadline",
    "competent",
    "checklist",
    "related",
    "review",
)
"""An entry's keys in the order in which they are written."""

_ALWAYS = {"urgency", "related", "review"}


def plain_data(entry: Entry) -> dict[str, Any]:
    """The entry as plain data in the order of KEYS, without what is empty."""
    dumped = entry.model_dump(mode="json", by_alias=True)
    return {key: _bare(dumped[key]) for key in KEYS if dumped[key] not in (None, []) or key in _ALWAYS}


def key_lines(key: str, value: Any) -> list[str]:
    """The lines of one key, not indented."""
    if key == "variants":
        return [f"{key}:", *(f"- {scalar(one)}" for one in value)]
    if key == "related":
        return [f"{key}: [{', '.join(flow_scalar(one) for one in value)}]"]
    if isinstance(value, Mapping):
        return [f"{key}: {_flow_map(value)}"]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [f"{key}:", *(f"- {_flow_map(one)}" for one in value)]
    text = str(value)
    if "\n" in text:
        block = [f"{key}: |-", *(f"  {line}" if line else "" for line in text.split("\n"))]
        if _loaded("\n".join(block) + "\n") == {key: text}:
            return block
    return [f"{key}: {scalar(text)}"]


def entry_lines(entry: Entry) -> list[str]:
    """A whole entry, its dash at the margin."""
    lines = [line for key, value in plain_data(entry).items() for line in key_lines(key, value)]
    return [("- " if n == 0 else "  ") + line if line else "" for n, line in enumerate(lines)]


def scalar(text: str) -> str:
    """One text on one line: bare where YAML reads it back the same, else quoted."""
    return text if _is_same(f"- {text}", text) else _quoted(text)


def flow_scalar(text: str) -> str:
    """One text inside [ ] or { }."""
    return text if _is_same(f"[{text}]", text) and _is_same(f"- {text}", text) else _quoted(text)


def _quoted(text: str) -> str:
    single = "'" + text.replace("'", "''") + "'"
    if _is_same(f"- {single}", text):
        return single
    return str(yaml.dump(text, allow_unicode=True, default_style='"', width=10**9)).strip()


def _is_same(document: str, text: str) -> bool:
    return "\n" not in document and _loaded(document) == [text]


def _loaded(document: str) -> Any:
    try:
        return yaml.safe_load(document)
    except yaml.YAMLError:
        return None
    except ValueError:  # 2026-02-30 looks like a date to YAML
        return None


def _flow_map(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_flow_value(key, one)}" for key, one in value.items()) + "}"


def _flow_value(key: str, value: Any) -> str:
    # Articles and days are written bare: the reader takes them as text all the same.
    text = str(value)
    is_bare = (key == "article" and text.isdecimal() and not text.startswith("0")) or key in {
        "on",
        "expires_on",
    }
    return text if is_bare else flow_scalar(text)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value
