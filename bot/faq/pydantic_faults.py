"""Pydantic's error details in the words of a person who edits data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def describe_error(detail: ErrorDetails) -> tuple[str, str]:
    """(what is wrong, how to cure it), in Chinese, for one pydantic error."""
    name = ".".join(str(part) for part in detail["loc"] if isinstance(part, str)) or "条目"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"缺少 {name}", f"补上 {name}"
        case "extra_forbidden":
            return f"不认识的键 {name}", "检查拼写；不用的键删去"
        case "string_type":
            return f"{name} 应当是文字，现在是 {_shown(detail['input'])}", "加上引号"
        case "string_too_long" | "too_long":
            return f"{name} 太长（最多 {context['max_length']} 字）", "缩短；较长的内容放进 more"
        case "too_short":
            return f"{name} 太少（至少 {context['min_length']} 个）", "补足"
        case "tuple_type" | "list_type":
            return f"{name} 应当是列表", "每项另起一行，以 - 起头"
        case "enum" | "literal_error":
            return f"{name} 不能写 {_shown(detail['input'])}", f"只能是 {context['expected']}"
        case "string_pattern_mismatch":
            return f"{name} 的写法不对：{_shown(detail['input'])}", _pattern_cure(name)
        case "value_error":
            return f"{name} {context['error']}", "按说明改正"
        case _:
            return f"{name} 的值不对：{_shown(detail['input'])}", "对照其他条目的写法改正"


def is_echo(detail: ErrorDetails) -> bool:
    """A list "too short" only because some of its items are faulty: the items' own faults say it better."""
    given = detail["input"]
    return (
        detail["type"] == "too_short"
        and isinstance(given, list)
        and len(given) >= detail["ctx"]["min_length"]
    )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _pattern_cure(name: str) -> str:
    if name == "id":
        return "编号用小写英文和连字符，以 property-、safety- 或 service- 起头"
    return "电话写成 '12345' 或 '0871-1234567'，加引号"
