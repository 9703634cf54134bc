"""Small statutes for tests: as values, and as a folder in the form that is imported."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from bot.faq.statutes import Corpus, RetiredName, Statute

DAY = date(2026, 11, 23)
FEE_TEXT = "物业费应当在三十日内支付，违约金不超过百分之五。\n业主逾期满六个月的，物业服务人可以起诉。"


def document(statute_id: str = "civil-code", **changes: Any) -> dict[str, Any]:
    """A statute as its file holds it."""
    articles = changes.pop("articles", {"944": FEE_TEXT, "1254": "禁止从建筑物中抛掷物品。"})
    return {
        "id": statute_id,
        "title": "中华人民共和国民法典" if statute_id == "civil-code" else f"{statute_id}法",
        "short_title": "民法典" if statute_id == "civil-code" else "",
        "aliases": [],
        "issuer": "全国人民代表大会",
        "level": "法律",
        "version_date": "2020-05-28",
        "effective_date": "2021-01-01",
        "text_available": bool(articles),
        "superseded": False,
        "articles": [_article(key, text) for key, text in articles.items()],
        **changes,
    }


def _article(key: str, text: str) -> dict[str, Any]:
    number, mark, suffix = key.partition("之")
    return {"number": int(number), "suffix": mark + suffix, "chapter": "第一章", "text": text}


def statute(statute_id: str = "civil-code", **changes: Any) -> Statute:
    """A valid statute."""
    return Statute.model_validate(document(statute_id, **changes))


def corpus(*statutes: Statute, retired: tuple[RetiredName, ...] = (), day: date = DAY) -> Corpus:
    """These statutes, in the order of their import; one small 民法典 where none is given."""
    return Corpus(statutes or (statute(),), retired, day)


def write_folder(
    folder: Path, *documents: dict[str, Any], retired: list[dict[str, str]] | None = None
) -> Path:
    """A folder of statute files, emptied first."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for one in documents or (document(),):
        (folder / f"{one['id']}.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    if retired is not None:
        listed = json.dumps(retired, ensure_ascii=False)
        (folder / "retired-names.json").write_text(listed, encoding="utf-8")
    return folder
