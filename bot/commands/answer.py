"""`legalbot answer show CODE`: what was said, when, and on which law texts."""

from __future__ import annotations

import argparse
import asyncio
import sys
from textwrap import indent
from typing import Any

from bot.faq.statutes import Statute
from bot.handlers.wording.law import LAW_MOVED
from bot.referral.workdays import LOCAL_ZONE
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.inquiries import GivenAnswer, GivenLaw
from bot.storage.work import SqlWorks

_KINDS = {
    "answer": "解答",
    "clarify": "追问",
    "refer": "转介",
    "emergency": "紧急提示",
    "smalltalk": "寒暄",
    "out_of_scope": "不在服务范围",
}


def add_parser(commands: Any) -> None:
    """Register `answer` and its subcommands."""
    parser = commands.add_parser("answer", help="查以前的解答 / answers that were given")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    show = actions.add_parser("show", help="按解答编号看当时说了什么、依据哪个版本 / show one by its code")
    show.add_argument("code", help="解答编号，印在解答下面")
    show.set_defaults(run=run_show)


def run_show(args: argparse.Namespace, settings: Settings) -> int:
    """Print the answer as it was given; 1 for a code that is not known."""
    found = asyncio.run(_find(settings, args.code))
    if found is None:
        print(f"没有编号为 {args.code} 的解答。建议：核对编号；群众删除过记录的也查不到。", file=sys.stderr)
        return 1
    answer, statutes = found
    print("\n".join([*_head(answer), *_text(answer), *_laws(answer, statutes)]))
    return 0


def _head(answer: GivenAnswer) -> list[str]:
    at = answer.asked_at.astimezone(LOCAL_ZONE)
    return [
        f"编号 {answer.code}　{at:%Y-%m-%d %H:%M:%S}（北京时间）　{_KINDS.get(answer.kind, answer.kind)}",
        f"问：{answer.question}",
        f"条目：{answer.entry_id or '无'}",
        f"内容指纹：{answer.entry_hash or '无'}",
    ]


def _text(answer: GivenAnswer) -> list[str]:
    entry = answer.entry
    if answer.kind != "answer" or entry is None:
        return ["", "这一次没有给出条目的解答。"]
    warning = [LAW_MOVED] if answer.law_moved else []
    lines = ["", f"【{entry['question']}】", *warning, entry["answer"].strip()]
    if entry.get("more"):
        lines += ["", "更多说明：", entry["more"].strip()]
    lines += [
        f"期限：{one['what']}：{one['period']}（从{one['from']}起）" for one in entry.get("deadline") or ()
    ]
    lines += [f"材料：{one['item']}（{one['source']}）" for one in entry.get("checklist") or ()]
    bodies = [
        one["body"] + (f" {one['hotline']}" if one.get("hotline") else "") for one in entry["competent"]
    ]
    return [*lines, "可以找：" + "；".join(bodies), _review(entry["review"])]


def _review(review: dict[str, Any]) -> str:
    if review["status"] == "approved":
        return f"审核：{review['by']}，{review['on']}"
    return "审核：草稿，未经律师审核"


def _laws(answer: GivenAnswer, statutes: dict[str, Statute]) -> list[str]:
    if answer.kind != "answer" or answer.entry is None:
        return []
    if not answer.laws:
        titles = "、".join(
            f"《{one['law'].strip('《》')}》第{one['article']}条" for one in answer.entry["citations"]
        )
        return ["", f"法律依据：{titles}（当时没有导入法条，没有记下版本）"]
    lines = ["", "法律依据（当时的版本）："]
    for law in answer.laws:
        dates = f"{law.version_date or '日期不详'} 的文本，{law.effective_date or '日期不详'} 起施行"
        lines += [f"· {law.title}（{dates}，版本 {law.digest[:10]}）", _article(law, statutes)]
    return lines


def _article(law: GivenLaw, statutes: dict[str, Statute]) -> str:
    statute = statutes.get(law.digest)
    article = statute.by_key.get(law.article) if statute else None
    return indent(article.text, "  ") if article else "  （条文没有保存）"


async def _find(settings: Settings, code: str) -> tuple[GivenAnswer, dict[str, Statute]] | None:
    async with Database(settings.database).running() as database, SqlWorks(database).reading() as work:
        answer = await work.inquiries.given_answer(code)
        if answer is None:
            return None
        versions = [await work.statutes.version(digest) for digest in {law.digest for law in answer.laws}]
    return answer, {one.digest: one for one in versions if one}
