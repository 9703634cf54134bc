"""A broadcast as staff write it (a YAML file, a form): read into a Draft, with all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.notices.notice import TOPICS, Audience, Content, Draft, Timing
from bot.notices.timing import TimeUnclear, is_recurring, read_once
from bot.referral.division import Division, DivisionTree

_KEYS = {
    "name", "text", "link", "picture", "audience", "when", "valid_until", "valid_hours", "working_days_only",
}  # fmt: skip
_AUDIENCE_KEYS = {"everyone", "districts", "topics", "channels"}
_CHANNELS = {"telegram": "telegram", "微信": "wechat", "wechat": "wechat"}


class DraftFaults(ValueError):
    """What is wrong with a draft, one Chinese sentence a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_draft(data: object, tree: DivisionTree) -> Draft:
    """The draft that the data says. Raises DraftFaults."""
    if not isinstance(data, Mapping):
        raise DraftFaults(["文件里应当是“text: …”“audience: …”这样的几行"])
    faults = [f"不认识“{key}”。建议：可以写 {'、'.join(sorted(_KEYS))}" for key in data if key not in _KEYS]
    text = str(data.get("text") or "").strip()
    if not text:
        faults.append("缺少 text（通知内容）")
    audience = _audience(data.get("audience"), tree, faults)
    timing = _timing(data, faults)
    if faults:
        raise DraftFaults(faults)
    name = str(data.get("name") or text.splitlines()[0])[:60]
    content = Content(text, str(data.get("link") or "").strip(), str(data.get("picture") or "").strip())
    return Draft(name, content, audience, timing)


def find_division(said: str, tree: DivisionTree) -> Division | None:
    """The division of this code or name (官渡区, 关上街道, 官渡区 关上街道 …); None where none or several are."""
    said = said.strip()
    if said in tree:
        return tree[said]
    words = said.split()
    found = [
        one
        for one in tree.divisions
        if words
        and words[-1] in (one.name, one.short_name)
        and all(any(word in (up.name, up.short_name) for up in tree.ancestors(one.code)) for word in words[:-1])
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _audience(said: Any, tree: DivisionTree, faults: list[str]) -> Audience:
    if said in ("everyone", "所有人", "全部"):
        return Audience()
    if not isinstance(said, Mapping) or not said:
        faults.append(
            "缺少 audience（发给谁）。建议：写 everyone: true，或 districts: [官渡区]、topics: [安全生产]"
        )
        return Audience()
    faults += [f"audience 里不认识“{key}”" for key in said if key not in _AUDIENCE_KEYS]
    divisions = []
    for place in _list(said.get("districts")):
        division = find_division(place, tree)
        if division is None:
            faults.append(f"没有找到唯一的“{place}”。建议：写全，如“官渡区 关上街道”，或写行政区划代码")
        else:
            divisions.append(division.code)
    topics = []
    for word in _list(said.get("topics")):
        topic = next((key for key, name in TOPICS.items() if word in (key, name)), None)
        if topic is None:
            faults.append(f"没有“{word}”这个主题。建议：{'、'.join(TOPICS.values())}")
        else:
            topics.append(topic)
    channels = []
    for word in _list(said.get("channels")):
        if word.lower() not in _CHANNELS:
            faults.append(f"没有“{word}”这个渠道。建议：telegram、wechat")
        else:
            channels.append(_CHANNELS[word.lower()])
    if not (said.get("everyone") or divisions or topics or channels) and not faults:
        faults.append("audience 里没有写发给谁。建议：发给所有订阅者请写 everyone: true")
    return Audience(tuple(divisions), tuple(topics), tuple(channels))


def _timing(data: Mapping[str, Any], faults: list[str]) -> Timing:
    when = _said(data.get("when")) or "立即"
    due_at, recurrence = None, ""
    if is_recurring(when):
        recurrence = when
    else:
        due_at = _moment(when, faults)
    valid_until = _moment(_said(data["valid_until"]), faults) if data.get("valid_until") else None
    hours = data.get("valid_hours")
    valid_hours = None
    try:
        valid_hours = float(hours) if hours not in (None, "") else None
    except (TypeError, ValueError):
        faults.append(f"valid_hours 应当是小时数，不是“{hours}”")
    return Timing(due_at, recurrence, valid_until, valid_hours, bool(data.get("working_days_only")))


def _moment(text: str, faults: list[str]) -> datetime | None:
    try:
        return read_once(text)
    except TimeUnclear as unclear:
        faults.append(str(unclear))
        return None


def _said(value: Any) -> str:
    # YAML reads 2026-12-01 09:00:00 as a datetime; without a zone it is meant as local time.
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    return [str(one).strip() for one in value] if isinstance(value, list | tuple) else [str(value).strip()]
