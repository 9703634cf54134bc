"""What somebody wrote into a form whose login had ended: named as the form names it, to be copied."""

from __future__ import annotations

from collections.abc import Mapping

from bot.faq.cells import COLUMNS

# What is chosen from a list is soon chosen again.
_CHOSEN = {"id", "domain", "station_level", "urgency", "review"}
_NAMES = {
    "text": "刚才写的",
    **{key: name for key, name in COLUMNS.items() if key not in _CHOSEN},
    "name": "名称",
    "link": "链接",
    "picture": "图片地址",
    "districts": "地区",
    "when": "时间",
    "hours": "开放时间",
    "phone": "电话",
    "duty_phone": "值班电话",
    "lat": "纬度",
    "lon": "经度",
}


def written_in(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """The written parts of a form, each with its name; hidden fields and empty ones are left out."""
    return [(name, fields[key]) for key, name in _NAMES.items() if fields.get(key)]
